"""The class on the teacher's screen. Without `?class=` in the address nothing of it is there.

A page has three hooks: `class_bar` above its content, `class_way` where its own way on stands, and `votes_on` for what
it draws beside its run.
"""

from collections.abc import Callable

from gruviz.figures.lesson.votes import Votes
from gruviz.ui.classroom.topic import Topic
from gruviz.ui.controls.panel import Panel


def class_bar(panel: Panel, topic: Topic | None) -> None:
    """Above the content: the code, who has answered, what the teacher may do; for others, whose class this is.

    Args:
        panel: Of a page whose table has the control `class`.
        topic: What the page asks here; None where it asks nothing.
    """


def class_way(panel: Panel, topic: Topic | None, *, reveal: Callable[[], None]) -> bool:
    """Draw the class's one way on in place of the page's own "Reveal", a filled button: first vote, …, reveal the run.

    Args:
        panel: Of the page.
        topic: What it asks here.
        reveal: Shows the run on the page; called by the button's callback.

    Returns:
        Whether it was drawn: this browser leads a class, and there is something to ask. The page then shows neither
        its own prediction widget as one to click, nor its own "Reveal" and "Skip".
    """
    return False


def votes_on(panel: Panel, topic: Topic | None, *, revealed: bool) -> Votes | None:
    """The votes that the screen may show now; None before the teacher shows them, and where there is no class.

    Args:
        panel: Of the page.
        topic: What it asks here.
        revealed: Whether the page shows its run.
    """
    return None
