"""The tables of all pages: names, presets, rows for other pages."""

import pytest

from gruviz.ui.controls.kinds import Number, Slider
from gruviz.ui.controls.table import Table
from tests.ui.tables import TABLES

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
STEPS = Slider(name="steps", label="Steps", help="How many.", default=3, low=1, high=9, step=1)
SEED = Number(name="seed", label="Seed", help="Of all randomness.", default=0, low=0, high=99)
SMALL = Table("small", (STEPS, SEED), {"Plain": {}, "Long": {"steps": 9}}, excluded=("seed",))


@every_table
def test_names_are_unique_and_not_reserved(table):
    names = [control.name for control in table.controls]
    assert len(set(names)) == len(names)
    assert not {"hide", "preset", "store", "embed", "embed_options"} & set(names)
    assert set(table.excluded) <= set(names)


@every_table
def test_presets_set_values_that_their_controls_accept(table):
    for preset in table.presets.values():
        assert not preset.keys() & set(table.excluded) - {"seed"}, "one may need a seed of its own"
        for name, value in preset.items():
            control = table.by_name[name]
            assert control.parse(control.encode(value)) == value
    assert bool(table.presets) == bool(table.preset_help)


def test_a_preset_sets_all_that_it_does_not_leave_alone():
    assert SMALL.defaults == {"steps": 3, "seed": 0}
    assert SMALL.preset("Plain") == {"steps": 3}
    assert SMALL.preset("Long") == {"steps": 9}


def test_a_row_for_another_page_differs_where_it_says_so():
    row = SMALL.row("steps", high=20)
    assert (row.high, row.low, row.label) == (20, 1, "Steps")
    assert SMALL.by_name["steps"].high == 9
