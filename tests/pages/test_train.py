"""The training page: from the link to a finished run, alone and with others who watch the same one."""

import subprocess
import sys
import time

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gruviz.engine.cells import OWN, VARIANTS
from gruviz.figures.drawing.theme import CELL_COLORS
from gruviz.jobs.server_runs import trainings
from gruviz.tasks import TASKS
from gruviz.training.history import histories, learner_label
from gruviz.ui.train.controls import CONTROLS, KEEP, LEARNERS, MORE, PRESETS, config_from
from tests.pages.visit import _opened, drawn, pictures, plain, query
from tests.test_architecture import ROOT

CONTROL = {control.name: control for control in CONTROLS}
DEFAULTS = {control.name: control.default for control in CONTROLS}
TINY = {"steps": "50", "seeds": "1", "learners": "gru", "length": "10"}
LONG = {"steps": "2000", "seeds": "1", "learners": "gru"}
PATIENCE = 300
"""Seconds after which a condition counts as never met."""


@pytest.fixture(scope="module", autouse=True)
def _own_pool():
    yield
    trainings().close()
    trainings.cache_clear()


def train(**query):
    """The page, opened by a link."""
    return _opened(AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).switch_page("pages/train.py"), query)


def key(name):
    return f"train_{name}"


def values(page):
    return dict(page.session_state["train_visit"].values)


def click(page, name):
    page.button(key=key(name)).click().run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def has(page, name):
    return any(button.key == key(name) for button in page.button)


