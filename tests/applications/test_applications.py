"""What one does with trained models, against recomputation, finite differences and tables made by hand."""

import numpy as np
import pytest
import torch

from gruviz.applications import beliefs, digits, forecasting, language, results, translation
from gruviz.applications.offered import OFFERED, WITHOUT_MEMORY
from gruviz.applications.results import ApplicationResult, judge, verdict
from gruviz.engine.recording import record
from gruviz.models.shipped import FOLDER, application_models, applications_record
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import fresh_network, run
from gruviz.tasks import NO_TARGET, Balancing, Digits, Forecasting, Language, Speech, Translation, Wearable
from gruviz.tasks.balancing import attempt
from gruviz.tasks.number_words import english, french
from gruviz.tasks.translation import END, FRENCH
from gruviz.validation import GruvizError
from tests.truth import grads, rerun

every_application = pytest.mark.parametrize("name", OFFERED)
every_cell = pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
TEXT = 'The "quick" brown fox (not the lazy dog) jumps.\n' * 60


def untrained(task, cell="gru", *, seeds=2, hidden_size=5, length=None):
    """A model in float64 that has learned nothing, but whose every number counts."""
    sizes = {"input_size": task.input_size, "hidden_size": hidden_size, "output_size": task.output_size}
    kind = {"decodes": task.decodes, "attends": task.attends, "dtype": np.float64, "gain": 2.0}
    made = fresh_network(cell, seeds=seeds, **sizes, **kind)
    readout = made.readout_W, made.readout_b
    return TrainedModel(task, "untrained", length or task.default_length, made.weights, *readout, made.decoder)


def log_softmax(outputs):
    return outputs - np.log(np.exp(outputs).sum(-1, keepdims=True))


def slopes(function, inputs, *, by=1e-5):
    """∂ function / ∂ inputs by central differences; the function gives one number per seed."""
    found = []
    for index in np.ndindex(inputs.shape):
        up, down = (inputs.astype(np.float64) for _ in range(2))
        up[index] += by
        down[index] -= by
        found.append((function(up) - function(down)) / (2 * by))
    return np.moveaxis(np.array(found).reshape(*inputs.shape, -1), -1, 0)


@every_cell
def test_a_belief_is_what_the_network_says_if_it_stops_there(cell):
    model, inputs = untrained(Speech(), cell), np.random.default_rng(0).standard_normal((9, 3, 13))
    found = beliefs.beliefs(model, inputs)
    for t in range(9):
        outputs = run(model.network, inputs[: t + 1], np.zeros((1, 3), np.int64)).outputs[0]
        np.testing.assert_allclose(found[t], np.exp(log_softmax(outputs)), rtol=1e-9)


@every_cell
def test_evidence_is_the_slope_of_the_log_likelihood(cell):
    model, inputs = untrained(Wearable(), cell), np.random.default_rng(0).standard_normal((6, 1, 6))
    found = beliefs.evidence(model, inputs, np.array([3]))
    slope = slopes(lambda x: log_softmax(run(model.network, x, np.zeros((1, 1))).outputs)[0, :, 0, 3], inputs)
    np.testing.assert_allclose(found[..., 0].T, np.linalg.norm(slope[:, :, 0], axis=-1), rtol=1e-5, atol=1e-10)


@every_cell
def test_evidence_is_autograds_of_every_network_and_sequence(cell):
    model, inputs = untrained(Wearable(), cell), np.random.default_rng(1).standard_normal((7, 3, 6))
    asked = np.array([2, 0, 6])
    found = beliefs.evidence(model, inputs, asked)
    recording = record(cell, model.weights, inputs)
    for seed in range(2):
        _, x, states = rerun(recording, seed)
        W, b = (torch.tensor(array[seed]) for array in (model.readout_W, model.readout_b))
        chances = (states[-1][:, : W.shape[1]] @ W.T + b).softmax(-1)
        [slope] = grads(chances[range(3), asked].log().sum(), [x])
        np.testing.assert_allclose(found[:, seed], np.linalg.norm(slope, axis=-1), rtol=1e-9, atol=1e-14)


def test_confusion_among_some_is_what_a_loop_counts():
    model = untrained(Wearable())
    inputs, targets = model.kind.split(model.length).held_out
    said = run(model.network, inputs, targets).outputs[0].argmax(-1)
    theirs = model.kind.wearers(model.length) == 2
    counted = np.zeros((2, 7, 7), np.int64)
    for seed in range(2):
        for i, is_theirs in enumerate(theirs):
            if is_theirs:
                counted[seed, targets[0, i], said[seed, i]] += 1
    assert 0 < counted[0].sum() < len(theirs)
    np.testing.assert_array_equal(beliefs.confusion(model, theirs), counted)
    assert not beliefs.confusion(model, np.zeros_like(theirs)).any()


