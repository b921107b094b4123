"""Trainability: for which starts a cell learns, guessed, measured before training, and trained."""

from gruviz.ui.page import page
from gruviz.ui.trainability.controls import TABLE
from gruviz.ui.trainability.view import trainability_view

with page("trainability", "", TABLE, presets=False) as panel:
    trainability_view(panel)
