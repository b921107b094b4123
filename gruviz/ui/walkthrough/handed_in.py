"""The teacher's side of handing in: records are read, run again, and shown as a table."""

from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

import streamlit as st

from gruviz.lesson.demonstrations import Demonstration
from gruviz.lesson.exercises import is_solved
from gruviz.lesson.grading import grade
from gruviz.lesson.proof import OPEN, Finding, Judge, Paper, Waits, check_work, csv_of, table_of
from gruviz.lesson.score import answer
from gruviz.lesson.steps import LessonStep
from gruviz.lesson.work import CODE, LIMIT, Answers, Prediction, Solution, Work, read_work
from gruviz.server_runs import trainings
from gruviz.training.settings import TrainConfig
from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.kinds import Values
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.upload import SMALL
from gruviz.ui.exercises.places import states_of, training_of
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES
from gruviz.ui.progress import progress_line
from gruviz.ui.runs.watched_run import viewer
from gruviz.ui.walkthrough.figure import demonstration_at
from gruviz.ui.walkthrough.handing_in import NOT_AN_EXAM
from gruviz.ui.walkthrough.lesson import load_exercises, load_lesson, load_quiz
from gruviz.ui.walkthrough.lesson import table_of as table_of_step
from gruviz.validation import GruvizError, InvalidValue

PASTE, FILES = "handed_in_lines", "handed_in_files"
MOST = 200
"""Records that are checked at a time."""


def handed_in(linked: str = "") -> None:
    """Take records, check them, and show what holds; `linked` is one that came with the page's address."""
    with st.container(border=True, key="handed_in"):
        st.header("What students handed in", anchor=False)
        st.markdown(f"Every setting is run again here, and every prediction graded again. {NOT_AN_EXAM}")
        st.file_uploader("Files", type=["json", "txt"], accept_multiple_files=True, key=FILES, max_upload_size=SMALL)
        st.text_area("Or lines that were pasted, one below the other", key=PASTE, height=70, placeholder=f"{CODE}…")
        papers = _papers([("this link", linked)] if linked else [])
        if papers:
            _table(papers)


def handed_in_link() -> None:
    """The way there, for the teacher's side of the lesson."""
    query = {"view": "exercises", "notes": "1"}
    st.page_link(PAGES["walkthrough"][0], label="What students handed in →", query_params=query)


def _papers(linked: list[tuple[str, str]]) -> list[Paper]:
    """The records that can be read, checked; a sentence for each of the others."""
    papers, given = [], [*linked, *_given()][:MOST]
    with progress_line() as show:
        for done, (name, text) in enumerate(given):
            show(done, len(given))
            try:
                work = read_work(text)
            except GruvizError as error:
                st.warning(f"{literal(name)}: {literal(in_words(error))}")
                continue
            papers.append(Paper(name, work, _checked(work)))
    return papers


def _checked(work: Work) -> list[Finding]:
    """What the check says, once for each record; again where something was not checked."""
    checked: dict[str, list[Finding]] = st.session_state.setdefault("handed_in_checked", {})
    key = work.as_json()
    if key not in checked or any(finding.verdict == OPEN for finding in checked[key]):
        checked[key] = check_work(work, judge())
    return checked[key]


def _given() -> Iterator[tuple[str, str]]:
    """Name and text of everything that was handed in."""
    for file in st.session_state.get(FILES) or []:
        yield file.name, file.getvalue()[: 4 * LIMIT].decode("utf-8", errors="replace")
    pasted = st.session_state.get(PASTE, "").strip()
    lines = [pasted] if pasted.startswith("{") else pasted.split()
    for number, line in enumerate(lines, 1):
        yield f"line {number}", line


def _table(papers: list[Paper]) -> None:
    st.dataframe(table_of(papers), hide_index=True, width="stretch")
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "All of it as CSV",
            lambda: csv_of(papers),
            "handed_in.csv",
            "text/csv",
            key="handed_in_csv",
            on_click="ignore",
        )
        if missing := list(dict.fromkeys(_missing(papers))):
            label = f"Run what is missing ({len(missing)})"
            st.button(label, key="handed_in_train", on_click=_train, args=(missing,))
            st.caption("Some claims rest on a training that this server has not made. It takes about a minute each.")
    for number, paper in enumerate(papers):
        with st.expander(paper.who, key=f"handed_in_{number}"):
            rows = [
                {"What": one.kind, "Of": one.title, "When": one.at[:16].replace("T", " "), "Claim": one.claim}
                | {"Check": one.verdict, "Because": one.said}
                for one in paper.findings
            ]
            st.dataframe(rows, hide_index=True, width="stretch")


def _solves(key: str, claim: Solution) -> tuple[bool, str]:
    if not claim.settings:
        raise Waits("The student's own data were too long to be handed in.")
    states = states_of(load_exercises()[key], claim.settings)
    return is_solved(states), "; ".join(f"{state.goal.words}: {state.said}" for state in states)


def _worth(key: str, claim: Prediction) -> tuple[str, str]:
    step = load_lesson()[key]
    demonstration = _run_of(step, claim)
    choices = list(step.question.choices)
    if choices and claim.said not in range(1, len(choices) + 1):
        raise InvalidValue("prediction", claim.said, f"1 to {len(choices)}", "The question has no such choice.")
    result = grade(step.question, choices[int(claim.said) - 1] if choices else claim.said, demonstration.measures)
    return result.mark, result.words


def _run_of(step: LessonStep, claim: Prediction) -> Demonstration:
    demonstration = demonstration_at(step, _values_of(step, claim))
    if demonstration is None:
        raise Waits("The training of this step has not been made on this server: open the step and start it.")
    return demonstration


def _values_of(step: LessonStep, claim: Prediction) -> Values:
    """Seed and moved controls of a prediction; raises GruvizError."""
    rows = [table_of_step(step).by_name[name] for name in (*step.controls, "seed")]
    query = {name: text for name, text in parse_qsl(claim.settings) if name in {row.name for row in rows}}
    values, problems = read_query([row for row in rows if row.name in query], query)
    if problems:
        raise InvalidValue("settings", claim.settings, "settings of the step", problems[0])
    return values


def _right(claim: Answers) -> str:
    quiz = load_quiz()
    parts = (part.partition(":")[::2] for part in claim.given.split(","))
    given = {key: float(place) for key, place in parts if place.isdecimal() and len(place) < 3}
    right = sum(answer(item, given) == item.right for item in quiz.values())
    return f"{right} of {len(quiz)} right"


def judge() -> Judge:
    """Claims are held against this lesson and its exercises."""
    steps = {key: step.title for key, step in load_lesson().items()}
    exercises = {key: exercise.title for key, exercise in load_exercises().items()}
    return Judge(steps, exercises, _solves, _worth, _right)


def _missing(papers: Iterable[Paper]) -> Iterator[TrainConfig]:
    """The trainings on which claims rest that were not checked."""
    for paper in papers:
        for finding in paper.findings:
            if finding.kind == "exercise" and finding.verdict == OPEN and finding.claim:
                yield training_of(load_exercises()[finding.key], finding.claim)


def _train(missing: list[TrainConfig]) -> None:
    for config in missing:
        trainings().submit(config, viewer=viewer())