def until(page, condition):
    """Look again and again, as the page itself does every second."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"never met: {words(page)}"
        page.run()
        assert not page.exception, [error.message for error in page.exception]


def words(page):
    """What the progress bar says."""
    return "".join(bar.proto.text for bar in page.get("progress"))


def job(page):
    """The run that the page watches, without watching it."""
    return trainings().find(page.session_state["train_runs"][config_from(values(page))])


def finished(page):
    until(page, lambda: words(page).startswith("Finished"))
    return page


def running(page):
    """Until there is a run under way with something to see."""
    until(page, lambda: words(page).startswith("Update"))
    return page


def titles(page):
    return [heading.value for heading in page.header]


def test_the_page_opens_with_its_task_and_a_start():
    page = train()
    assert not page.exception
    assert not page.warning
    assert query(page) == {}
    assert values(page) == DEFAULTS
    assert page.button(key=key("start")).label == "Start"
    assert TASKS["adding"].text in [text.value for text in page.markdown]
    assert page.button_group(key=key("guess")).options[-1] == "Nobody"
    assert not pictures(page)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_makes_a_valid_configuration(preset):
    page = train(seed="7", hidden_size="8", clip="off")
    page.button_group(key=key("preset")).set_value(preset).run()
    assert not page.exception
    assert not page.error
    assert values(page) == DEFAULTS | {"seed": 7} | PRESETS[preset]
    assert page.button_group(key=key("preset")).value == preset
    config = config_from(values(page))
    assert len(config.learners) == len(values(page)["learners"] + values(page)["more"])
    assert page.button(key=key("start")).label == "Start"
    assert TASKS[config.task].text in [text.value for text in page.markdown]
    again = train(**query(page))
    assert values(again) == values(page)


def test_keep_names_controls():
    assert set(KEEP) <= CONTROL.keys()


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("length", ["10", "200"])
def test_every_task_takes_every_length_of_the_slider(task, length):
    page = train(task=task, length=length, learners="gru")
    assert not page.exception
    assert not page.error
    low, high = TASKS[task].lengths
    assert low <= config_from(values(page)).length <= high
    assert page.button(key=key("start")).label == "Start"


def test_every_learner_has_its_own_settings():
    config = config_from(DEFAULTS | {"learners": list(LEARNERS), "rate_gru": "0.003"})
    assert len(set(config.learners)) == len(LEARNERS)
    assert {one.learning_rate for one in config.learners if one.cell == "gru"} == {0.003}
    assert {one.learning_rate for one in config.learners if one.cell != "gru"} == {0.01}


def test_every_variant_can_learn_and_all_but_the_first_three_cells_share_a_rate():
    given = DEFAULTS | {"rate_gru": "0.001", "rate_more": "0.003", "own_update": "coupled"}
    offered = []
    for chosen in ([*MORE][:12], [*MORE][12:]):
        offered += config_from(given | {"learners": [], "more": chosen}).learners
    assert len(set(offered)) == len(MORE)
    assert {learner.cell for learner in offered} == {"gru_reset_after", *VARIANTS, "own_before_coupled_tanh"}
    assert {learner.learning_rate for learner in offered} == {0.003}
    assert len({learner_label(learner, 50) for learner in offered}) == len(MORE)
    [gru] = config_from(given | {"learners": ["gru"]}).learners
    assert gru.learning_rate == 0.001
    shown = {group.key for group in train(learners="gru", more="mgu,own").button_group}
    assert {key("rate_gru"), key("rate_more"), key("own_reset")} <= shown
    assert not {key("rate_more"), key("own_reset")} & {group.key for group in train(learners="gru").button_group}


def test_ones_own_cell_trains_and_its_weights_are_saved():
    page = train(**TINY | {"learners": "rnn", "more": "own,mingru", "own_reset": "none", "own_update": "input"})
    assert any("parameters with 2 inputs and 32 hidden units" in text.value for text in page.markdown)
    finished(click(page, "start"))
    labels = ["RNN (default)", "Own cell none/input/tanh (default)", "minGRU (default)"]
    learned = histories(job(page).config, job(page).events)
    assert [history.label for history in learned] == labels
    highway, learning, profile, _ = drawn(page)
    for history in learned:
        assert np.isfinite(history.loss).all()
        np.testing.assert_allclose(learning.curves[history.label], history.loss[:, 0])
        np.testing.assert_allclose(profile.curves[history.label], history.ratio[-1])
    colors = {trace["name"]: trace["line"]["color"] for trace in profile.figure["data"]}
    assert colors[labels[1]] == CELL_COLORS[OWN]
    assert len(highway.figure["data"]) == 3
    page.session_state[key("files")] = True
    page.run()
    assert not page.exception
    assert f"Weights, {labels[1]}" in {button.label for button in page.get("download_button")}


def test_nobody_who_learns_is_a_clear_message():
    page = train()
    page.button_group(key=key("learners")).set_value([]).run()
    assert not page.exception
    [error] = page.error
    assert plain(error.value) == "learners = '0 of them' is not possible: from 1 to 12."
    assert not has(page, "start")
    page.button_group(key=key("learners")).set_value(["gru"]).run()
    assert not page.error
    assert has(page, "start")


def test_a_learning_rate_is_asked_for_cells_that_learn_only():
    page = train(learners="gru_chrono,lstm")
    keys = {group.key for group in page.button_group}
    assert {key("rate_gru"), key("rate_lstm")} <= keys
    assert key("rate_rnn") not in keys
    assert key("guess") in keys
    assert key("guess") not in {group.key for group in train(learners="gru").button_group}


@pytest.mark.parametrize(
    ("name", "raw", "value", "allowed"),
    [
        ("bogus", "1", "setting = 'bogus'", "one of task, length"),
        ("task", "<img src=x onerror=alert(1)>", "task = '<img", "choose one of adding"),
        ("learners", "gru,transformer", "learners = 'transformer'", "choose one of rnn, rnn_orthogonal"),
        ("length", "5", "length = 5", "a whole number from 10 to 200"),
        ("length", "NaN", "length = 'NaN'", "a whole number from 10 to 200"),
        ("steps", "1e9", "steps = 1000000000", "a whole number from 50 to 2000"),
        ("steps", "9" * 5000, "steps = ", "a whole number from 50 to 2000"),
        ("seeds", "0", "seeds = 0", "a whole number from 1 to 10"),
        ("hidden_size", "4096", "hidden_size = 4096", "a whole number from 8 to 64"),
        ("rate_gru", "1e9", "rate_gru = '1e9'", "choose one of 0.001"),
        ("clip", "![x](https://evil.example/x.png)", "clip = '![x]", "choose one of off"),
        ("truncation", "0", "truncation = '0'", "choose one of never"),
        ("seed", "-1", "seed = '-1'", "a whole number from 0 to 2147483647"),
        ("hide", "start", "hide = 'start'", "one of task, length"),
    ],
)
def test_what_a_link_says_wrongly_is_reported_and_replaced(name, raw, value, allowed):
    page = train(**{name: raw})
    assert not page.exception
    [warning] = page.warning
    assert value in plain(warning.value)
    assert allowed in plain(warning.value)
    assert len(warning.value) < 1000
    assert values(page) == DEFAULTS
    assert query(page) == {}
    assert has(page, "start")


@pytest.mark.parametrize("number", ["11", "57", "199"])
def test_a_number_between_the_steps_of_its_slider_still_opens(number):
    page = train(length=number, steps=number if int(number) >= 50 else "51", learners="gru")
    assert not page.exception
    assert config_from(values(page)).length == int(number)


def test_hidden_controls_keep_the_value_of_the_link():
    page = train(hide="length,learners,task", length="20", learners="lstm")
    assert not page.exception
    shown = {element.key for element in (*page.slider, *page.button_group, *page.selectbox)}
    assert not {key("length"), key("learners"), key("task")} & shown
    assert key("steps") in shown
    page.slider(key=key("steps")).set_value(100).run()
    assert values(page) == DEFAULTS | {"length": 20, "learners": ["lstm"], "steps": 100}
    assert query(page)["hide"] == "length,learners,task"


WITHOUT_TORCH = """
import sys
from tests.pages.test_train import TINY, click, finished, train
from gruviz.jobs.server_runs import trainings
page = train(**TINY)
assert "torch" not in sys.modules, "the page loads torch"
finished(click(page, "start"))
page.session_state["train_files"] = True
page.run()
assert not page.exception
assert "torch" not in sys.modules, "watching a run loads torch"
trainings().close()
print("without torch")
"""


def test_the_server_never_loads_torch():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.stdout.strip().endswith("without torch"), done.stderr


def test_a_run_from_start_to_the_end_and_through_its_replay():
    page = click(train(**TINY), "start")
    assert not has(page, "start")
    finished(page)
    highway, learning, profile, gates = drawn(page)
    [learned] = histories(job(page).config, job(page).events)
    assert learned.steps.tolist() == [0, 10, 20, 30, 40, 50]
    np.testing.assert_allclose(learning.curves["GRU (default)"], learned.loss[:, 0])
    np.testing.assert_allclose(profile.curves["GRU (default)"], learned.ratio[-1])
    assert "After 50 updates" in titles(page)[2]
    assert any("GRU \\(default\\)" in text.value and "fold since the start" in text.value for text in page.markdown)
    for name in ("pause", "step", "stop"):
        assert page.button(key=key(name)).disabled

    page.slider(key=key("replay")).set_value(20).run()
    moved = drawn(page)
    assert moved[:2] == [highway, learning]
    np.testing.assert_allclose(moved[2].curves["GRU (default)"], learned.ratio[2])
    np.testing.assert_allclose(moved[3].curves["z"], learned.gates["z"][2])
    assert moved[2:] != [profile, gates]
    assert titles(page)[2] == "After 20 updates"
    page.slider(key=key("replay")).set_value(50).run()
    assert drawn(page) == [highway, learning, profile, gates]

    page.session_state[key("files")] = True
    page.run()
    labels = {button.label for button in page.get("download_button")}
    assert {"Weights, GRU (default)", "Python script"} <= labels

    click(page, "reset")
    assert not pictures(page)
    assert page.button(key=key("start")).label == "Watch", "the server still has it"
    click(page, "start")
    assert words(page).startswith("Finished: 50 updates")
    assert drawn(page) == [highway, learning, profile, gates]
    other = train(**TINY)
    assert other.button(key=key("start")).label == "Watch"
    assert "finished" in " ".join(note.value for note in other.caption)
    assert drawn(click(other, "start")) == [highway, learning, profile, gates]


@pytest.mark.parametrize("guess", ["GRU (default)", "Nobody", None])
def test_a_guess_is_held_against_the_run(guess):
    page = train(**TINY | {"learners": "rnn,gru", "seed": "1"})
    if guess:
        page.button_group(key=key("guess")).set_value(guess).run()
    finished(click(page, "start"))
    drawn(page)
    answers = [plain(info.value) for info in page.info]
    if guess is None:
        assert not answers
        return
    learned = histories(job(page).config, job(page).events)
    first = min(learned, key=lambda history: history.first_solved)
    winner = first.label if np.isfinite(first.first_solved) else "Nobody"
    [answer] = answers
    assert answer.startswith(winner)
    assert answer.endswith("as you guessed." if guess == winner else f"you guessed {guess}.")


def test_a_gradient_that_is_cut_is_called_exactly_zero():
    page = finished(click(train(**TINY | {"truncation": "5"}), "start"))
    drawn(page)
    [sentence] = [text.value for text in page.markdown if text.value.startswith("**GRU")]
    assert "the gradient 10 steps back is exactly zero" in sentence


def test_another_run_of_the_session_can_be_drawn_beside_this_one():
    page = finished(click(train(**TINY | {"seed": "2"}), "start"))
    alone = drawn(page)
    page.number_input(key=key("seed")).set_value(3).run()
    assert not pictures(page), "other settings are another run"
    finished(click(page, "start"))
    page.selectbox(key=key("compare")).set_value("seed 2").run()
    both = drawn(page)
    assert list(both[2].curves) == ["GRU (default)", "GRU (default) · seed 2"]
    np.testing.assert_array_equal(both[2].curves["GRU (default) · seed 2"], alone[2].curves["GRU (default)"])
    page.number_input(key=key("seed")).set_value(2).run()
    assert drawn(page) == alone, "a run of this session is there again with its settings"


def test_settings_changed_during_a_run_offer_a_new_one_and_changed_back_the_old():
    page = running(click(train(**LONG, seed="4"), "start"))
    page.number_input(key=key("seed")).set_value(5).run()
    assert page.button(key=key("start")).label == "Start"
    page.number_input(key=key("seed")).set_value(4).run()
    running(page)
    click(page, "stop")


def test_pause_step_resume_and_stop_of_ones_own_run():
    page = running(click(train(**LONG, seed="6"), "start"))
    click(page, "pause")
    assert words(page).startswith("Paused after update")
    assert page.button(key=key("pause")).label == "Resume"
    count, before = job(page).total_events, pictures(page)
    page.run()
    assert (job(page).total_events, pictures(page)) == (count, before)
    click(page, "step")
    until(page, lambda: job(page).total_events == count + 1)
    page.run()
    assert pictures(page) != before
    click(page, "pause")
    assert page.button(key=key("pause")).label == "Pause"
    until(page, lambda: job(page).total_events > count + 1)
    click(page, "stop")
    assert job(page).status == "cancelled"
    assert words(page) == f"Stopped after {job(page).events[-1].step} updates."
    drawn(page)
    assert page.slider(key=key("replay")).max == max(event.step for event in job(page).events)
    page.slider(key=key("replay")).set_value(0).run()
    drawn(page)
    assert titles(page)[2] == "After 0 updates"
    click(page, "reset")
    assert page.button(key=key("start")).label == "Start", "a run that was stopped is not offered again"


def test_two_who_share_a_run():
    one = running(click(train(**LONG, seed="8"), "start"))
    two = train(**LONG, seed="8")
    assert two.button(key=key("start")).label == "Watch"
    assert "running" in " ".join(note.value for note in two.caption)
    running(click(two, "start"))
    assert job(two).key == job(one).key
    one.run()
    assert words(one).endswith("2 are watching.")

    click(one, "pause")
    assert words(one).startswith("Frozen here after update")
    assert one.button(key=key("pause")).label == "Resume"
    still, count = pictures(one), job(one).total_events
    until(two, lambda: job(two).total_events > count + 1)
    two.run()
    one.run()
    assert pictures(one) == still
    assert pictures(two) != still
    assert job(two).status == "running"
    click(one, "pause")
    assert words(one).startswith("Update")
    assert pictures(one) != still

    click(one, "stop")
    assert job(two).status == "running", "leaving does not end it for others"
    assert one.button(key=key("start")).label == "Watch"
    click(two, "stop")
    assert job(two).status == "cancelled"


def test_a_frozen_page_outlives_the_end_of_the_run():
    one, two = (running(click(train(**LONG, seed="9"), "start")) for _ in range(2))
    click(one, "pause")
    still = pictures(one)
    for page in (one, two):
        trainings().stop(job(one).key, page.session_state["viewer"])
    assert job(one).status == "cancelled"
    one.run()
    assert not one.exception
    assert pictures(one) == still
    click(one, "pause")
    assert words(one).startswith("Stopped after")
    drawn(one)


def test_a_run_of_ones_own_that_someone_joins_goes_on():
    one = running(click(train(**LONG, seed="10"), "start"))
    click(one, "pause")
    assert job(one).status == "paused"
    two = click(train(**LONG, seed="10"), "start")
    assert job(two).status == "running"
    one.run()
    assert words(one).startswith("Update")
    for page in (one, two):
        click(page, "stop")


def test_a_run_that_the_server_has_forgotten_is_offered_anew():
    page = train(**TINY)
    page.session_state["train_runs"] = {config_from(values(page)): "gone"}
    page.run()
    assert not page.exception
    assert has(page, "start")
    page = running(click(train(**LONG, seed="11"), "start"))
    trainings().stop(job(page).key, page.session_state["viewer"])
    page.session_state["train_runs"] = {config_from(values(page)): "gone"}
    click(page, "stop")
    assert page.button(key=key("start")).label == "Start"


def test_what_is_started_is_what_the_controls_say_at_that_moment():
    page = train(task="first_symbol", learners="gru", steps="50")
    page.slider(key=key("steps")).set_value(100)
    click(page, "start")
    assert job(page).config.steps == 100
    assert has(page, "stop"), "the page watches this very run"
    click(page, "stop")
