"""The training page: from the link to a finished run, alone and with others who watch the same one."""

import os
from functools import partial

import numpy as np
import pytest

from gruviz.engine.cells import LINEAR, OWN, VARIANTS
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.server_runs import trainings
from gruviz.tasks import TASKS
from gruviz.training.fresh import fresh_histories
from gruviz.training.history import histories, learner_label
from gruviz.training.recorded import recorded_trainings
from gruviz.training.trace import heard_steps
from gruviz.ui.controls.address import write_query
from gruviz.ui.train.controls import TABLE, config_from
from gruviz.ui.train.learners import MORE
from tests.exported import printed
from tests.pages import visit
from tests.pages.visit import (
    click,
    components,
    drawn,
    finished,
    headlines,
    opened,
    pictures,
    plain,
    progress,
    query,
    slider,
    sliders,
    until,
)

DEFAULTS = TABLE.defaults
TINY = {"steps": "50", "seeds": "1", "learners": "gru", "length": "10"}
LONG = {"steps": "2000", "seeds": "1", "learners": "gru"}
train = partial(opened, "train")
values = partial(visit.values, table=TABLE)


@pytest.fixture(scope="module", autouse=True)
def _own_pool():
    trainings()._away = 600.0  # pages of these tests ask when they are run, not every second
    yield
    trainings().close()
    trainings.cache_clear()


def key(name):
    return f"train_{name}"


def has(page, name):
    return any(button.key == key(name) for button in page.button)


def job(page):
    """The run that the page watches, without watching it."""
    return trainings().find(page.session_state["train_runs"][config_from(values(page))])


def running(page):
    """Until there is a run under way with something to see."""
    until(page, lambda: progress(page).startswith("Update"))
    return page


def titles(page):
    return headlines(page)


def picture(page):
    """What the component that draws the training was given."""
    [data] = components(page, "train")
    return data


def start_label(page):
    return page.button(key=key("start")).label


