"""An open exercise on the page where it is done; the list; what is handed in."""

from gruviz.lesson.work import Answers, Explanation, Prediction, Solution, Work
from gruviz.ui.exercises.memory import WORK
from gruviz.ui.exercises.places import load_exercises
from gruviz.ui.walkthrough.handed_in import PASTE
from gruviz.ui.walkthrough.lesson import load_quiz
from tests.pages.visit import click, components, opened, plain, query, slider, texts

EXERCISES = load_exercises()
AT = "2026-05-04T09:00:00+00:00"


def opened_exercise(key, **changes):
    exercise = EXERCISES[key]
    page = opened(exercise.page, exercise=key, **{**exercise.start, **changes})
    assert not page.exception, [error.message for error in page.exception]
    return page


def test_the_bar_says_what_the_run_has_reached_and_what_is_fixed():
    page = opened_exercise("edge", scheme="gaussian", seq_len="20")
    assert not page.warning
    said = texts(page).replace("\u00a0", " ")
    assert "Exercise 7: On the edge." in said
    assert "○ At least 30% of the RNN's gradient is left: **2.1 × 10⁻⁴, at least 30% wanted**" in said.replace(
        "\u00a0", " "
    )
    assert "✓ It has not grown to more than 3 times its size" in said
    assert "keeps **Input** at Noise, 8 channels" in said
    assert "Solved." not in said
    assert page.session_state["gradient_flow_visit"].values["seq_len"] == 50, "whatever the link says"
    assert {data["key"] for data in components(page, "slider")} >= {"gradient_flow_gain"}
    assert "gradient_flow_seq_len" not in {data["key"] for data in components(page, "slider")}
    assert not components(page, "experiments"), "no preset is a way out"


def test_a_goal_ticks_itself_and_what_is_solved_is_kept():
    page = opened_exercise("edge")
    slider(page, "gradient_flow_gain").set_value(1.4).run()
    said = texts(page)
    assert "✗" not in said
    assert "○" not in said
    assert "**Solved.** An" in said
    entry = page.session_state[WORK].solved["edge"]
    assert "gain=1.4" in entry.settings
    [memory] = components(page, "work")
    assert "edge" in memory["work"]
    assert memory["say"] == "On the edge: solved."
    slider(page, "gradient_flow_gain").set_value(1.0).run()
    assert "Solved." not in texts(page)
    assert page.session_state[WORK].solved["edge"] == entry
    click(page, "exercise_leave")
    assert "exercise" not in query(page)
    assert slider(page, "gradient_flow_seq_len").value == 50


def test_an_explanation_is_part_of_being_solved():
    page = opened_exercise("flat", loss="every")
    assert "One thing is left" in texts(page)
    assert "flat" not in page.session_state[WORK].solved
    page.text_area(key="gradient_flow_explanation_flat").set_value("Each step has a loss of its own.").run()
    assert "**Solved.**" in texts(page)
    assert "the nearest one outweighs all others" in texts(page)
    assert page.session_state[WORK].explanations["flat"].text == "Each step has a loss of its own."


def test_settings_that_make_no_run_leave_the_bar():
    page = opened_exercise("opposites", cells="")
    assert "These settings make no run" in " ".join(caption.value for caption in page.caption)


def test_inside_the_cell_has_its_own_goal():
    page = opened_exercise("keep_and_hear", hold="z=0@2-50")
    assert "✓ The gradient of the first input" in texts(page)
    assert "**Solved.**" in texts(page)


def test_a_training_is_asked_for_first():
    page = opened_exercise("fresh_training")
    assert "Start the training." in " ".join(caption.value for caption in page.caption)


def test_elsewhere_an_exercise_shows_the_way():
    page = opened("compare", exercise="edge")
    assert "Exercise 7: On the edge." in texts(page)
    assert query(page) == {"exercise": "edge"}


def test_an_unknown_exercise_is_answered():
    page = opened("gradient_flow", exercise="nothing")
    assert plain(page.warning[0].value).startswith("This link sets “Exercise” to “nothing”")


