"""Inside the cell in a real browser: its arithmetic, its cursor, its keys, its valves."""

import re

import numpy as np
import pytest

from gruviz import CELLS, Experiment
from gruviz.closeup.follow import Closeup, follow
from gruviz.closeup.interventions import Interventions
from tests.browser.conftest import grave_violations, settled, slider

WINDOWS = [(1440, "light"), (390, "dark")]
"""Each width and each theme once."""
FRESH = "weights=fresh&inputs=noise&seq_len=24&hidden_size=6&seed=5&gain=2"
SMALL = f"{FRESH}&step=1"


def opened(server, visit, address=SMALL, **window):
    """The page with its component."""
    page = visit(f"{server}/inside_the_cell?{address}", charts=False, **window)
    page.wait_for_selector(".gv-diagram [data-part^=box]")
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    return page


def run(cell, text=""):
    """The same run by the engine."""
    settings = {"seq_len": 24, "hidden_size": 6, "seed": 5, "gain": 2.0, "update_bias": -2.0, "forget_bias": 1.0}
    experiment = Experiment(cells=(cell,), reference=False, seeds=1, **settings)
    return follow(Closeup(experiment, Interventions.parse(text)))


def step(page):
    return int(re.match(r"step (\d+)", page.locator(".gv-step").inner_text())[1])


def at_step(page, wanted):
    page.wait_for_function(
        "(text) => document.querySelector('.gv-step').textContent.startsWith(text)", arg=f"step {wanted} of"
    )


def cursor(page):
    """Where the cursor line stands, as a step."""
    return page.evaluate(
        """() => {
          const canvas = document.querySelector('.gv-canvas').getBoundingClientRect();
          const line = document.querySelector('.gv-cursor').getBoundingClientRect();
          return (24 * (line.left + line.width / 2 - canvas.left)) / canvas.width + 0.5;
        }"""
    )


def results(page):
    """What the lines say, by symbol or path: the numbers in place and the result."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.gv-lines li')].map((line) => [
          line.dataset.symbol ?? line.dataset.path ?? `sum ${line.dataset.sum}`,
          { terms: [...line.querySelectorAll('.gv-term:not(.gv-result)')].map((term) => Number(term.dataset.value)),
            result: Number(line.querySelector('.gv-result')?.dataset.value) },
        ]))"""
    )


def go(page, wanted):
    page.locator(".gv-player input[type=range]").fill(str(wanted))
    at_step(page, wanted)


def address_of(cell):
    return f"cell=gru&reset=after&{SMALL}" if cell == "gru_reset_after" else f"cell={cell}&{SMALL}"


WIRED = {"gru": (6, 2), "lstm": (7, 3), "rnn": (2, 0)}
"""Dots, and gaps where the input passes over the state; see tests/components/meeting_test.js."""


@pytest.mark.parametrize("cell", ["gru", "lstm", "rnn", "lstm_coupled", "mingru"])
def test_every_way_of_drawing_a_cell(server, visit, cell):
    page = opened(server, visit, address_of(cell))
    for name in check_the_names_of_the_parts(page):
        assert re.search(r"step 1(: .*(\d|∞)|: “.)", name), name
    if cell in WIRED:
        check_the_joints(page, cell)
    if cell in ("gru", "lstm"):
        check_the_numbers_in_the_equations(page, cell)
    page.get_by_text("Send the gradient back").click()
    check_the_names_of_the_parts(page)
    if cell in ("gru", "lstm"):
        check_the_paths_add_up_to_the_gradient(page, cell)


def check_the_names_of_the_parts(page):
    names = page.locator(".gv-diagram [data-part][tabindex]").evaluate_all("parts => parts.map((p) => p.ariaLabel)")
    assert 4 <= len(names) <= 14
    assert len(set(names)) == len(names)
    for name in names:
        assert not re.search(r"undefined|NaN|null", name), name
    return names


