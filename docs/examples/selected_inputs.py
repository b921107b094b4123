"""What gates are for: whether what a cell reads decides how much an input counts."""

import gruviz
from gruviz.comparison.selection import NEWER, OLDER, measure_selection

gruviz.figures.selected_inputs([measure_selection(cell) for cell in (*NEWER, *OLDER)])
