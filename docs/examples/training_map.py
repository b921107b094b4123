"""How many networks learn a task, by gain and gate bias, over what the gradient was."""

import gruviz
from gruviz.maps.shipped import shipped_maps

maps = shipped_maps("gru_first_symbol").maps
task, budget = "First symbol, then noise", 200
gruviz.figures.training_map({task: maps["success"]}, gradients={task: maps["gradient 50"]}, budget=budget)
