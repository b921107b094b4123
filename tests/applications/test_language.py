"""Writing, surprise, reach and trackers of a text, against recomputation and finite differences."""

import numpy as np
import pytest

from gruviz.applications import language
from gruviz.networks.network import run
from gruviz.tasks import Language, Wearable
from gruviz.validation import GruvizError
from tests.applications.untrained import TEXT, log_softmax, slopes, untrained


def test_what_is_written_is_drawn_from_what_is_likely():
    model = untrained(Language(TEXT))
    written = language.write(model, "The fox", 40, temperature=0.7, seed=3, top=4)
    assert written == language.write(model, "The fox", 40, temperature=0.7, seed=3, top=4)
    assert written != language.write(model, "The fox", 40, temperature=0.7, seed=4, top=4)
    assert len(written.text) == len(written.candidates) == 40
    for i in (0, 7, 39):
        read = "The fox" + written.text[:i]
        codes = model.kind.encode(read)
        inputs = np.eye(model.kind.input_size)[codes][:, None]
        outputs = run(model.network, inputs, codes[:, None]).outputs[-1, 0, 0] / 0.7
        chances = np.exp(log_softmax(outputs))
        told = written.candidates[i]
        assert [c.character for c in told] == [model.kind.decode(np.array([k])) for k in np.argsort(-chances)[:4]]
        np.testing.assert_allclose([c.probability for c in told], np.sort(chances)[::-1][:4], rtol=1e-9)


def test_a_cold_network_writes_the_likeliest_and_a_hot_one_anything():
    model = untrained(Language(TEXT))
    cold = language.write(model, "The", 50, temperature=0.05)
    sure = [told[0].probability > 0.99 for told in cold.candidates]
    likeliest = [told[0].character == said for told, said in zip(cold.candidates, cold.text, strict=True)]
    assert all(right for right, is_sure in zip(likeliest, sure, strict=True) if is_sure)
    assert len(set(language.write(model, "The", 200, temperature=3.0).text)) > 12
    assert language.next_characters(model, "The", top=3) == language.write(model, "The", 1, top=3).candidates[0]


def test_surprise_and_reach_of_a_character():
    model, text = untrained(Language(TEXT)), 'a "quick" dog'
    codes = model.kind.encode(text)
    inputs = np.eye(model.kind.input_size)[codes][:, None]
    outputs = run(model.network, inputs, codes[:, None]).outputs[:, :, 0]
    wanted = [-log_softmax(outputs)[t, :, codes[t + 1]] / np.log(2) for t in range(len(text) - 1)]
    np.testing.assert_allclose(language.surprise(model, text), wanted, rtol=1e-6)
    found = language.reach(model, text, 5)
    slope = slopes(
        lambda x: log_softmax(run(model.network, x, codes[:5, None]).outputs)[-1, :, 0, codes[5]], inputs[:5]
    )
    np.testing.assert_allclose(found.T, np.linalg.norm(slope[:, :, 0], axis=-1), rtol=1e-4)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_reach_of_all_characters_is_that_of_each(cell):
    model, text = untrained(Language(TEXT), cell), 'a "quick" dog'
    found = language.reach_of_all(model, text)
    assert found.shape == (len(text) - 1, len(text) - 1, 2)
    for at in range(1, len(text)):
        np.testing.assert_allclose(found[at - 1, :at], language.reach(model, text, at), rtol=1e-4)
        assert np.isnan(found[at - 1, at:]).all()


def test_a_tracker_is_the_unit_that_goes_with_it_most():
    model = untrained(Language(TEXT), hidden_size=12)
    found = {tracker.what: tracker for tracker in language.trackers(model, TEXT[:300], member=1)}
    hidden = language.along(model, TEXT[:300]).states["h"][1:, 1, 0]
    assert set(found) == set(language.SIGNALS)
    for tracker in found.values():
        alike = [np.corrcoef(unit, tracker.signal)[0, 1] for unit in hidden.T]
        assert tracker.correlation == pytest.approx(max(alike, key=abs))
        np.testing.assert_array_equal(tracker.activation, hidden[:, tracker.unit])
    marks = {what: tracker.signal[:45].astype(int).tolist() for what, tracker in found.items()}
    assert [i for i, on in enumerate(marks["inside quotation marks"]) if on] == list(range(4, 10))
    assert [i for i, on in enumerate(marks["inside brackets"]) if on] == list(range(22, 39))
    assert found["place in the line"].signal[:50].tolist() == [*range(1, 48), 0, 1, 2]


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda m: language.write(m, "", 5), "text"),
        (lambda m: language.write(m, "a", 0), "count"),
        (lambda m: language.write(m, "a", 5, temperature=0.0), "temperature"),
        (lambda m: language.reach(m, "abc", 3), "at"),
        (lambda m: language.reach_of_all(m, "a"), "text"),
        (lambda m: language.surprise(m, "a" * 60_000), "text"),
    ],
)
def test_what_cannot_be_tried_is_refused_by_name(act, field):
    with pytest.raises(GruvizError) as caught:
        act(untrained(Language(TEXT)))
    assert caught.value.field == field


def test_a_model_of_another_task_is_refused():
    with pytest.raises(GruvizError) as caught:
        language.write(untrained(Wearable()), "a", 5)
    assert caught.value.field == "task"
