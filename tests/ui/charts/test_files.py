"""Files of a chart: their names, and numbers that another program reads back."""

import io

import pandas as pd
import pytest

from gruviz.figures.drawing.chart import Chart, build
from gruviz.ui.charts.files import LONGEST, chart_html, file_name, table_csv

TABLE = {"steps": [1, 2], "∂L/∂x − norm": [2.6e-13, None]}


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({}, "gruviz_gradient_flow_decay"),
        ({"gain": "2", "cells": "rnn,gru"}, "gruviz_gradient_flow_decay_gain-2_cells-rnn,gru"),
        ({"text": "../ä <b>"}, "gruviz_gradient_flow_decay_text-..-ä-b"),
    ],
)
def test_a_name_says_the_figure_and_what_was_set(settings, name):
    assert file_name("gradient_flow_decay_0", settings) == name
    assert "/" not in file_name("x", {"text": "/" * 300})
    assert len(file_name("x", {"text": "y" * 300})) == LONGEST


def test_another_program_reads_every_number_and_the_settings():
    content = table_csv(TABLE, {"gain": "2", "text": "a b"})
    assert content.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(content))
    assert list(read) == [*TABLE, "settings"]
    assert read["∂L/∂x − norm"][0] == 2.6e-13
    assert set(read["settings"]) == {"gain=2&text=a+b"}


def test_a_page_of_its_own_is_called_by_its_finding():
    page = chart_html(Chart(build([], {}), "RNN < GRU", "So.", {"x": [0]}))
    assert "<title>RNN &lt; GRU</title>" in page
