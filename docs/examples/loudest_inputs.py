"""How much a distant input can count: written with what the gate does not keep, or with the square root of RG-LRU."""

import gruviz

gruviz.figures.loudest_inputs(100)