def test_confusion_counts_every_held_out_sequence():
    model = untrained(Wearable())
    found = beliefs.confusion(model)
    held_out = model.kind.split(model.length).held_out
    assert found.shape == (2, 7, 7)
    for table, share in zip(found, judge(model), strict=True):
        np.testing.assert_array_equal(table.sum(1), np.bincount(held_out.targets[0], minlength=7))
        assert np.trace(table) / table.sum() == pytest.approx(share)
    with pytest.raises(GruvizError, match="a task on classes"):
        beliefs.confusion(untrained(Translation()))


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
        (lambda m: translation.translate(m, 5), "task"),
        (lambda m: forecasting.rolling(m), "task"),
        (lambda m: digits.drawn_input(m, np.ones((3, 3))), "task"),
    ],
)
def test_what_cannot_be_tried_is_refused_by_name(act, field):
    with pytest.raises(GruvizError) as caught:
        act(untrained(Language(TEXT)))
    assert caught.value.field == field


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
@pytest.mark.parametrize("task", [Translation(), Translation(attention=True, reverse=False)], ids=repr)
def test_a_translation_tells_how_it_came_about(cell, task):
    model = untrained(task, cell)
    found = translation.translate(model, 4071, member=1)
    source = english(4071)
    assert found.source == (source[::-1] if task.reverse else source)
    assert found.truth == (*french(4071), END)
    assert found.words == tuple(FRENCH[i] for i in found.chances.argmax(-1))
    assert not found.is_right
    T, R = len(source), len(found.words)
    assert found.state_reach.shape == (T + R + 1,)
    if task.attention:
        np.testing.assert_allclose(found.attention.sum(-1), 1)
        assert found.attention.shape == (R, T)
    inputs, said = task.sentences([source]), np.array([FRENCH.index(word) for word in found.words])[:, None]

    def last(x):
        padded = np.concatenate([inputs[: 8 - T], x])
        return log_softmax(run(model.network.member(1), padded, said).outputs)[-1, :, 0, said[-1, 0]]

    slope = slopes(last, inputs[8 - T :])[0, :, 0]
    np.testing.assert_allclose(found.source_reach, np.linalg.norm(slope, axis=-1), rtol=1e-4, atol=1e-9)


def test_the_share_of_right_translations():
    model = application_models("translation")["GRU (default)"]
    numbers = np.array([1, 16, 80, 91, 2345, 70_000, 99_999])
    right = [translation.translate(model, n).is_right for n in numbers.tolist()]
    assert translation.share_right(model, numbers).tolist() == [np.mean(right)]


def test_a_forecast_is_in_the_units_of_the_series():
    model = untrained(Forecasting(), length=30)
    task = model.kind
    found = forecasting.rolling(model, every=60)
    assert found.origins[0] == task.cut
    for n, origin in enumerate(found.origins.tolist()):
        window = (task.series[origin - 30 : origin] - task.centre) / task.spread
        outputs = run(model.network, window[:, None, None], np.zeros((1, 1))).outputs[0, :, 0]
        np.testing.assert_allclose(found.networks[:, n], outputs * task.spread + task.centre, rtol=1e-4)
        np.testing.assert_array_equal(found.rules.truth[n], task.series[origin : origin + 12])
    end = (task.series[-30:] - task.centre) / task.spread
    outputs = run(model.network, end[:, None, None], np.zeros((1, 1))).outputs[0, :, 0]
    np.testing.assert_allclose(forecasting.future(model), outputs * task.spread + task.centre, rtol=1e-4)


def test_the_error_by_horizon_adds_up_to_the_metric():
    model = untrained(Forecasting(), length=30)
    errors = forecasting.error_by_horizon(forecasting.rolling(model, every=1))
    np.testing.assert_allclose(errors["networks"].mean(1), judge(model), rtol=1e-5)
    rules = model.kind.baselines(30)
    assert errors["ridge"].mean() == pytest.approx(rules["ridge"])
    assert errors["persistence"].mean() == pytest.approx(rules["last value"])
    assert errors["persistence"][0] < errors["persistence"][-1]


