"""What this person has done: in the session, and in the browser, which keeps it over reloads and tabs."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import streamlit as st

from gruviz.lesson.work import Answers, Explanation, Prediction, Solution, Work, read_work
from gruviz.ui.components import component
from gruviz.ui.controls.address import Visit
from gruviz.ui.controls.panel import Panel
from gruviz.validation import GruvizError

WORK, SEEN = "work", "work_seen"
"""Session keys: the record, and what the browser has sent or been given to keep and needs not send again."""
SOLVED = "walkthrough_solved"
"""Session key of the control that keeps solved exercises in the lesson's address."""
OF_THE_PAGE = ("view", "step", "notes", "route")
"""Controls of the lesson on which no run depends."""
REMEMBERED = 8
"""Records that count as seen."""


def work_done() -> Work:
    """The record of this session."""
    work: Work = st.session_state.setdefault(WORK, Work())
    return work


def solved_exercises() -> list[str]:
    """Keys of the exercises that this person has solved, here or before: as the address or the browser says."""
    addressed = st.session_state.get(SOLVED, Visit.of("walkthrough").values.get("solved", []))
    return list(dict.fromkeys([*addressed, *work_done().solved]))


def note_solved(exercise: str, settings: str) -> None:
    """Keep the settings that solved an exercise."""
    _keep(work_done().with_solution(exercise, Solution(settings, now())))


def note_explanation(exercise: str, text: str) -> None:
    """Keep an explanation."""
    _keep(work_done().with_explanation(exercise, Explanation(text, now())))


def note_predictions(panel: Panel) -> None:
    """Keep what was predicted in the lesson and when; once its run was seen, a prediction stays as it was then."""
    said, seen = panel.values.get("said", {}), panel.values.get("done", ())
    step, kept = str(panel.values.get("step")), work_done().predictions
    if step not in said or (step in kept and (step in seen or kept[step].said == said[step])):
        return
    _keep(work_done().with_prediction(step, Prediction(float(said[step]), _settings(panel), now())))


def note_answers(panel: Panel) -> None:
    """Keep what was answered in the quizzes, likewise."""
    for occasion in ("before", "after"):
        given = ",".join(f"{key}:{place:g}" for key, place in panel.values.get(occasion, {}).items())
        kept = work_done().quiz.get(occasion)
        if given and (kept is None or kept.given != given):
            _keep(work_done().with_answers(occasion, Answers(given, now())))


def forget_work() -> None:
    """Forget everything, in this session and in the browser."""
    before = work_done()
    _saw(before.as_json())
    st.session_state[WORK] = Work()
    st.session_state[SOLVED] = []


def lesson_memory(panel: Panel) -> None:
    """Keep what was done on the page of the lesson."""
    note_predictions(panel)
    note_answers(panel)
    work_memory(panel)


def recall_solved(panel: Panel) -> None:
    """Let the lesson's address have what this person has solved, wherever that is known from."""
    solved = panel.controls["solved"].tidy(solved_exercises())
    if solved != panel.values["solved"]:
        panel.put("solved", solved)


def work_memory(panel: Panel, say: str = "") -> None:
    """Let the browser keep the record, and bring what it has kept; `say` is told to those who hear the page."""
    key, work = panel.key("work_guide"), work_done()
    data = {"work": "" if work.is_empty else work.as_json(), "seen": st.session_state.get(SEEN, []), "say": say}

    def take() -> None:
        kept = str(st.session_state[key].get("kept") or "")
        _saw(kept)
        try:
            _keep(work_done().merged(read_work(kept)))
        except GruvizError:
            return  # not ours; it is written over

    component("work", key=key, data=data, on_kept_change=take)


def now() -> str:
    """The time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _settings(panel: Panel) -> str:
    """What the present step's run depends on beside the step: seed and the controls that may be moved."""
    names = [name for name, control in panel.controls.items() if not (control.elsewhere or name in OF_THE_PAGE)]
    encoded = {name: panel.controls[name].encode(panel.values[name]) for name in names}
    return urlencode({name: text for name, text in encoded.items() if text is not None})


def _keep(work: Work) -> None:
    """Keep a record, and let the lesson's address know what is solved."""
    st.session_state[WORK] = work
    st.session_state[SOLVED] = solved_exercises()


def _saw(kept: str) -> None:
    st.session_state[SEEN] = [*st.session_state.get(SEEN, []), kept][-REMEMBERED:]