def check_the_joints(page, cell):
    """Wires that are joined have a dot and no gap."""
    drawn = page.evaluate("['.gv-joint', '.gv-halo'].map((kind) => document.querySelectorAll(kind).length)")
    assert tuple(drawn) == WIRED[cell]
    gaps = page.locator(".gv-halo").evaluate_all("halos => halos.map((halo) => halo.parentElement.dataset.part)")
    assert all(part.startswith("x-") for part in gaps)
    length = page.locator(".gv-halo").evaluate_all("halos => halos.map((halo) => halo.getTotalLength())")
    assert all(one == 20 for one in length)


def check_the_numbers_in_the_equations(page, cell):
    """They are the engine's recording."""
    recording = run(cell).flow.recording
    rng = np.random.default_rng(1)
    for t, unit in zip(rng.integers(1, 25, 4), rng.integers(0, 6, 4), strict=True):
        page.locator(".gv-field select").nth(1).select_option(str(unit))
        go(page, t)
        lines = results(page)
        assert set(lines) == {equation.symbol for equation in CELLS[cell].equations}
        for symbol, line in lines.items():
            values = recording.states[symbol][t] if symbol in recording.states else recording.gates[symbol][t - 1]
            assert line["result"] == pytest.approx(values[0, 0, unit], abs=1e-6)
        first = CELLS[cell].equations[0]
        weights, x, h = recording.weights, recording.inputs[t - 1, 0], recording.states["h"][t - 1, 0, 0]
        W, U, b = weights.input[first.block][0], weights.recurrent[first.block][0], weights.bias[first.block][0]
        true = [W[unit] @ x, U[unit] @ h, b[unit], W[unit] @ x + U[unit] @ h + b[unit]]
        assert lines[first.symbol]["terms"] == pytest.approx(true, abs=2e-5)


def check_the_paths_add_up_to_the_gradient(page, cell):
    page.locator(".gv-field select").nth(1).select_option("4")
    go(page, 9)
    flow = run(cell).flow
    lines = results(page)
    for i, state in enumerate(CELLS[cell].state_names):
        true = flow.gradients[8, 0, 0, 6 * i + 4]
        assert lines[f"sum {state}"]["result"] == pytest.approx(true, rel=1e-3)
        assert sum(lines[f"sum {state}"]["terms"]) == pytest.approx(true, rel=1e-3)


def test_a_cut_is_exactly_zero_and_said_to_be_a_cut(server, visit):
    page = opened(server, visit, f"{FRESH}&way=backward&step=9&hold=cut%409")
    line = page.locator(".gv-lines .gv-sum").inner_text()
    assert "cut here: exactly zero goes on, which is not the same as small" in line
    assert page.locator(".gv-chips li").inner_text().startswith("gradient cut at step 9")


def test_both_signs_of_z_show_one_network(server, visit):
    page = opened(server, visit, f"{FRESH}&step=7&unit=2")
    write = results(page)
    page.goto(f"{server}/inside_the_cell?{SMALL}&step=7&unit=2&z=keep")
    page.wait_for_function(
        """(before) => { const line = document.querySelector('.gv-lines li[data-symbol=z] .gv-result');
        return line && Number(line.dataset.value) !== before; }""",
        arg=write["z"]["result"],
    )
    keep = results(page)
    assert keep["z"]["result"] == pytest.approx(1 - write["z"]["result"], abs=1e-6)
    assert keep["z"]["terms"] == pytest.approx([-term for term in write["z"]["terms"]], abs=1e-6)
    assert keep["h"]["result"] == pytest.approx(write["h"]["result"], abs=1e-6)
    assert keep["n"] == write["n"]


