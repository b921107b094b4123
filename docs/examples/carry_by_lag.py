"""The update gate's bias that lets an input so many steps back count most."""

import gruviz
from gruviz.comparison.memory import carry_by_lag

gruviz.figures.carry_by_lag(carry_by_lag(gruviz.Experiment(seeds=4)))
