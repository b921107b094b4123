"""The quiz in GIFT, read back by a reader of its own."""

import re

from gruviz.lesson.gift import gift
from gruviz.lesson.quiz import QuizItem
from gruviz.ui.walkthrough.lesson import load_quiz

QUESTION = re.compile(r"::(.+?)::\[html\](.+?) (?<!\\)\{\n(.+?)\n\t####(.+?)\n\}", re.DOTALL)


def plain(text):
    """What an importer makes of escaped signs."""
    return re.sub(r"\\(.)", r"\1", text)


def test_every_question_has_one_right_choice_and_its_reason():
    items = list(load_quiz().values())
    read = QUESTION.findall(gift(items))
    assert [name for name, *_ in read] == [f"{number} {item.key}" for number, item in enumerate(items, 1)]
    for (_, _, choices, _), item in zip(read, items, strict=True):
        lines = [line.strip() for line in choices.splitlines()]
        assert [line[0] for line in lines].count("=") == 1
        assert list(item.choices).index(item.right) == next(i for i, line in enumerate(lines) if line[0] == "=")


def test_signs_and_formulas_come_back_as_they_were():
    item = QuizItem("a", "factor", "Is **x** ~ 1: $z_{t} = \\tanh(x)$ < 2?", {"y": "a = b", "n": "{c}"}, "y", "# so")
    [(_, text, choices, reason)] = QUESTION.findall(gift([item]))
    assert plain(text) == r"Is <strong>x</strong> ~ 1: \(z_{t} = \tanh(x)\) &lt; 2?"
    assert [plain(line.strip()[1:]) for line in choices.splitlines()] == ["a = b", "{c}"]
    assert plain(reason) == "# so"
