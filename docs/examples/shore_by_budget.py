"""How the shores move with the budget of updates."""

import gruviz
from gruviz.maps.shipped import shipped_maps

maps = shipped_maps("gru_first_symbol").maps
gruviz.figures.shore_by_budget(maps["success"], maps["gradient 50"])
