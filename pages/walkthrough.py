"""The walkthrough: a lesson of 45 minutes, predicted, run and revealed step by step; exercises for after it."""

import streamlit as st

from gruviz.ui.page import page
from gruviz.ui.walkthrough.controls import step_at, step_table
from gruviz.ui.walkthrough.exercises import exercises_view
from gruviz.ui.walkthrough.lesson import load_lesson
from gruviz.ui.walkthrough.presenter import presenter
from gruviz.ui.walkthrough.teacher import notes_box, teacher_sidebar
from gruviz.ui.walkthrough.view import lesson_view

with page("walkthrough", "Walkthrough: what does a recurrent network remember?", step_table()) as panel:
    step = step_at(panel.values)
    teacher_sidebar(panel, step)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="walkthrough_top"):
        panel.draw("view", "step")
    if panel.values["view"] == "exercises":
        exercises_view(panel)
    else:
        lesson_view(panel, step)
        notes_box(panel, step)
        presenter(panel, list(load_lesson().values()), step)
