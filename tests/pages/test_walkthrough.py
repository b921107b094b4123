"""The walkthrough page: every step with its settings, question and reveal; links; what students may not see."""

import json
from functools import partial

import numpy as np
import pytest

from gruviz.closeup.follow import follow
from gruviz.experiments.run import run_experiment
from gruviz.lesson import answer_words, demonstrate, grade, right_choice
from gruviz.lesson.steps import TRAINED
from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.laboratory import TABLE, experiment_from
from gruviz.ui.inside.closeup import closeup_from
from gruviz.ui.inside.controls import TABLE as INSIDE
from gruviz.ui.markdown import unbroken
from gruviz.ui.navigation import PAGES
from gruviz.ui.train.controls import TABLE as TRAIN
from gruviz.ui.train.controls import config_from
from gruviz.ui.walkthrough.controls import (
    Predictions,
    common_controls,
    experiment_of,
    guess_at,
    lab_link,
    other_links,
    training_of,
)
from gruviz.ui.walkthrough.lesson import load_lesson
from gruviz.ui.walkthrough.teacher import FOR_TEACHERS
from gruviz.ui.walkthrough.view import step_label
from tests.pages.visit import headlines, opened, pictures, plain, query, slider, texts

STEPS = load_lesson()
lab = partial(opened, "gradient_flow")
walkthrough = partial(opened, "walkthrough")
[SAID] = [control for control in common_controls() if control.name == "said"]
every_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
run_step = pytest.mark.parametrize("step", [s for s in STEPS.values() if s.figure != TRAINED], ids=lambda s: s.key)


def boxes(page):
    return [plain(box.value).replace("\u00a0", " ") for kind in (page.success, page.info, page.warning) for box in kind]


def in_order(page):
    assert not page.exception, [error.message for error in page.exception]
    assert not page.error, [error.value for error in page.error]
    return page


@every_step
def test_a_step_asks_before_it_shows(step):
    page = in_order(walkthrough(step=step.key))
    assert not page.warning
    assert step.title in [heading.value for heading in page.header]
    assert "**Predict.**" in texts(page)
    assert step.takeaway not in texts(page)
    for name in step.controls:
        assert f"walkthrough_{name}" in page.session_state
    if step.figure == TRAINED:
        assert page.button(key="walkthrough_start").label == "Start training"
        return
    [picture] = pictures(page)
    assert picture.alt.startswith("The run is hidden.")
    assert page.button(key="walkthrough_reveal").disabled
    choices = page.select_slider if step.question.scale else page.radio
    [widget] = [one for one in choices if one.key == f"walkthrough_guess_{step.key}"]
    assert widget.label == "Your prediction"


@run_step
def test_a_prediction_is_graded_against_the_run(step):
    page = walkthrough(step=step.key, seed="5")
    shown = demonstrate(step.figure, experiment_of(step, {"seed": 5}))
    key, question = f"walkthrough_guess_{step.key}", step.question
    if question.scale:
        guess = question.scale.places(50)[3]
        page.select_slider(key=key).set_value(guess).run()
        assert "A line marks the prediction" in pictures(page)[0].alt
    else:
        right = right_choice(question, shown.measures)
        guess = next(name for name in question.choices if name != right)
        page.radio(key=key).set_value(guess).run()
    assert not page.button(key="walkthrough_reveal").disabled
    in_order(page.button(key="walkthrough_reveal").click().run())
    result = grade(question, guess, shown.measures)
    assert any(result.words in box and result.mark.capitalize() in box for box in boxes(page)), boxes(page)
    assert step.takeaway in texts(page)
    assert unbroken(shown.chart.title) in headlines(page)
    assert query(page)["done"] == step.key
    assert guess_at(step, {"said": Predictions.parse(SAID, query(page)["said"])}) == guess
    page.button(key="walkthrough_again").click().run()
    assert not {"done", "said"} & set(query(page))
    assert page.button(key="walkthrough_reveal").disabled