def test_a_model_forecasts_another_series_if_it_fits():
    model = untrained(Forecasting(), length=144)
    task = Forecasting(tuple(100 + 10 * np.sin(np.arange(400) / 9)))
    found = forecasting.forecast(model, np.array([300]), task)
    np.testing.assert_array_equal(found.rules.truth[0], task.series[300:312])
    assert forecasting.future(model, task).shape == (2, 12)
    assert len(forecasting.rolling(model, task).origins) == 6
    with pytest.raises(GruvizError, match="horizon = 6 is not possible: 12"):
        forecasting.future(model, Forecasting(task.values, horizon=6))
    with pytest.raises(GruvizError, match="values = '400 values' is not possible: a longer series, since"):
        forecasting.rolling(untrained(Forecasting(), length=400), task)


def test_what_a_forecast_depends_on():
    model = untrained(Forecasting(), length=24)
    inputs, targets = model.kind.windows(np.array([100]), 24)
    slope = slopes(lambda x: run(model.network, x, targets).outputs[0, :, 0, 4], inputs)
    np.testing.assert_allclose(forecasting.reach(model, 100, 5).T, np.abs(slope[:, :, 0, 0]), rtol=1e-4, atol=1e-9)
    for bad in (23, len(model.kind.series) - 11):
        with pytest.raises(GruvizError, match="origin"):
            forecasting.forecast(model, np.array([bad]))


def test_a_drawing_is_brought_to_the_form_of_the_data_wherever_and_however_large_it_is():
    """Held-out digits drawn five times as large in a corner of a page are named as before."""
    model, task = application_models("digits")["GRU (default)"], Digits()
    inputs, targets = task.split(28).held_out
    drawn = []
    for picture in inputs[:, :100].swapaxes(0, 1):
        page = np.zeros((260, 200))
        page[90:230, 30:170] = np.kron(picture, np.ones((5, 5)))
        drawn.append(digits.drawn_input(model, page)[:, 0])
        rows, columns = np.nonzero(drawn[-1] > 0.1)
        assert max(np.ptp(rows), np.ptp(columns)) in (17, 18, 19)
    said = beliefs.beliefs(model, np.stack(drawn, 1))[-1, 0].argmax(-1)
    assert (said == targets[0, :100]).mean() > 0.9
    assert np.isfinite(digits.normalised(np.pad([[1.0]], 10))).all()


NO_PICTURES = (np.zeros((28, 28)), np.full((28, 28), np.nan), np.ones(28), [["a"]], np.zeros((0, 3)))


@pytest.mark.parametrize("picture", NO_PICTURES, ids=["blank", "no numbers", "a line", "text", "nothing"])
def test_what_is_no_drawing_is_refused(picture):
    with pytest.raises(GruvizError, match="picture"):
        digits.normalised(picture)


def test_blank_rows_after_a_digit():
    model = untrained(Digits())
    found = digits.accuracy_after_blank(model, [0, 7])
    np.testing.assert_allclose(found[0], judge(model))
    inputs, targets = Digits().split(35).held_out
    np.testing.assert_allclose(found[1], Digits().measure(run(model.network, inputs, targets), targets))


@every_cell
def test_blank_rows_appended_one_number_at_a_time(cell):
    """The whole run again from the textbook for each number of rows, and the right answers counted one by one."""
    model = untrained(Digits(), cell)
    inputs, targets = Digits().split(28).held_out
    blank = [3, 0, 1, 9]
    found = digits.accuracy_after_blank(model, blank)
    assert found.shape == (4, 2)
    for row, count in enumerate(blank):
        longer = np.concatenate([inputs, *[np.zeros((1, *inputs.shape[1:]))] * count])
        assert len(longer) == 28 + count
        recording = record(cell, model.weights, longer)
        for seed in range(2):
            hidden = rerun(recording, seed)[2][-1].detach().numpy()[:, :5]
            said = (hidden @ model.readout_W[seed].T + model.readout_b[seed]).argmax(-1)
            right = sum(int(one == truth) for one, truth in zip(said, targets[0], strict=True))
            assert found[row, seed] == pytest.approx(right / len(said))


def test_an_attempt_is_the_networks_own_step_by_step():
    model = untrained(Balancing(0.5), "lstm")
    found = attempt(model.network, 0.5, seed=2, attempts=3, steps=25)
    assert found.states.shape == (26, 2, 3, 4)
    outputs = run(model.network, found.frames[:, 0], np.zeros((25, 3))).outputs[:, 0]
    np.testing.assert_array_equal(outputs.argmax(-1), found.pushes[:, 0])
    np.testing.assert_array_equal(found.states[0, 0], found.states[0, 1])
    single = attempt(model.network, 0.5, remembers=False, seed=2, attempts=3, steps=25)
    each = run(model.network, single.frames[:, 0].reshape(1, 75, 4), np.zeros((1, 75))).outputs[0, 0]
    np.testing.assert_array_equal(each.argmax(-1).reshape(25, 3), single.pushes[:, 0])


