"""The curse of memory: the longer a unit remembers, the further a change of its decay moves its state."""

import gruviz
from gruviz.comparison.sensitivity import measure_sensitivity

gruviz.figures.parameter_sensitivity(measure_sensitivity())