def test_the_answer_follows_seed_and_settings():
    step = STEPS["regimes"]
    for gain, expected in (("0.5", "below 0.1"), ("2", "above 10")):
        page = in_order(walkthrough(step=step.key, done=step.key, gain=gain, seed="7"))
        shown = demonstrate(step.figure, experiment_of(step, {"gain": float(gain), "seed": 7}))
        assert right_choice(step.question, shown.measures) == expected
        assert answer_words(step.question, shown.measures) in boxes(page)


@every_step
def test_the_lab_opens_the_same_experiment(step):
    changed = {"seed": 11} | ({"seq_len": 80} if "seq_len" in step.controls else {})
    page, link = lab_link(step, changed)
    assert page in PAGES
    if step.figure == TRAINED:
        values, problems = read_query(TRAIN.controls, link)
        assert config_from(values) == training_of(step, changed)
    else:
        values, problems = read_query(TABLE.controls, link)
        assert experiment_from(values) == experiment_of(step, changed)
    assert not problems


def test_the_lab_itself_takes_the_link():
    _, link = lab_link(STEPS["bound"], {"gain": 1.2, "seed": 3, "seq_len": 40})
    page = lab(**link)
    assert not page.warning
    assert query(page) == link
    shown = demonstrate("bound", experiment_of(STEPS["bound"], {"gain": 1.2, "seed": 3, "seq_len": 40}))
    assert pictures(page)[0].alt == f"{shown.chart.title}. {shown.chart.summary}"


@pytest.mark.parametrize("key", ["gates", "signs"])
def test_the_link_inside_the_cell_shows_the_steps_own_network(key):
    step, changed = STEPS[key], {"seed": 7, "update_bias": -1.5}
    [(page, link)] = other_links(step, changed)
    assert page == "inside_the_cell"
    values, problems = read_query(INSIDE.controls, link)
    assert not problems
    rows = [INSIDE.by_name[name] for name in link]
    assert all(row.elsewhere or row.when(values) for row in rows), "nothing that plays no part"
    found = follow(closeup_from(values)).untouched.recording
    true = run_experiment(experiment_of(step, changed))[0].flow.recording
    np.testing.assert_array_equal(found.weights.U, true.weights.U[:1])
    np.testing.assert_allclose(found.states["h"], true.states["h"][:, :1], rtol=1e-12)


def test_links_to_other_pages_are_to_pages():
    assert {page for step in STEPS.values() for page, _ in other_links(step, {})} == {
        "inside_the_cell",
        "compare",
        "applications",
    }


def test_a_step_keeps_its_own_settings_and_the_next_begins_with_its():
    page = walkthrough(step="regimes", gain="3", done="regimes")
    assert slider(page, "walkthrough_gain").value == 3
    page.button(key="walkthrough_next").click().run()
    assert query(page) == {"step": "bound", "done": "regimes"}
    assert slider(page, "walkthrough_gain").value == 1.5
    page.button(key="walkthrough_back").click().run()
    assert query(page)["step"] == "regimes"
    assert slider(page, "walkthrough_gain").value == 2


def test_reload_keeps_step_and_progress():
    page = walkthrough(step="chain")
    page.button(key="walkthrough_skip").click().run()
    again = walkthrough(**query(page))
    assert [heading.value for heading in again.header] == [heading.value for heading in page.header]
    assert query(again) == query(page) == {"step": "chain", "done": "chain"}


@pytest.mark.parametrize(("key", "said"), [("chain", "1e-06"), ("fresh", "2")])
def test_reload_keeps_the_prediction(key, said):
    page = in_order(walkthrough(step=key, done=key, said=f"{key}:{said}"))
    step = STEPS[key]
    guess = 1e-6 if key == "chain" else list(step.question.choices)[1]
    shown = demonstrate(step.figure, experiment_of(step, {}))
    result = grade(step.question, guess, shown.measures)
    assert any(result.words in box and result.mark.capitalize() in box for box in boxes(page)), boxes(page)
    assert query(page)["said"] == f"{key}:{said}"


