"""What each cell is made of."""

import gruviz

gruviz.figures.cell_structure(tuple(gruviz.CELLS))