@pytest.mark.parametrize(("width", "theme"), WINDOWS)
def test_keys_clicks_and_playing_move_one_cursor(server, visit, width, theme):
    page = opened(server, visit, f"{SMALL}&hold=z%3D0%405-10&form=heat", width=width, theme=theme)
    settled(page)
    page.locator(".gv-diagram [data-part=box-z]").focus()
    assert grave_violations(page) == {}
    page.locator(".gv-chips button").click()
    page.wait_for_function("!document.querySelector('.gv-chips li') && !document.querySelector('.gruviz-chart')")
    assert step(page) == 1
    page.locator(".gv-icon").nth(3).focus()
    for key, expected in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", 24), ("Home", 1)):
        page.keyboard.press(key)
        at_step(page, expected)
        assert cursor(page) == pytest.approx(expected, abs=0.2)
    row = page.locator(".gv-row[data-track=h] canvas")
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 11.5 / 24, box["y"] + box["height"] * 4.5 / 6)
    at_step(page, 12)
    assert page.locator(".gv-field select").nth(1).input_value() == "4"
    page.get_by_label("Speed").select_option("4")
    page.locator(".gv-diagram [data-part=x]").focus()
    page.keyboard.press(" ")
    page.wait_for_function("document.querySelector('.gv-icon[aria-label^=Pause]')")
    at_step(page, 24)
    page.wait_for_function("document.querySelector('.gv-icon[aria-label^=Play]')")
    page.get_by_text("Send the gradient back").click()
    at_step(page, 1)
    heard = page.locator(".gv-tile i").evaluate_all("bars => bars.map((bar) => parseFloat(bar.style.height))")
    true = run("gru").flow.input_norms[:, 0, 0]
    assert np.argmax(heard) == np.argmax(true)
    np.testing.assert_allclose(heard, np.maximum(24 * true / true.max(), 1), atol=0.06)
    page.wait_for_url("**way=backward**")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "document.querySelector('.gv-inside').scrollWidth <= document.querySelector('.gv-inside').clientWidth"
    )


def test_moving_the_cursor_asks_nothing_of_the_server_until_it_rests(server, visit):
    page = visit(f"{server}/_stcore/health", charts=False)  # which has no socket of its own
    frames = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda payload: frames.append(payload)))
    page.goto(f"{server}/inside_the_cell?{SMALL}")
    page.wait_for_selector(".gv-diagram [data-part^=box]")
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    page.locator(".gv-icon").nth(3).focus()
    before = len(frames)
    moved = page.evaluate(
        """() => {
          const press = () => new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true });
          for (let i = 0; i < 20; i++) document.activeElement.dispatchEvent(press());
          return document.querySelector('.gv-step').textContent;
        }"""
    )
    assert moved.startswith("step 21 of 24")
    assert len(frames) == before
    page.wait_for_url("**step=21**")
    assert len(frames) > before
    assert step(page) == 21


def test_a_link_to_a_moment_opens_it_and_other_controls_keep_it(server, visit):
    page = opened(server, visit, f"{FRESH}&step=14&unit=3&form=heat&sort=memory&pins=1")
    assert step(page) == 14
    assert page.locator(".gv-field select").nth(1).input_value() == "3"
    page.get_by_test_id("stExpandSidebarButton").click()
    slider(page, "inside_gain").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**gain=2.05**")
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    assert step(page) == 14
    for part in ("step=14", "unit=3", "form=heat", "sort=memory", "pins=1"):
        assert part in page.url


def test_a_gate_is_held_by_the_arrow_keys_and_let_go(server, visit):
    """The browser runs the cell at once; what the engine then sends is the same."""
    page = opened(server, visit, f"{FRESH}&step=5&unit=2")
    before = results(page)["z"]["result"]
    valve = page.locator(".gv-diagram [data-part=box-z]")
    valve.focus()
    assert "update gate z" in page.locator(".gv-detail").inner_text()
    for _ in range(2):
        page.keyboard.press("PageUp")
    held = round(before + 0.5, 2)
    assert float(valve.get_attribute("aria-valuenow")) == pytest.approx(held, abs=0.011)
    held = results(page)["z"]["result"]
    flow = run("gru", f"z={held}@5-24").flow
    live = results(page)["h"]["result"]
    assert live == pytest.approx(flow.recording.states["h"][5, 0, 0, 2], abs=1e-6)
    page.wait_for_selector(".gv-chips li")
    page.wait_for_url(f"**hold=z%3D{held}%405-24**")
    settled(page)
    assert (
        page.locator(".gruviz-chart")
        .get_attribute("aria-label")
        .startswith("GRU set to hold (gain 2, gate bias −2): the gradient")
    )
    assert valve.evaluate("valve => valve === document.activeElement"), "a new run takes nothing out of one's hand"
    go(page, 7)
    assert results(page)["h"]["result"] == pytest.approx(flow.recording.states["h"][7, 0, 0, 2], abs=1e-6)
    assert "held, in place of" in page.locator(".gv-lines li[data-symbol=z]").inner_text()
    valve.focus()
    page.keyboard.press("Delete")
    page.wait_for_function("!document.querySelector('.gv-chips li') && !document.querySelector('.gruviz-chart')")
    assert "hold" not in page.url


