"""The walkthrough page: every step with its settings, question and reveal; links; what students may not see."""

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
    IN_THE_LAB,
    common_controls,
    experiment_of,
    guess_at,
    keep_guess,
    lab_link,
    other_links,
    training_of,
)
from gruviz.ui.walkthrough.kinds import Predictions
from gruviz.ui.walkthrough.lesson import load_course, load_lesson, load_quiz
from gruviz.ui.walkthrough.teacher import FOR_TEACHERS
from gruviz.ui.walkthrough.view import step_label
from tests.pages.visit import components, headlines, opened, pictures, plain, query, slider, texts

STEPS = load_lesson()
lab = partial(opened, "gradient_flow")
walkthrough = partial(opened, "walkthrough")
[SAID] = [control for control in common_controls() if control.name == "said"]
every_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)


def boxes(page):
    return [plain(box.value).replace("\u00a0", " ") for kind in (page.success, page.info, page.warning) for box in kind]


def in_order(page):
    assert not page.exception, [error.message for error in page.exception]
    assert not page.error, [error.value for error in page.error]
    return page


def cards(page, kind="cards"):
    return [data for data in components(page, "lesson") if data["kind"] == kind]


def chart(page):
    [data] = components(page, "chart")
    return data


@pytest.mark.parametrize("key", ["chain", "fresh", "training"])
def test_a_step_asks_before_it_shows(key):
    """By a line in its figure, by cards, or once its training has run."""
    step = STEPS[key]
    page = in_order(walkthrough(step=key))
    assert not page.warning
    assert step.title in [heading.value for heading in page.header]
    assert step.takeaway not in texts(page)
    assert f"Goal: {load_course().goals[step.goal]}" in [caption.value for caption in page.caption]
    for name in step.controls:
        assert f"walkthrough_{name}" in page.session_state
    if step.figure == TRAINED:
        assert page.button(key="walkthrough_start").label == "Start training"
        return
    assert chart(page)["alt"].startswith("The run is hidden.")
    assert chart(page)["veil"] == {"topic": key, "hidden": True, "towards": "left", "seconds": 1.5}
    assert page.button(key="walkthrough_reveal").disabled
    if step.question.scale:
        asked = chart(page)["asked"]
        assert asked["places"] == step.question.scale.places(50)
        assert asked["words"] == [step.question.scale.words(place) for place in asked["places"]]
        assert asked["value"] is None
        assert not cards(page)
    else:
        [asked] = cards(page)
        assert len(asked["choices"]) == len(step.question.choices)
        assert (asked["chosen"], asked["right"], asked["closed"], asked["votes"]) == (None, None, False, None)


@pytest.mark.parametrize("key", ["chain", "fresh"])
def test_a_prediction_is_graded_against_the_run(key):
    step = STEPS[key]
    page = walkthrough(step=key, seed="5")
    shown = demonstrate(step.figure, experiment_of(step, {"seed": 5}))
    question = step.question
    if question.scale:
        said = guess = question.scale.places(50)[3]
    else:
        right = right_choice(question, shown.measures)
        guess = next(name for name in question.choices if name != right)
        said = list(question.choices).index(guess) + 1
    page.session_state["walkthrough_said"] = {key: said}  # as the browser's callback leaves it
    page.run()
    assert not page.button(key="walkthrough_reveal").disabled
    in_order(page.button(key="walkthrough_reveal").click().run())
    result = grade(question, guess, shown.measures)
    assert any(result.words in box and result.mark.capitalize() in box for box in boxes(page)), boxes(page)
    assert step.takeaway in texts(page)
    assert unbroken(shown.chart.title) in headlines(page)
    assert chart(page)["asked"] is None
    if question.scale:
        assert "A line marks the prediction" in chart(page)["alt"]
    else:
        [answered] = cards(page)
        assert answered["right"] == list(question.choices).index(right)
        assert (answered["chosen"], answered["closed"]) == (said - 1, True)
    assert query(page)["done"] == key
    assert guess_at(step, {"said": Predictions.parse(SAID, query(page)["said"])}) == guess
    page.button(key="walkthrough_again").click().run()
    assert not {"done", "said"} & set(query(page))
    assert page.button(key="walkthrough_reveal").disabled


