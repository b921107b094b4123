"""Every control of every page writes addresses that it reads back, and reads nothing else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.ui.compare.controls import Name
from gruviz.ui.controls.kinds import LINK_LIMIT, Choice, Choices, Control, Number, Slider, Text, Toggle
from gruviz.ui.controls.laboratory import TABLE
from gruviz.ui.inside.control_kinds import LARGEST, PINS, POINTS, Drawing, Pins, Plan, Tape, Unit
from gruviz.ui.trainability.controls import SquareControl
from gruviz.ui.walkthrough.kinds import Keys, Predictions
from gruviz.validation import GruvizError
from tests.ui.tables import CONTROLS

every_control = pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
UNITS = st.integers(0, LARGEST - 1)
INTERVENTIONS = st.sampled_from(("z=0@1-5", "r=0.25@3-9:1,2", "reset@4", "cut@20", "cut@7"))


def values_of(control):
    """Every value that its widget, or the part of the page that sets it, can give."""
    match control:
        case Slider():
            count = round((control.high - control.low) / control.step)
            return st.integers(0, count).map(lambda k: control.low + k * control.step)
        case Choice():
            return st.sampled_from(list(control.options))
        case Choices() | Keys():
            return st.lists(st.sampled_from(list(control.options)), unique=True)
        case Toggle():
            return st.booleans()
        case Number():
            return st.integers(control.low, control.high)
        case Name():
            return st.text("Ab1 -", max_size=control.limit).map(control.tidy)
        case Text():
            return st.text(max_size=min(control.limit, LINK_LIMIT))
        case Unit():
            return st.sampled_from(("auto", None)) | UNITS
        case Pins():
            return st.lists(UNITS, unique=True, max_size=PINS)
        case Plan():
            return st.lists(INTERVENTIONS, unique=True, max_size=4).map(";".join)
        case Tape():
            return st.text("SR·∘", max_size=control.longest)
        case Drawing():
            return st.lists(st.integers(-100, 100), min_size=2, max_size=POINTS).map(lambda p: ".".join(map(str, p)))
        case Predictions():
            return st.dictionaries(
                st.sampled_from(control.options), st.floats(0, 1e40).map(lambda x: float(f"{x:.15g}"))
            )
        case SquareControl():
            value = st.floats(-100, 100).map(lambda x: float(f"{x:.15g}"))
            return st.none() | st.tuples(value, value)
    raise AssertionError(f"{type(control).__name__} has no strategy here: add one")


@every_control
def test_a_value_survives_the_address(control):
    @given(values_of(control))
    def survives(value):
        encoded = control.encode(value)
        assert isinstance(encoded, str)
        parsed = control.parse(encoded)
        assert parsed == control.tidy(value)
        assert type(parsed) is type(control.tidy(value))
        assert control.encode(parsed) == control.encode(control.tidy(value))
        if isinstance(control, Slider):
            assert math.isclose(parsed, value, abs_tol=1e-8)

    survives()


@every_control
def test_the_default_is_a_value_of_its_own(control):
    assert control.parse(control.encode(control.default)) == control.default
    assert control.tidy(control.default) == control.default
    assert control.label.strip()
    assert control.help.endswith((".", ")"))


@given(st.text() | st.floats().map(str) | st.integers().map(str) | st.just("9" * 5000))
def test_any_text_is_read_or_refused_by_name(raw):
    for name, control in CONTROLS.items():
        try:
            value = control.parse(raw)
        except GruvizError as error:
            assert error.field in (control.name, control.label.lower()), name
            assert len(str(error)) < 600, name
        else:
            encoded = control.encode(value)
            assert len(raw) > LINK_LIMIT if encoded is None else control.parse(encoded) == value, name


@pytest.mark.parametrize(
    "raw", ["", "x", "nan", "inf", "-inf", "1e999", "9" * 400, "1,5", "0x10", "5; DROP TABLE runs"]
)
@pytest.mark.parametrize("name", ["seq_len", "gain"])
def test_what_is_no_number_of_the_range_is_refused(name, raw):
    control = TABLE.by_name[name]
    with pytest.raises(GruvizError, match=f"^{name} = ") as caught:
        control.parse(raw)
    assert f"from {control.low:g} to {control.high:g}" in caught.value.allowed


@pytest.mark.parametrize(("typed", "shown"), [(601, 600), (0, 1), (-3, 1), (7, 7), (None, 5)])
def test_a_number_beyond_the_ends_becomes_the_nearest_and_none_the_default(typed, shown):
    number = Number(name="clip", label="Clip", help="Which.", default=5, low=1, high=600)
    assert number.tidy(typed) == shown


def test_half_a_step_is_no_step():
    length = TABLE.by_name["seq_len"]
    with pytest.raises(GruvizError, match=r"seq_len = '50\.5' is not possible: a whole number from 5 to 500"):
        length.parse("50.5")
    assert length.parse("50.0") == 50


def test_choices_come_in_one_order_once():
    cells = TABLE.by_name["cells"]
    assert cells.parse("gru,rnn,gru,,") == ["rnn", "gru"]
    assert cells.tidy(["lstm", "rnn"]) == ["rnn", "lstm"]


def test_a_long_text_does_not_go_into_an_address():
    text = TABLE.by_name["text"]
    assert text.encode("a" * LINK_LIMIT) == "a" * LINK_LIMIT
    assert text.encode("a" * (LINK_LIMIT + 1)) is None


def test_a_control_that_is_set_elsewhere_has_no_widget():
    for control in CONTROLS.values():
        has_widget = type(control).widget is not Control.widget
        assert has_widget or control.elsewhere


def test_a_slider_stops_where_a_link_can_lead():
    for control in CONTROLS.values():
        if isinstance(control, Slider):
            assert control.stops[0] == control.low
            assert control.high - control.step < control.stops[-1] <= control.high
            assert all(control.parse(control.encode(stop)) == stop for stop in control.stops)
            assert control.format.count("{}") == 1
    assert TABLE.by_name["gain"].stops[3] == 0.15
    assert len(TABLE.by_name["gain"].stops) == 81