@pytest.mark.parametrize("said", ["chain:much", "chain:-1", "nowhere:1", "chain", "chain:inf"])
def test_a_prediction_that_is_none_is_answered(said):
    page = in_order(walkthrough(step="chain", said=said))
    assert plain(page.warning[0].value).startswith("This link sets “Predictions” to “")
    assert "said" not in query(page)


def test_a_prediction_that_the_question_does_not_offer_is_forgotten():
    page = in_order(walkthrough(step="fresh", said="fresh:9"))
    assert page.button(key="walkthrough_reveal").disabled
    page = in_order(walkthrough(step="chain", said="chain:0.123"))
    assert page.select_slider(key="walkthrough_guess_chain").value is None


def test_whoever_is_right_is_told_why():
    page = in_order(walkthrough(step="fresh", done="fresh", said="fresh:2"))
    assert "Right." in page.success[0].value
    assert "overwrites half of the state" in page.success[0].value


def test_what_a_link_opens_is_what_it_says():
    labels = {key: step_label(step, lab_link(step, {})[0]) for key, step in STEPS.items()}
    for key, step in STEPS.items():
        page, link = lab_link(step, {})
        if page == "train":
            assert labels[key] == "Open this in Train →"
        elif step.figure in ("decay", "bound", "weights"):
            assert labels[key] == "Open this in the lab →"
            assert ("view" in link) == (step.figure == "weights")
        else:
            assert labels[key] == "The gradient of this network in the lab →"
    assert other_links(STEPS["carry"], {}) == [("compare", {"view": "carry"})]
    assert other_links(STEPS["lstm"], {}) == [("compare", {"view": "benchmarks"})]


def test_a_wrong_link_is_answered_and_the_lesson_opens():
    page = in_order(walkthrough(step="nonsense", done="chain,x", gian="2"))
    said = " ".join(plain(warning.value) for warning in page.warning)
    for part in ("“Step” to “nonsense”", "“chain,x”", "(“gian”)"):
        assert part in said
    assert STEPS["feedback"].title in [heading.value for heading in page.header]


def test_notes_are_the_teachers():
    step = STEPS["fresh"]
    assert step.notes not in texts(walkthrough(step=step.key))
    page = in_order(walkthrough(step=step.key, notes="1"))
    assert step.notes in texts(page)
    shown = demonstrate(step.figure, experiment_of(step, {}))
    assert f"**Answer.** {answer_words(step.question, shown.measures)}" in texts(page)
    assert step.notes not in texts(walkthrough(step=step.key, notes="1", present="1"))


def test_a_class_link_fixes_the_seed_and_hides_the_teachers_side():
    page = walkthrough(step="regimes", notes="1", seed="4", gain="3")
    links = [json.loads(proto.json) for proto in bidi(page) if proto.component_name == "gruviz_copy_link"]
    whole, here = (link["query"] for link in links[:2])
    opened = {k: v for k, v in {**query(page), **here}.items() if v is not None}
    student = in_order(walkthrough(**opened))
    assert not student.warning
    assert query(student) == opened
    assert not student.sidebar.toggle
    assert student.session_state["walkthrough_seed"] == 4
    assert slider(student, "walkthrough_gain").value == 3
    assert opened["hide"] == ",".join(FOR_TEACHERS)
    first = walkthrough(**{k: v for k, v in {**query(page), **whole}.items() if v is not None})
    assert not first.warning
    assert STEPS["feedback"].title in [heading.value for heading in first.header]


def bidi(page):
    return [element.proto for element in page.get("bidi_component")]


def test_presenter_mode_shows_words_or_run():
    page = in_order(walkthrough(step="chain", present="1"))
    assert "follow the chain rule back" in texts(page)
    page.button(key="walkthrough_reveal").click().run()
    assert "follow the chain rule back" not in texts(page)
    assert STEPS["chain"].takeaway in texts(page)
    page.button(key="walkthrough_leave").click().run()
    assert "present" not in query(page)
