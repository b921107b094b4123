"""The walkthrough: a lesson, predicted, run and revealed step by step; exercises for after it."""

from gruviz.ui.page import page
from gruviz.ui.walkthrough.controls import step_at, step_table
from gruviz.ui.walkthrough.exercises import exercises_view
from gruviz.ui.walkthrough.place import place_view
from gruviz.ui.walkthrough.presenter import presenter
from gruviz.ui.walkthrough.strip import top
from gruviz.ui.walkthrough.teacher import notes_box

with page("walkthrough", "", step_table()) as panel:
    step = step_at(panel.values)
    top(panel, step)
    if panel.values["view"] == "exercises":
        exercises_view(panel)
    else:
        place_view(panel, step)
        notes_box(panel, step)
        presenter(panel, step)