def row(name, *values, rule=False):
    return ApplicationResult(name, values, rule)


VERDICTS = {
    "one cell wins": (
        Speech(),
        [row("GRU", 0.97, 0.99, 0.98), row("LSTM", 0.95), row("RNN", 0.7), row("chance", 0.1, rule=True)],
        "GRU is best: accuracy 98%. The best rule, “chance”, reaches 10%.",
    ),
    "two are level, one is behind the rule": (
        Speech(),
        [row("LSTM", 0.985), row("GRU", 0.98), row("RNN", 0.5), row("without order", 0.75, rule=True)],
        "LSTM and GRU are about level and best: accuracy 98%. The best rule, “without order”, reaches 75%, "
        "which beats RNN as well.",
    ),
    "the rule wins": (
        Forecasting(),
        [row("GRU", 17.5), row("RNN", 19.0), row("ridge", 16.5, rule=True), row("last value", 22.0, rule=True)],
        "GRU is best: mean absolute error 17.5. But the rule “ridge” is better than all of them: 16.5.",
    ),
    "a seed of one does as well as the other's middle one": (
        Speech(),
        [
            row("LSTM", 0.9, 0.94, 0.99),
            row("GRU", 0.96, 0.97, 0.98),
            row("RNN", 0.6, 0.7, 0.8),
            row("without order", 0.75, rule=True),
        ],
        "LSTM and GRU are about level and best: accuracy 97%. The best rule, “without order”, reaches 75%, "
        "which beats RNN as well.",
    ),
    "the rule is as good": (
        Forecasting(),
        [row("GRU", 16.9), row("ridge", 16.8, rule=True)],
        "GRU is best: mean absolute error 16.9. The rule “ridge” is as good: 16.8.",
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_table_in_words_whoever_wins(name):
    task, table, words = VERDICTS[name]
    assert verdict(task, table) == words


def test_a_table_of_results_has_the_best_first_and_the_rules_last():
    models = {"a": untrained(Wearable()), "b": untrained(Wearable(), "rnn")}
    table = results.results(models)
    assert [result.is_baseline for result in table] == [False, False, True, True]
    assert table[0].median >= table[1].median
    assert {r.name: r.values for r in table[:2]} == {name: tuple(judge(m).tolist()) for name, m in models.items()}


@every_application
def test_the_shipped_models_are_what_their_record_says(name):
    told, models = applications_record()[name], application_models(name)
    config = OFFERED[name]
    assert list(told["measured"]) == list(models)
    assert len(models) == 3 + (name == "balancing")
    for label, model in models.items():
        assert model.kind.key == config.task.key
        if config.task.key not in ("language", "forecasting"):
            assert model.kind == config.task
        assert model.length == (1 if label == "without memory" else config.length)
        assert model.weights.hidden_size == told["settings"]["hidden_size"] == config.hidden_size
        assert all(told["seconds"].values())
    if name not in ("language", "digits_by_pixel"):  # the text is another in another Python; the pixels take long
        label, model = next(reversed(models.items()))
        values = told["measured"][label]
        assert len(values) == len(told["seeds"]) > 1
        np.testing.assert_allclose(judge(model), values[:1], atol=0.02 * max(values))


def test_the_shipped_models_are_small():
    files = [FOLDER / file for told in applications_record().values() for file in told["files"]]
    assert sum(file.stat().st_size for file in files) < 2_000_000
    assert WITHOUT_MEMORY.length == 1


def test_the_shipped_models_can_do_what_they_are_for():
    assert translation.translate(application_models("translation_attention")["LSTM (default)"], 97).is_right
    text = language.write(application_models("language")["GRU (default)"], "The ", 200, temperature=0.3).text
    assert text.count(" ") > 20
    spoken = Speech().split(40).held_out
    believed = beliefs.beliefs(application_models("speech")["GRU (default)"], spoken.inputs[:, :50])
    assert (believed[-1, 0].argmax(-1) == spoken.targets[0, :50]).mean() > 0.9
    assert (believed[20, 0].max(-1) < believed[-1, 0].max(-1)).mean() > 0.8, "it grows surer"


def test_no_target_is_asked_of_a_decoder_beyond_its_end():
    _, targets = Translation().pairs(np.array([1]))
    assert targets[:, 0].tolist() == [FRENCH.index("un"), FRENCH.index(END)] + [NO_TARGET] * 10
