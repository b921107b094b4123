"""The tables of all pages, and every kind of control in them once."""

from gruviz.ui.applications.controls import TABLE as APPLICATIONS
from gruviz.ui.compare.controls import TABLE as COMPARE
from gruviz.ui.controls.kinds import Control
from gruviz.ui.controls.laboratory import TABLE as LABORATORY
from gruviz.ui.controls.table import Table
from gruviz.ui.home.controls import TABLE as HOME
from gruviz.ui.inside.controls import TABLE as INSIDE
from gruviz.ui.train.controls import TABLE as TRAIN
from gruviz.ui.trainability.controls import TABLE as TRAINABILITY
from gruviz.ui.walkthrough.controls import PAGE, controls_for
from gruviz.ui.walkthrough.lesson import load_lesson
from gruviz.ui.your_network.controls import TABLE as YOUR_NETWORK

STEPS = {f"walkthrough, {key}": Table(PAGE, controls_for(step)) for key, step in load_lesson().items()}
LESSON = {"walkthrough, opening": Table(PAGE, controls_for(None)), **STEPS}
TABLES = {
    "home": HOME,
    "gradient_flow": LABORATORY,
    "inside_the_cell": INSIDE,
    "train": TRAIN,
    "trainability": TRAINABILITY,
    "applications": APPLICATIONS,
    "your_network": YOUR_NETWORK,
    "compare": COMPARE,
    **LESSON,
}
"""By page; the walkthrough has one for each step, and one for what stands around them."""


def _what_it_reads(control: Control) -> tuple:
    """All that parsing and writing depend on: rows of one table in another often differ in words only."""
    ignored = ("label", "help", "group", "when", "elsewhere")
    return type(control), *(str(value) for name, value in vars(control).items() if name not in ignored)


CONTROLS = {
    _what_it_reads(control): (f"{page}.{control.name}", control)
    for page, table in reversed(TABLES.items())
    for control in table.controls
}
CONTROLS = dict(reversed(CONTROLS.values()))
"""Every control of every page, by page and name; those that read alike once."""
