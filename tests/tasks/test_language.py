"""Text: what is asked, and n-grams by counting strings."""

import math
from collections import Counter
from functools import cache

import numpy as np
import pytest

from gruviz.data.english import STORY, english, english_text
from gruviz.tasks import NO_TARGET, Language, restore_task
from gruviz.validation import GruvizError
from tests.tasks.recorded import TEXT, rng


def test_a_text_asks_for_the_next_character():
    task = Language(TEXT)
    for batch in (task.sample(rng(), 5, 32), task.held_out(rng(), 5, 32)):
        said = batch.inputs.argmax(-1)
        for b in range(5):
            text = task.decode(said[:, b])
            place = TEXT.index(text)
            asked = batch.targets[:, b]
            known = asked != NO_TARGET
            assert task.decode(asked[known]) == TEXT[place + 1 : place + 33][32 - known.sum() :]
    assert (task.held_out(rng(), 5, 32).targets == NO_TARGET).sum(0).tolist() == [8] * 5


def test_every_held_out_character_is_asked_for_once():
    task = Language(TEXT)
    cut = round(len(TEXT) * 0.9)
    targets = task.held_out(rng(), 10_000, 32).targets
    asked = int((targets != NO_TARGET).sum())
    assert 0 <= len(TEXT) - cut - 8 - asked <= 32


@pytest.mark.parametrize("order", [1, 5])
def test_ngrams_by_counting_strings(order):
    """Witten & Bell: each context sets so many parts aside as it has been followed by different characters."""
    task, cut = Language(TEXT), round(len(TEXT) * 0.9)
    training = TEXT[:cut]
    bits = []

    @cache
    def after(context):
        heads = range(len(training) - len(context))
        return Counter(training[i + len(context)] for i in heads if training.startswith(context, i))

    for place in range(cut, len(TEXT)):
        chance = 1 / task.output_size
        for n in range(1, order + 1):
            followed = after(TEXT[place - n + 1 : place])
            if followed:
                total, kinds = followed.total(), len(followed)
                seen = followed[TEXT[place]] / total
                chance = total / (total + kinds) * seen + kinds / (total + kinds) * chance
        bits.append(-math.log2(chance))
    name = {1: "single characters", 5: "5-gram"}[order]
    assert task.baselines(64)[name] == pytest.approx(np.mean(bits), rel=1e-6)


@pytest.mark.parametrize("text", ["", "a", "bottles\n", "é", "\ufffd", "🦁", "wall é 🦁 \ud800\ufffd wall"])
def test_a_character_is_its_place_in_the_alphabet_and_any_other_is_the_last_class(text):
    task = Language(TEXT)
    codes = task.encode(text)
    assert codes.dtype == np.int64
    assert codes.tolist() == [task.letters.find(c) if c in task.letters else len(task.letters) for c in text]
    assert task.decode(codes) == "".join(c if c in task.letters else "\ufffd" for c in text)


def test_the_floor_is_what_the_held_out_text_costs_who_knows_the_grammar():
    task = Language()
    assert task.floor is not None
    assert task.floor == pytest.approx(english().rate(STORY), rel=0.03)
    assert task.floor < min(task.baselines(64).values())
    assert Language(TEXT).floor is Language(source="python").floor is None


def test_a_source_is_one_of_two():
    assert Language(source="python").reading != Language().reading == english_text().text
    assert restore_task("language", {"source": "python"}) == Language(source="python")
    with pytest.raises(GruvizError, match="^source = "):
        Language(source="latin")
