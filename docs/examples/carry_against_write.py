"""The update gate's bias that lets an input so many steps back count most."""

import gruviz
from gruviz.comparison.memory import carry_against_write

gruviz.figures.carry_against_write(carry_against_write(gruviz.Experiment(seeds=4)))