def test_the_browser_tells_a_prediction_and_nothing_else_counts():
    step, panel = STEPS["fresh"], Held({"said": {"chain": 1e-6}})
    keep_guess(panel, step, 1)
    assert panel.values["said"] == {"chain": 1e-6, "fresh": 2}
    for nonsense in (-1, 3, 0.5):
        keep_guess(panel, step, nonsense)
    assert panel.values["said"] == {"chain": 1e-6, "fresh": 2}


class Held:
    """Values as a panel holds them."""

    def __init__(self, values):
        self.values = values

    def set(self, name, value):
        self.values[name] = value


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
        "train",
        "trainability",
    }


def test_a_step_keeps_its_own_settings_and_the_next_begins_with_its():
    page = walkthrough(step="regimes", gain="3", done="regimes")
    assert slider(page, "walkthrough_gain").value == 3
    page.button(key="walkthrough_next").click().run()
    assert query(page) == {"step": "gates", "done": "regimes"}
    assert slider(page, "walkthrough_update_bias").value == 0
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
    assert chart(page)["asked"]["value"] is None


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
        elif step.figure in IN_THE_LAB:
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
    assert load_course().title in [heading.value for heading in page.title]


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
    links = components(page, "copy_link")
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
    assert first.button(key="walkthrough_next").label == "Start the lesson"


def test_presenter_mode_shows_words_or_run():
    page = in_order(walkthrough(step="chain", present="1"))
    words = STEPS["chain"].text[:40]
    assert words in texts(page)
    page.button(key="walkthrough_reveal").click().run()
    assert words not in texts(page)
    assert STEPS["chain"].takeaway in texts(page)
    page.button(key="walkthrough_leave").click().run()
    assert "present" not in query(page)


def test_a_way_of_ones_own_keeps_its_order_and_what_is_no_step_is_said():
    page = in_order(walkthrough(steps="bias,nonsense,chain,bias", step="bias", done="bias"))
    assert "“Steps”" in plain(page.warning[0].value)
    [strip] = cards(page, "strip")
    stops = [stop["key"] for stop in strip["stops"] if stop["kind"] == "stop"]
    assert stops == ["opening", "bias", "chain", "recap", "quiz_after", "exercises"]
    assert strip["at"] == "bias"
    page.button(key="walkthrough_next").click().run()
    assert query(page) == {"steps": "bias,chain", "step": "chain", "done": "bias"}
    [composer] = cards(page, "composer")
    assert [item["key"] for item in composer["items"] if item["isIn"]] == ["bias", "chain"]


@pytest.mark.parametrize(("chosen", "said"), [("gates", "1 step"), ("gates,chain", "2 steps")])
def test_a_lesson_says_how_many_steps_it_has(chosen, said):
    page = in_order(walkthrough(steps=chosen))
    [length] = [box.proto.popover.label for box in page.get("popover") if "min" in box.proto.popover.label]
    assert length.startswith(f"{said} · ")
    assert any(caption.value.startswith(f"{said}, about ") for caption in page.caption)


def test_the_lesson_begins_with_a_sentence_and_ends_where_it_began():
    page = in_order(walkthrough(done="chain", said="chain:1e-06"))
    [scene] = components(page, "opening")
    assert scene["words"][scene["noun"]] == "keys"
    page.button(key="walkthrough_next").click().run()
    assert query(page)["step"] == "regimes", "chain is done"
    page = in_order(walkthrough(step="recap", done="chain", said="chain:1e-06"))
    shown = demonstrate(STEPS["chain"].figure, experiment_of(STEPS["chain"], {}))
    said = grade(STEPS["chain"].question, 1e-6, shown.measures)
    assert said.words in texts(page).replace("\u00a0", " ")


def test_the_quiz_says_what_was_gained():
    quiz = load_quiz()
    right = {key: list(item.choices).index(item.right) + 1 for key, item in quiz.items()}
    after = ",".join(f"{key}:{place}" for key, place in right.items())
    first = next(iter(right))
    page = in_order(walkthrough(step="quiz_after", before=f"{first}:{right[first]}", after=after))
    assert all(card["right"] is None for card in cards(page))
    page.button(key="walkthrough_check").click().run()
    assert plain(page.success[0].value).startswith(f"**{len(quiz)} of {len(quiz)} right**, after 1 before the lesson.")
    assert "you have learned 100%" in page.success[0].value
    assert [card["right"] for card in cards(page)] == [place - 1 for place in right.values()]
