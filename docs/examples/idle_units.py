"""How many units of each layer are dead, latched or at work."""

import gruviz

sizes = {"layer 1": 64, "layer 2": 64}
gruviz.figures.idle_units(sizes, dead={"layer 1": 2}, latched={"layer 1": 9, "layer 2": 31})
