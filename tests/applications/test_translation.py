"""A translation once more, word by word, and its gradient by finite differences."""

import numpy as np
import pytest

from gruviz.applications import translation
from gruviz.models.shipped import application_models
from gruviz.networks.network import run
from gruviz.tasks import Translation, Wearable
from gruviz.tasks.number_words import TONGUES, english
from gruviz.tasks.translation import END
from gruviz.validation import GruvizError
from tests.applications.untrained import every_cell, log_softmax, slopes, untrained


@every_cell
@pytest.mark.parametrize("task", [Translation(), Translation(attention=True, reverse=False)], ids=repr)
def test_a_decoder_alone_says_what_it_says_when_it_is_told_its_own_words(cell, task):
    model = untrained(task, cell)
    inputs = task.sentences([english(n) for n in (3, 71, 99_999)])
    said = translation.decode(model.network, inputs)
    for e in range(2):
        told = run(model.network.member(e), inputs, said[:, e]).outputs.argmax(-1)[:, 0]
        np.testing.assert_array_equal(told, said[:, e])


@every_cell
@pytest.mark.parametrize(
    "task", [Translation(), Translation(attention=True, reverse=False, language="german")], ids=repr
)
def test_a_translation_tells_how_it_came_about(cell, task):
    model = untrained(task, cell)
    found = translation.translate(model, 4071, member=1)
    source = english(4071)
    assert found.source == (source[::-1] if task.reverse else source)
    assert found.truth == (*TONGUES[task.language].say(4071), END)
    assert found.words == tuple(task.vocabulary[i] for i in found.chances.argmax(-1))
    assert not found.is_right
    T, R = len(source), len(found.words)
    assert found.state_reach.shape == (T + R + 1,)
    if task.attention:
        np.testing.assert_allclose(found.attention.sum(-1), 1)
        assert found.attention.shape == (R, T)
    inputs, said = task.sentences([source]), np.array([task.vocabulary.index(word) for word in found.words])[:, None]

    def last(x):
        padded = np.concatenate([inputs[: 8 - T], x])
        return log_softmax(run(model.network.member(1), padded, said).outputs)[-1, :, 0, said[-1, 0]]

    slope = slopes(last, inputs[8 - T :])[0, :, 0]
    np.testing.assert_allclose(found.source_reach, np.linalg.norm(slope, axis=-1), rtol=1e-4, atol=1e-9)


def test_the_share_of_right_translations():
    model = application_models("translation")["GRU"]
    numbers = np.array([1, 16, 80, 91, 2345, 70_000, 99_999])
    right = [translation.translate(model, n).is_right for n in numbers.tolist()]
    assert translation.share_right(model, numbers).tolist() == [np.mean(right)]


def test_a_model_of_another_task_is_refused():
    with pytest.raises(GruvizError) as caught:
        translation.translate(untrained(Wearable()), 5)
    assert caught.value.field == "task"