def answer(page, text):
    """Wait until the lamp says so."""
    page.wait_for_function("(text) => document.querySelector('.gv-answer').textContent === text", arg=text)


def test_the_machine_plays_when_it_opens_reads_what_is_typed_and_obeys_a_dragged_valve(server, visit):
    page = opened(server, visit, "", width=1280, height=720)
    page.add_init_script(
        """globalThis.seen = [];
        const look = () => {
          const text = document.querySelector('.gv-step')?.textContent.slice(0, 7);
          if (text && seen.at(-1) !== text) seen.push(text);
          requestAnimationFrame(look);
        };
        look();"""
    )
    page.reload()
    page.wait_for_function("seen.at(-1) === 'step 13'")
    seen = page.evaluate("seen")
    assert seen == sorted(seen)
    assert seen[0] == "step 10"
    answer(page, "Answer: ON ✓")
    assert page.url.rstrip("?").endswith("/inside_the_cell"), "nothing was touched, so the link says nothing"
    places = page.locator(".gv-machine > :not(.gv-more, .gv-guide)").evaluate_all(
        "parts => parts.map((part) => part.getBoundingClientRect().bottom)"
    )
    assert max(places) <= 720, "all of it is seen at once"
    for key, text in (("r", "OFF"), (".", "OFF"), ("S", "ON")):
        page.keyboard.press(key)
        assert page.locator(".gv-answer").inner_text() == f"Answer: {text} ✓", "in the same frame"
    page.wait_for_url("**tape=Ro.o..o.o.RSoR.S...*step=16*")
    valve = page.locator(".gv-diagram [data-part=valve-write]")
    box = valve.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.keyboard.press("o")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 150, steps=4)
    page.keyboard.press("R")
    assert page.locator(".gv-answer").inner_text() == "Answer: ON ✗", "it missed the command"
    page.mouse.up()
    page.wait_for_url("**hold=z%3D0%4017-50**")
    page.wait_for_selector(".gv-chips li")
    answer(page, "Answer: ON ✗")
    valve.dblclick()
    page.wait_for_function("!document.querySelector('.gv-chips li')")
    answer(page, "Answer: OFF ✓")
    page.get_by_role("button", name="Erase").click()
    page.wait_for_function("!location.search.includes('tape')")


def test_a_chip_takes_away_its_own_intervention(server, visit):
    """Also where another one, which the link has but the run is too short for, stands before it."""
    page = opened(server, visit, "weights=fresh&inputs=noise&seq_len=40&hold=reset%4045%3Bcut%4020&step=3")
    for button in (0, 0, 1):
        page.locator(".gv-here button").nth(button).click()
    page.wait_for_function("document.querySelectorAll('.gv-chips li').length === 3")
    for left in (2, 1):
        page.locator(".gv-chips button").last.click()
        page.wait_for_function("(left) => document.querySelectorAll('.gv-chips li').length === left", arg=left)
    assert page.locator(".gv-chips li").all_inner_texts() == ["gradient cut at step 20\n×"]
    page.locator(".gv-chips button").click()
    page.wait_for_function("!document.querySelector('.gv-chips li')")
    page.wait_for_url("**hold=reset%4045*")


