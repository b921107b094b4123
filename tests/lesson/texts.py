"""A step as a teacher writes it, and its mistakes."""

import pytest

from gruviz.lesson import parse_step
from gruviz.validation import InvalidValue

GOOD = """title: A step
minutes: 3
figure: decay
settings: cells=rnn&gain=2
controls: gain, seq_len
kind: range
answer: kept_rnn
goal: copy
routes: 45, 90

<!-- text -->
Words.
<!-- question -->
What happens?
<!-- choices -->
- below 1: It shrinks
- above 1: It grows
<!-- reasons -->
- right: Yes.
- below 1: No.
- above 1: No.
<!-- reveal -->
{kept_rnn} is left, $h_{t-1}$ too.
<!-- takeaway -->
One line.
<!-- notes -->
- A trap.
"""
NUMBER = GOOD.replace("kind: range", "kind: number\nscale: orders\naxis: -12 to 0").replace(
    "- below 1: It shrinks\n", ""
)
NUMBER = NUMBER.replace(
    "- right: Yes.\n- below 1: No.\n- above 1: No.", "- right: Yes.\n- above 0.1: A.\n- too high: B.\n- too low: C."
)


def check_mistake(old: str, new: str, place: str, allowed: str, text: str = GOOD) -> None:
    """A text with one thing changed is refused, by file and line, with what is allowed."""
    assert old in text
    parse_step("07_good.md", text)
    with pytest.raises(InvalidValue) as caught:
        parse_step("07_good.md", text.replace(old, new))
    message = str(caught.value)
    assert message.startswith("07_good.md, line ")
    assert place in message
    assert allowed in message
