"""What an address says wrongly is reported by name and replaced by the default, on every page."""

import pytest

from gruviz.ui.compare.controls import Name
from gruviz.ui.controls.address import HIDE, read_query, write_query
from gruviz.ui.controls.kinds import Choice, Choices, Number, Slider, Text, Toggle
from gruviz.ui.inside.control_kinds import Drawing, Pins, Plan, Tape, Unit
from gruviz.ui.markdown import literal
from gruviz.ui.trainability.controls import SquareControl
from gruviz.ui.walkthrough.kinds import Keys, Predictions
from tests.hostile import NUMBERS, STRINGS, check_message
from tests.pages.visit import drawn, opened, pictures, plain, query, values
from tests.ui.tables import CONTROLS, TABLES

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def wrong_for(control):
    """What a link may say of a control, and the control cannot mean; and what is allowed, in words."""
    match control:
        case Slider() | Number():
            whole = isinstance(control, Number) or isinstance(control.step, int)
            allowed = f"{'a whole number' if whole else 'a number'} from {control.low:g} to "
            allowed += f"{control.high:,}" if isinstance(control, Number) else f"{control.high:g}"
            allowed = allowed.replace("-", "−")
            low, high = f"{control.low - 1:.15g}", f"{control.high + 1:.15g}"
            return [*STRINGS, *NUMBERS, low, high, *(["1.5"] if whole else [])], allowed
        case Choice():
            wrong = [*STRINGS, "", "rnn'; DROP TABLE runs; --", f"{control.default} "]
            return [raw for raw in wrong if raw not in control.options], (
                control.takes if len(control.options) > 20 else ", ".join(control.options.values())
            )
        case Choices() | Keys():
            return [*STRINGS, f"{next(iter(control.options))},transformer"], " of "
        case Toggle():
            return [*STRINGS, *NUMBERS, "yes"], "1 for on or 0 for off"
        case Name():
            return ["x" * (control.limit + 1), "a:b", "GRU"], f"at most {control.limit} letters"
        case Text():
            return ["x" * (control.limit + 1)], f"at most {control.limit:,} characters"
        case Unit():
            return [*STRINGS, *NUMBERS, "256", "-1"], "a whole number from 0 to 255"
        case Pins():
            return [*STRINGS, "1,x", "256", "1,2,3,4"], ""
        case Plan():
            return [*STRINGS, "z=5", "hold", "cut@"], "such as z=0@10-20"
        case Tape():
            return ["S" * (control.longest + 1)], f"at most {control.longest} symbols"
        case Drawing():
            return [*STRINGS, "1", "1.x", "101.0", ".".join(["1"] * 101)], "from "
        case Predictions():
            return [*STRINGS, "chain", "chain:much", "chain:-1", "nowhere:1"], "questions with a number each"
        case SquareControl():
            return [*STRINGS, "1", "1,2,3", "nan,1", "1,1e9"], "two numbers with a comma between them"
    raise AssertionError(f"{type(control).__name__} has no wrong values here: add some")


@pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
def test_a_wrong_value_is_reported_and_replaced(control):
    raws, allowed = wrong_for(control)
    for raw in raws:
        found, problems = read_query([control], {control.name: raw})
        kept = [next(iter(control.options))] if isinstance(control, Keys) and "transformer" in raw else control.default
        assert found == {control.name: kept}, raw
        [problem] = problems
        assert problem.startswith(f"This link sets “{control.label}” to “{raw[:39].strip()}"), problem
        assert allowed in problem, problem
        instead = "The rest of it was taken." if isinstance(control, Keys) else "The usual value was taken."
        assert problem.endswith(f" {instead}")
        check_message(literal(problem))
        assert plain(literal(problem)) == " ".join(problem.split())


@every_table
@pytest.mark.parametrize("name", ["bogus", "![x](https://evil.example/x.png)", "x" * 5000, ""])
def test_an_unknown_name_is_reported_and_ignored(table, name):
    found, [problem] = read_query(table.controls, {name: "1"})
    assert found == table.defaults
    assert problem.startswith(f"This link has a setting that GRUViz does not know (“{name[:39]}")
    assert problem.endswith("It was ignored.")
    check_message(literal(problem))


@every_table
def test_every_fault_is_reported_and_the_rest_stays(table):
    wrong, right = table.controls[0], next(c for c in table.controls[1:] if isinstance(c, (Slider, Number)))
    address = {wrong.name: "![x]", "bogus": "1", right.name: right.encode(right.high)}
    found, problems = read_query(table.controls, address)
    assert len(problems) == 2
    assert "“bogus”" in problems[0]
    assert f"“{wrong.label}”" in problems[1]
    assert found == table.defaults | {right.name: right.high}
    assert write_query(table.controls, found) == {right.name: right.encode(right.high)}


PAGES = {name: table for name, table in TABLES.items() if "walkthrough" not in name}
WITHOUT_CHART = ("home", "train", "trainability", "inside_the_cell", "applications", "walkthrough")
"""As they open."""
PAGES["walkthrough"] = next(table for name, table in TABLES.items() if "walkthrough" in name)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_its_link_says_wrongly_and_opens(page):
    table = PAGES[page]
    wrong = {table.controls[0].name: "<script>alert(1)</script>", "![x](https://evil.example/x.png)": "1"}
    opened_page = opened(page, **wrong, **{HIDE: "everything"})
    assert not opened_page.exception
    assert not opened_page.error
    [warning] = opened_page.warning
    for quoted in ("everything", "evil.example", "<script>", table.controls[0].label):
        assert quoted in plain(warning.value)
    check_message(warning.value)
    assert values(opened_page, table) == table.defaults
    assert query(opened_page) == {}
    if page not in WITHOUT_CHART:
        assert drawn(opened_page)
    assert pictures(opened_page) or page in WITHOUT_CHART
    opened_page.button(key=f"{table.page}_close_problems").click().run()
    assert not opened_page.warning