FIRST, *OTHERS = load_quiz().values()
QUIZ = f"{FIRST.key}:{list(FIRST.choices).index(FIRST.right) + 1},{OTHERS[0].key}:9,{OTHERS[1].key}:x,nothing"
WHOLE = Work(
    predictions={"chain": Prediction(1e-6, "seed=0", AT), "fresh": Prediction(2.0, "seed=5", AT)},
    solved={
        "edge": Solution("cells=rnn&scheme=orthogonal&gain=1.4", AT),
        "explode": Solution("cells=rnn&seq_len=100&gain=1", AT),
        "fresh_training": Solution("task=first_symbol&learners=gru&length=11&hidden_size=16&seeds=3&steps=200", AT),
    },
    explanations={"flat": Explanation("Each step has a loss of its own.", AT)},
    quiz={"after": Answers(QUIZ, AT)},
    name="Ada <b>",
)


def test_the_list_shows_what_is_solved_and_offers_to_hand_it_in():
    page = opened("walkthrough", view="exercises", session={WORK: WHOLE})
    assert not page.exception, [error.message for error in page.exception]
    headings = [heading.value for heading in page.subheader]
    assert headings[:2] == ["1. Make it explode · solved ✓", "2. The plausible wrong chart"]
    assert len(headings) == len(EXERCISES)
    assert "**3 of 12 solved.**" in texts(page)
    assert "2 predictions, 3 solved exercises and 1 explanation" in texts(page)
    assert query(page)["solved"] == "explode,fresh_training,edge"
    click(page, "hand_in_forget")
    assert "Nothing to hand in yet" in texts(page)
    [memory] = components(page, "work")
    assert memory["work"] == ""
    assert memory["seen"] == [WHOLE.as_json()], "so that the browser deletes it"


def test_a_link_alone_remembers_too():
    page = opened("walkthrough", view="exercises", solved="edge")
    assert "7. On the edge · solved ✓" in [heading.value for heading in page.subheader]


def test_the_teacher_sees_what_holds():
    page = opened("walkthrough", view="exercises", notes="1", session={PASTE: f"{WHOLE.as_code()}\nnonsense"})
    assert not page.exception, [error.message for error in page.exception]
    assert plain(page.warning[0].value) == "line 2: This is no record of GRUViz, or a piece of it is missing."
    table, findings = (frame.value for frame in page.dataframe)
    assert table.iloc[0]["Who"] == "Ada <b>"
    assert table.iloc[0]["Exercises that hold"] == "1 of 3"
    assert table.iloc[0]["Not checked"] == "1"
    assert table.iloc[0]["Quiz"] == f"after 1 of {1 + len(OTHERS)} right"
    checks = dict(zip(findings["Of"], findings["Check"], strict=True))
    assert checks[EXERCISES["edge"].title] == "holds"
    assert checks[EXERCISES["explode"].title] == "does not hold"
    assert page.button(key="handed_in_train").label == "Run what is missing (1)"


def test_a_prediction_is_kept_with_its_time_until_its_run_is_seen():
    page = opened("walkthrough", step="chain", said="chain:1e-06")
    kept = page.session_state[WORK].predictions["chain"]
    assert kept.said == 1e-6
    assert "seed=0" in kept.settings
    page.session_state["walkthrough_said"] = {"chain": 1e-3}
    page.run()
    assert page.session_state[WORK].predictions["chain"].said == 1e-3
    page.session_state["walkthrough_done"] = ["chain"]
    page.run()
    page.session_state["walkthrough_said"] = {"chain": 1e-1}
    page.run()
    assert page.session_state[WORK].predictions["chain"].said == 1e-3


def test_a_link_opens_the_check():
    page = opened("walkthrough", view="exercises", session={WORK: WHOLE})
    [link] = [data for data in components(page, "copy_link") if data["label"] == "Copy a link"]
    address = {**query(page), **link["query"]}
    teacher = opened("walkthrough", **{name: text for name, text in address.items() if text is not None})
    assert not teacher.warning
    assert teacher.dataframe[0].value.iloc[0]["Exercises that hold"] == "1 of 3"
    assert WORK not in teacher.session_state or teacher.session_state[WORK].is_empty, "it is somebody else's"


def test_a_quiz_is_kept_as_it_was_answered_last():
    page = opened("walkthrough", step="quiz_before", before=f"{FIRST.key}:1")
    assert page.session_state[WORK].quiz["before"].given == f"{FIRST.key}:1"
    page.session_state["walkthrough_before"] = {FIRST.key: 2.0}
    page.run()
    assert page.session_state[WORK].quiz["before"].given == f"{FIRST.key}:2"
