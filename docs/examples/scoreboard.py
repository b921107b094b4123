"""Which cell has learned which synthetic task, over five seeds."""

import gruviz

gruviz.figures.scoreboard()
