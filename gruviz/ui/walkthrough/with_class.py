"""The class at a step of the lesson: what it is asked, and its votes on the chart and on the cards."""

from functools import partial

from gruviz.classroom.state import Tally
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.lesson.votes import Votes, with_votes
from gruviz.lesson import Demonstration, LessonStep
from gruviz.lesson.grading import measured
from gruviz.ui.classroom.leading import led_by
from gruviz.ui.classroom.lesson import step_topic
from gruviz.ui.classroom.teacher import class_bar, class_way, votes_on
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.controls import guess_at
from gruviz.ui.walkthrough.moves import reveal


def step_bar(panel: Panel, step: LessonStep, demonstration: Demonstration | None, *, revealed: bool) -> None:
    """The class above a step; of someone who goes alone, the prediction counts once its run is shown."""
    if panel.class_code:
        guess = guess_at(step, panel.values) if revealed else None
        place = list(step.question.choices).index(guess) if isinstance(guess, str) else guess
        class_bar(panel, step_topic(step, demonstration), guess=None if place is None else float(place))


def class_predicts(panel: Panel) -> bool:
    """Whether the answers come from the phones of a class, not from this page."""
    return bool(panel.class_code) and led_by(panel) is not None


def class_leads_on(panel: Panel, step: LessonStep, demonstration: Demonstration | None) -> bool:
    """Draw the class's way on in place of "Reveal"; False where there is none."""
    if not panel.class_code:
        return False
    return class_way(panel, step_topic(step, demonstration), reveal=partial(reveal, panel, step))


def step_votes(panel: Panel, step: LessonStep, demonstration: Demonstration | None, *, revealed: bool) -> Votes | None:
    """The votes that may be seen at a step."""
    if not panel.class_code:
        return None
    return votes_on(panel, step_topic(step, demonstration), revealed=revealed)


def votes_by_choice(votes: Votes | None, choices: int) -> dict[str, list[int]] | None:
    """How many voted for each choice, as the cards take it."""
    if votes is None:
        return None
    return Tally(tuple(votes.first), tuple(votes.second)).counts(choices)


def voted(
    chart: Chart, axis: str, step: LessonStep, demonstration: Demonstration, votes: Votes | None, *, revealed: bool
) -> Chart:
    """The chart with the votes beside its run, on the axis of the question."""
    scale = step.question.scale
    if votes is None or scale is None:
        return chart
    measures = demonstration.measures
    places = scale.places(int(measures["set_seq_len"].value))
    truth = measured(measures, step.question.answer).value if revealed else None
    return with_votes(chart, axis, votes, places, scale.words, measured=truth)