def test_the_page_opens_with_a_recording_that_plays_and_a_start(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    page = train()
    assert not page.exception
    assert not page.warning
    assert query(page) == {}
    assert values(page) == DEFAULTS
    assert page.title[0].value == "Three networks learn to add two numbers that they saw up to 50 steps apart"
    shown, recording = picture(page), recorded_trainings()[config_from(DEFAULTS)]
    assert shown["recorded"]["steps"] == list(recording.trace.steps)
    assert shown["live"] is None
    assert shown["status"] == "idle"
    seconds = recording.seconds * 6 / 11  # of one core; the LSTM has one, its six equations of all eleven
    assert start_label(page) == f"Train it live (about {seconds:.0f} s)"
    assert any("made, given as many idle cores as this server has." in note.value for note in page.caption)
    assert not pictures(page)
    page.session_state[key("recording")] = True
    page.run()
    [table] = page.dataframe
    first = recording.trace.learners[0]
    assert table.value["steps heard"].tolist()[: len(first.hears)] == list(first.hears)


@pytest.mark.parametrize("preset", TABLE.presets)
def test_a_preset_is_a_card_and_makes_a_valid_configuration_that_is_recorded(preset):
    given = write_query(TABLE.controls, DEFAULTS | {"seed": 0} | TABLE.presets[preset])
    page = train(**given)
    assert not page.exception
    assert not page.error
    assert values(page) == DEFAULTS | TABLE.presets[preset]
    [cards] = components(page, "trainings")
    assert cards["lit"] == preset
    card = next(card for card in cards["cards"] if card["name"] == preset)
    config = config_from(values(page))
    assert card["question"].endswith("?")
    assert len(card["lanes"]) == len(config.learners) == len(values(page)["learners"] + values(page)["more"])
    assert picture(page)["recorded"]["captions"]


def test_settings_without_a_recording_show_the_fresh_networks():
    page = train(**TINY | {"task": "copying"})
    shown = picture(page)
    assert shown["recorded"] is None
    [fresh] = fresh_histories(config_from(values(page)))
    assert shown["live"]["steps"] == [0]
    [learner] = shown["live"]["learners"]
    assert learner["hears"] == heard_steps(fresh.ratio).tolist()
    assert start_label(page) == "Train it live"
    assert any("there is no recording" in note.value for note in page.caption)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("length", ["10", "200"])
def test_every_task_takes_every_length_of_the_slider(task, length):
    page = train(task=task, length=length, learners="gru")
    assert not page.exception
    assert not page.error
    low, high = TASKS[task].lengths
    shown = picture(page)
    assert low <= shown["length"] <= high
    assert len(shown["task"]["sequence"]) == shown["length"]
    assert start_label(page) == "Train it live"


def test_every_variant_can_learn_and_all_but_the_first_three_cells_share_a_rate():
    given = DEFAULTS | {"rate_gru": "0.001", "rate_more": "0.003", "own_update": "coupled"}
    offered, varied = [], [key for key in MORE if not key.endswith("_start")]
    for chosen in (varied[:12], varied[12:]):
        offered += config_from(given | {"learners": [], "more": chosen}).learners
    assert len(set(offered)) == len(varied)
    assert {learner.cell for learner in offered} == {"gru_reset_after", *VARIANTS, *LINEAR, "own_before_coupled_tanh"}
    assert {learner.learning_rate for learner in offered} == {0.003}
    assert len({learner_label(learner, 50) for learner in offered}) == len(varied)
    [gru] = config_from(given | {"learners": ["gru"]}).learners
    assert gru.learning_rate == 0.001
    shown = {group.key for group in train(learners="gru", more="mgu,own").button_group}
    assert {key("rate_gru"), key("rate_more"), key("own_reset")} <= shown
    assert not {key("rate_more"), key("own_reset")} & {group.key for group in train(learners="gru").button_group}


def test_a_start_of_ones_own_has_its_controls_and_a_loud_input_is_told():
    page = train(learners="", more="gru_start", gain="0.7", update_bias="-5", scale="2.5", task="first_symbol")
    [learner] = config_from(values(page)).learners
    assert (learner.scheme, learner.gain, learner.update_bias) == ("orthogonal", 0.7, -5.0)
    assert "multiplied by 2.5" in picture(page)["task"]["sentence"]
    assert key("scheme") in {box.key for box in page.selectbox}
    assert key("scheme") not in {box.key for box in train(learners="gru").selectbox}


def test_a_custom_cell_trains_and_its_weights_are_saved():
    page = train(**TINY | {"learners": "rnn", "more": "own,mingru", "own_reset": "none", "own_update": "input"})
    assert any("parameters with 2 inputs and 32 hidden units" in text.value for text in page.markdown)
    finished(click(page, key("start")))
    labels = ["RNN", "minGRU", "Custom cell none/input/tanh"]
    learned = histories(job(page).config, job(page).events)
    assert [history.label for history in learned] == labels
    highway, learning, profile, _ = drawn(page)
    for history in learned:
        assert np.isfinite(history.loss).all()
        np.testing.assert_allclose(learning.curves[history.label], history.loss[:, 0])
        np.testing.assert_allclose(profile.curves[history.label], history.ratio[-1])
    colors = {trace["name"]: trace["line"]["color"] for trace in profile.figure["data"]}
    assert colors[labels[2]] == CELL_COLORS[OWN]
    assert {trace["type"] for trace in highway.figure["data"]} == {"heatmap"}
    assert len(highway.figure["data"]) == 3
    page.session_state[key("files")] = True
    page.run()
    assert not page.exception
    assert f"Weights, {labels[2]}" in {button.label for button in page.get("download_button")}


def test_nobody_who_learns_is_a_clear_message():
    page = train()
    page.button_group(key=key("learners")).set_value([]).run()
    assert not page.exception
    [error] = page.error
    assert plain(error.value) == "Choose at least one network."
    assert not has(page, "start")
    page.button_group(key=key("learners")).set_value(["gru"]).run()
    assert not page.error
    assert has(page, "start")


def test_a_learning_rate_is_asked_for_cells_that_learn_only():
    page = train(learners="gru_chrono,lstm")
    keys = {group.key for group in page.button_group}
    assert {key("rate_gru"), key("rate_lstm")} <= keys
    assert key("rate_rnn") not in keys
    assert picture(page)["asks"]
    assert not picture(train(learners="gru"))["asks"]


@pytest.mark.parametrize("number", ["11", "57", "199"])
def test_a_number_between_the_steps_of_its_slider_still_opens(number):
    page = train(length=number, steps=number if int(number) >= 50 else "51", learners="gru")
    assert not page.exception
    assert config_from(values(page)).length == int(number)


def test_hidden_controls_keep_the_value_of_the_link():
    page = train(hide="length,learners,task", length="20", learners="lstm")
    assert not page.exception
    shown = {element.key for element in (*page.slider, *sliders(page), *page.button_group, *page.selectbox)}
    assert not {key("length"), key("learners"), key("task")} & shown
    assert key("steps") in shown
    slider(page, key("steps")).set_value(100).run()
    assert values(page) == DEFAULTS | {"length": 20, "learners": ["lstm"], "steps": 100}
    assert query(page)["hide"] == "length,learners,task"


WITHOUT_TORCH = """
import sys
from tests.pages.test_train import TINY, click, finished, key, train
from gruviz.server_runs import trainings
page = train(**TINY)
assert "torch" not in sys.modules, "the page loads torch"
finished(click(page, key("start")))
page.session_state["train_files"] = True
page.run()
assert not page.exception
assert "torch" not in sys.modules, "watching a run loads torch"
trainings().close()
print("without torch")
"""


def test_the_server_never_loads_torch():
    assert printed(WITHOUT_TORCH).endswith("without torch")


def test_a_run_from_start_to_the_end():
    page = click(train(**TINY), key("start"))
    assert not has(page, "start")
    finished(page)
    highway, learning, profile, gates = drawn(page)
    [learned] = histories(job(page).config, job(page).events)
    assert learned.steps.tolist() == [0, 10, 20, 30, 40, 50]
    np.testing.assert_allclose(learning.curves["GRU"], learned.loss[:, 0])
    np.testing.assert_allclose(profile.curves["GRU"], learned.ratio[-1])
    np.testing.assert_allclose(gates.curves["z"], learned.gates["z"][-1])
    assert "After 50 updates" in titles(page)[2]
    assert any("**GRU**" in text.value and " since the start" in text.value for text in page.markdown)
    for name in ("pause", "step", "stop"):
        assert page.button(key=key(name)).disabled
    live = picture(page)["live"]
    assert live["steps"] == [0, 10, 20, 30, 40, 50]
    assert live["learners"][0]["hears"] == heard_steps(learned.ratio).tolist()
    assert picture(page)["status"] == "finished"

    page.session_state[key("files")] = True
    page.run()
    labels = {button.label for button in page.get("download_button")}
    assert {"Weights, GRU", "Python script"} <= labels
    page.session_state[key("inside")] = True
    page.run()
    assert "GRU" in drawn(page)[4].curves, "the laboratory's first chart, of this network"
    assert page.session_state["brought"]["gru"].read_answer is not None
    page.session_state[key("inside")] = False
    page.run()

    click(page, key("reset"))
    assert not pictures(page)
    assert page.button(key=key("start")).label == "Watch", "the server still has it"
    click(page, key("start"))
    assert progress(page).startswith("Finished: 50 updates")
    assert drawn(page) == [highway, learning, profile, gates]
    other = train(**TINY)
    assert other.button(key=key("start")).label == "Watch"
    assert "finished" in " ".join(note.value for note in other.caption)
    assert drawn(click(other, key("start"))) == [highway, learning, profile, gates]


def test_a_gradient_that_is_cut_is_called_exactly_zero():
    page = finished(click(train(**TINY | {"truncation": "5"}), key("start")))
    drawn(page)
    [sentence] = [text.value for text in page.markdown if text.value.startswith("**GRU")]
    assert "the gradient 10 steps back is exactly zero, since it is cut" in sentence
    assert pictures(page)[0].figure["data"][-1]["name"] == "exactly zero: cut"


def test_a_task_that_takes_fewer_steps_says_so():
    page = train(task="copying", length="200")
    assert config_from(values(page)).length == 100
    assert "Copy after a delay: trained with 100 steps, the most that it takes." in [
        plain(note.value) for note in page.caption
    ]
    assert not any("the most that it takes" in note.value for note in train(length="200").caption)


def test_another_run_of_the_session_can_be_drawn_beside_this_one():
    page = finished(click(train(**TINY | {"seed": "2"}), key("start")))
    alone = drawn(page)
    page.number_input(key=key("seed")).set_value(3).run()
    assert not pictures(page), "other settings are another run"
    finished(click(page, key("start")))
    page.selectbox(key=key("compare")).set_value("seed 2").run()
    both = drawn(page)
    assert list(both[2].curves) == ["GRU", "GRU · seed 2"]
    np.testing.assert_array_equal(both[2].curves["GRU · seed 2"], alone[2].curves["GRU"])
    page.number_input(key=key("seed")).set_value(2).run()
    assert drawn(page) == alone, "a run of this session is there again with its settings"


def test_settings_changed_during_a_run_offer_a_new_one_and_changed_back_the_old():
    page = running(click(train(**LONG, seed="4"), key("start")))
    page.number_input(key=key("seed")).set_value(5).run()
    assert start_label(page) == "Train it live"
    page.number_input(key=key("seed")).set_value(4).run()
    running(page)
    click(page, key("stop"))


def test_pause_step_resume_and_stop_of_ones_own_run():
    page = running(click(train(**LONG, seed="6"), key("start")))
    click(page, key("pause"))
    assert progress(page).startswith("Paused after update")
    assert page.button(key=key("pause")).label == "Resume"
    count, before = job(page).total_events, pictures(page)
    page.run()
    assert (job(page).total_events, pictures(page)) == (count, before)
    click(page, key("step"))
    until(page, lambda: job(page).total_events == count + 1)
    page.run()
    assert pictures(page) != before
    click(page, key("pause"))
    assert page.button(key=key("pause")).label == "Pause"
    until(page, lambda: job(page).total_events > count + 1)
    click(page, key("stop"))
    assert job(page).status == "cancelled"
    assert progress(page) == f"Stopped after {job(page).events[-1].step} updates."
    assert drawn(page)[2].title == f"After {job(page).events[-1].step} updates"
    click(page, key("reset"))
    assert start_label(page) == "Train it live", "a run that was stopped is not offered again"


def test_a_step_moves_every_learner_by_one_report_and_all_are_told_of():
    page = click(train(**LONG | {"learners": "rnn,gru,lstm"}, seed="12"), key("start"))
    running(page)
    click(page, key("pause"))

    def whole():
        """How many reports there are, once every learner has made the last one."""
        steps = [event.step for event in job(page).events]
        return len(steps) // 3 if len(steps) == 3 * len(set(steps)) else 0

    until(page, whole)
    for _ in range(2):
        count = whole()
        click(page, key("step"))
        until(page, lambda count=count: whole() == count + 1)
        page.run()
        assert progress(page) == f"Paused after update {10 * count}."
        assert sum("1. Forward: " in plain(text.value) for text in page.markdown) == 3
    assert page.button(key=key("step")).label == "Step 10 updates"
    click(page, key("stop"))


def test_a_run_that_was_stopped_is_started_again_with_its_guess():
    page = train(**LONG | {"learners": "rnn,gru"}, seed="13")
    page.session_state[key("guesses")] = {config_from(values(page)): "GRU"}
    page.run()
    assert picture(page)["guess"] == "GRU"
    running(click(page, key("start")))
    before = job(page).key
    click(page, key("stop"))
    assert not has(page, "pause")
    drawn(page)
    click(page, key("again"))
    assert job(page).key != before
    running(page)
    assert picture(page)["guess"] == "GRU"
    click(page, key("stop"))


def test_two_who_share_a_run():
    one = running(click(train(**LONG, seed="8"), key("start")))
    two = train(**LONG, seed="8")
    assert two.button(key=key("start")).label == "Watch"
    assert "running" in " ".join(note.value for note in two.caption)
    running(click(two, key("start")))
    assert job(two).key == job(one).key
    one.run()
    assert progress(one).endswith("2 are watching.")

    click(one, key("pause"))
    assert progress(one).startswith("Frozen here after update")
    assert one.button(key=key("pause")).label == "Resume"
    still, count = pictures(one), job(one).total_events
    until(two, lambda: job(two).total_events > count + 1)
    two.run()
    one.run()
    assert pictures(one) == still
    assert pictures(two) != still
    assert job(two).status == "running"
    click(one, key("pause"))
    assert progress(one).startswith("Update")
    assert pictures(one) != still

    click(one, key("stop"))
    assert job(two).status == "running", "leaving does not end it for others"
    assert one.button(key=key("start")).label == "Watch"
    click(two, key("stop"))
    assert job(two).status == "cancelled"


def test_a_frozen_page_outlives_the_end_of_the_run():
    one, two = (running(click(train(**LONG, seed="9"), key("start"))) for _ in range(2))
    click(one, key("pause"))
    still = pictures(one)
    for page in (one, two):
        trainings().stop(job(one).key, page.session_state["viewer"])
    assert job(one).status == "cancelled"
    one.run()
    assert not one.exception
    assert pictures(one) == still
    click(one, key("pause"))
    assert progress(one).startswith("Stopped after")
    drawn(one)


def test_a_run_of_ones_own_that_someone_joins_goes_on():
    one = running(click(train(**LONG, seed="10"), key("start")))
    click(one, key("pause"))
    assert job(one).status == "paused"
    two = click(train(**LONG, seed="10"), key("start"))
    assert job(two).status == "running"
    one.run()
    assert progress(one).startswith("Update")
    for page in (one, two):
        click(page, key("stop"))


def test_a_run_that_the_server_has_forgotten_is_offered_anew():
    page = train(**TINY)
    page.session_state["train_runs"] = {config_from(values(page)): "gone"}
    page.run()
    assert not page.exception
    assert has(page, "start")
    page = running(click(train(**LONG, seed="11"), key("start")))
    trainings().stop(job(page).key, page.session_state["viewer"])
    page.session_state["train_runs"] = {config_from(values(page)): "gone"}
    click(page, key("stop"))
    assert start_label(page) == "Train it live"


def test_what_is_started_is_what_the_controls_say_at_that_moment():
    page = train(task="first_symbol", learners="gru", steps="50")
    slider(page, key("steps")).set_value(100)
    click(page, key("start"))
    assert job(page).config.steps == 100
    assert has(page, "stop"), "the page watches this very run"
    click(page, key("stop"))
