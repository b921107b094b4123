"""How many units of each layer are dead, latched or at work."""

import gruviz
from gruviz.figures.diagnosis.units import UnitCounts

layers = [UnitCounts("layer 1", size=64, dead=2, latched=9), UnitCounts("layer 2", size=64, dead=0, latched=31)]
gruviz.figures.idle_units(layers)