def test_while_it_plays_numbers_bars_and_valves_stand_on_whole_steps(server, visit):
    page = opened(server, visit, f"{SMALL}&unit=2")
    page.get_by_label("Speed").select_option("4")
    check_whole_steps_while_it_plays(page, start=1)
    page.get_by_text("Send the gradient back").click()
    check_whole_steps_while_it_plays(page, start=24)
    page.emulate_media(reduced_motion="reduce")
    check_the_cursor_jumps(page, start=24)


def check_whole_steps_while_it_plays(page, start):
    """Whatever is drawn in any frame is what is drawn when one goes to one of the steps by hand."""
    picture = """() => [...document.querySelectorAll('.gv-diagram')].map((host) => [
      document.querySelector('.gv-step').textContent.match(/step (\\d+)/)[1],
      ...[...host.querySelectorAll('.gv-number')].map((text) => text.textContent),
      ...[...host.querySelectorAll('.gv-level')].map((bar) => bar.getAttribute('height')),
      ...[...host.querySelectorAll('.gv-flap')].map((flap) => flap.getAttribute('transform')),
      ...[...host.querySelectorAll('.gv-wire')].map((line) => line.style.strokeWidth)].join(' '))[0]"""
    still = set()
    for step in range(1, 25):
        go(page, step)
        still.add(page.evaluate(picture))
    assert len(still) == 24
    go(page, start)
    seen, phases = page.evaluate(
        f"""() => new Promise((done) => {{
          const picture = {picture};
          const seen = new Set(), phases = new Set();
          document.querySelector('.gv-icon[aria-label^=Play]').click();
          const look = () => {{
            seen.add(picture());
            phases.add(document.querySelector('.gv-diagram svg').style.getPropertyValue('--gv-phase'));
            const isPlaying = document.querySelector('.gv-icon[aria-label^=Pause]');
            if (isPlaying) requestAnimationFrame(look);
            else done([[...seen], [...phases]]);
          }};
          requestAnimationFrame(look);
        }})"""
    )
    assert set(seen) <= still
    assert len(seen) > 3
    assert any(float(phase) % 24 for phase in phases), "the flow moves between the steps"


def check_the_cursor_jumps(page, start):
    """Whoever prefers no motion sees whole steps only."""
    go(page, start)
    seen = page.evaluate(
        """() => new Promise((done) => {
          const line = document.querySelector('.gv-cursor'), seen = new Set();
          new MutationObserver(() => seen.add(line.style.transform)).observe(line, { attributes: true });
          document.querySelector('.gv-icon[aria-label^=Play]').click();
          const look = () => (seen.size >= 4 ? done([...seen]) : requestAnimationFrame(look));
          look();
        })"""
    )
    width = page.evaluate("document.querySelector('.gv-canvas').getBoundingClientRect().width")
    places = np.array([float(re.search(r"[\d.]+", transform)[0]) for transform in seen])
    steps = np.diff(np.sort(places)) * 24 / width
    np.testing.assert_allclose(steps, np.round(steps), atol=0.02)


def test_a_signal_is_drawn_by_pointer_and_by_keyboard(server, visit):
    page = opened(server, visit, "weights=fresh&inputs=drawn&seq_len=10&hidden_size=4")
    pad = page.locator(".st-key-inside_pad [role=slider]")
    box = pad.bounding_box()
    pad.hover(position={"x": 12, "y": box["height"] / 2})
    page.mouse.down()
    pad.hover(position={"x": box["width"] - 12, "y": 4})
    page.mouse.up()
    page.wait_for_url(re.compile(r"drawn=-?[0-3]\.\d+\.\d+.*\.9\d"))
    pad.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert pad.get_attribute("aria-valuetext").startswith("step 9 of 10: ")
    drawn = float(pad.get_attribute("aria-valuetext").split(": ")[1])
    page.wait_for_url(re.compile(rf"drawn=([-\d]+\.){{8}}{round(100 * drawn)}\.\d+"))
