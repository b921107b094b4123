"""The views as tabs, each a question."""

from functools import partial

from gruviz.ui.controls.laboratory import VIEW_TITLES
from gruviz.ui.controls.panel import Panel
from gruviz.ui.gradient_flow.parts import part

NAME = "view"


def question_tabs(panel: Panel) -> None:
    """Draw the tabs; the digits from 1 choose one as well."""
    if panel.draws(NAME):
        views = [{"key": key, "title": title} for key, title in VIEW_TITLES.items()]
        data = {"label": panel.controls[NAME].label, "views": views, "chosen": panel.values[NAME]}
        part("tabs", data, key=panel.key("questions"), on_choice=partial(panel.set, NAME))
