"""How much a distant input can count: written with what the gate does not keep, or with the square root of RG-LRU."""

import gruviz
from gruviz.comparison.writing import measure_writing

gruviz.figures.loudest_inputs(measure_writing(100))
