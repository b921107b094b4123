"""The tasks on real data: what is held out, what is asked, and the baselines once more."""

import math
from collections import Counter

import numpy as np
import pytest

from gruviz.data.cart_pole import LEAN, TRACK, expert, has_fallen, moved, starts
from gruviz.data.recorded import exercises, handwritten_digits, monthly_sunspots
from gruviz.tasks import (
    APPLICATIONS,
    METRICS,
    NO_TARGET,
    Balancing,
    Digits,
    Forecasting,
    Language,
    Speech,
    Translation,
    Wearable,
    find_task,
    restore_task,
)
from gruviz.tasks.forecasting import HORIZON, PENALTIES
from gruviz.tasks.number_words import english, french, word_for_word
from gruviz.tasks.translation import END, ENGLISH, FRENCH, TRAINED, drawn_numbers
from gruviz.validation import GruvizError

TEXT = "".join(f'{i} green bottles, hanging on the "wall" (no. {i * i % 97});\n' for i in range(200))
TASKS = {
    **APPLICATIONS,
    "digits by pixel": Digits("pixel"),
    "own text": Language(TEXT),
    "own series": Forecasting(tuple(np.sin(np.arange(300) / 5) + np.arange(300) / 100)),
    "own series, far ahead": Forecasting(tuple(np.sin(np.arange(600) / 5)), horizon=60),
    "with attention": Translation(attention=True, reverse=False),
}
every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


def rng(seed=0):
    return np.random.default_rng(seed)


def as_rows(inputs):
    return {column.tobytes() for column in np.ascontiguousarray(inputs.swapaxes(0, 1))}


@every_task
def test_shapes_and_types(task):
    for batch in (task.sample(rng(), 7, task.default_length), task.held_out(rng(), 7, task.default_length)):
        inputs, targets = batch
        assert inputs.shape == (task.default_length, 7, task.input_size)
        assert inputs.dtype == np.float32
        assert np.isfinite(inputs).all()
        assert targets.shape[1] == 7
        if "error" in task.metric:
            assert (targets.dtype, targets.shape[2]) == (np.float32, task.output_size)
        else:
            assert targets.dtype == np.int64
            assert targets.min() >= NO_TARGET
            assert targets.max() < task.output_size


@every_task
def test_what_is_held_out_does_not_depend_on_a_seed_and_is_never_drawn(task):
    length = task.default_length
    one, other = task.held_out(rng(1), 100, length), task.held_out(rng(2), 100, length)
    np.testing.assert_array_equal(one.inputs, other.inputs)
    drawn = as_rows(task.sample(rng(), 1000, length).inputs)
    assert not drawn & as_rows(one.inputs)


@every_task
def test_a_seed_is_a_batch(task):
    one, same, another = (task.sample(rng(seed), 20, task.default_length).inputs for seed in (3, 3, 4))
    np.testing.assert_array_equal(one, same)
    assert (one != another).any()


@every_task
def test_a_task_is_its_settings(task):
    if task.key not in ("language", "forecasting"):
        assert restore_task(task.key, task.settings) == task
    assert hash(task) == hash(type(task)(**{f: getattr(task, f) for f in task.__dataclass_fields__}))
    assert find_task(task) is task
    assert task.title
    assert task.text.endswith(".")
    assert task.lengths[0] <= task.default_length <= task.lengths[1]
    assert task.metric in METRICS


@every_task
def test_solved_is_beyond_the_baselines(task):
    values = np.array(list(task.baselines(task.default_length).values()))
    assert np.isfinite(values).all()
    if task.key not in ("language", "forecasting"):
        assert not task.is_solved(values).any()
    else:
        assert task.is_solved(values).tolist() == [True] + [False] * (len(values) - 1), "the bar is the best rule"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Digits("columns"), "reading"),
        (lambda: Wearable(0), "fold"),
        (lambda: Wearable(6), "fold"),
        (lambda: Balancing(1.0), "blackout"),
        (lambda: Balancing(float("nan")), "blackout"),
        (lambda: Translation(attention="yes"), "attention"),
        (lambda: Language(alphabet="aa"), "alphabet"),
        (lambda: Language(alphabet=["a", "b"]), "alphabet"),
        (lambda: Forecasting((1.0, float("nan")) * 200), "values[1]"),
        (lambda: Forecasting(horizon=0), "horizon"),
        (lambda: Forecasting(tuple(range(599)), horizon=60), "values"),
        (lambda: restore_task("forecasting", {"horizon": [3]}), "horizon"),
        (lambda: restore_task("digits", {"side": 3}), "settings"),
        (lambda: restore_task("digits", [1]), "settings"),
        (lambda: restore_task("digits", {"reading": ["row"]}), "reading"),
        (lambda: restore_task("adding", {"length": 3}), "settings"),
        (lambda: restore_task(["digits"], None), "task"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(make, field):
    with pytest.raises(GruvizError) as caught:
        make()
    assert caught.value.field == field


def least_squares(features, wanted, judged):
    """By the normal equations, of a singular matrix with the smallest coefficients."""
    return judged @ np.linalg.pinv(features.T @ features, rcond=1e-10) @ features.T @ wanted


@pytest.mark.parametrize(
    "task", [Speech(), Digits(), Digits("pixel"), Wearable(2)], ids=["speech", "rows", "pixels", "wearable"]
)
def test_the_baseline_without_order(task):
    length = task.default_length
    training, held_out = task.split(length)
    X, Z = (np.hstack([np.ones((b.inputs.shape[1], 1)), b.inputs.mean(0).astype(float)]) for b in (training, held_out))
    said = least_squares(X, np.eye(task.output_size)[training.targets[0]], Z).argmax(1)
    found = task.baselines(length)
    assert found["without order"] == pytest.approx((said == held_out.targets[0]).mean(), abs=0.002)
    commonest = Counter(training.targets[0].tolist()).most_common(1)[0][0]
    assert found["commonest class"] == pytest.approx((held_out.targets[0] == commonest).mean())


def test_digits_are_read_from_top_to_bottom():
    pictures, digits = handwritten_digits(28)
    inputs = Digits().read(pictures[:5], 40)
    for b in range(5):
        np.testing.assert_array_equal(inputs[:28, b], pictures[b])
        assert not inputs[28:, b].any()
    small, _ = handwritten_digits(14)
    assert Digits("pixel").read(small[:3], 196)[17, 2, 0] == small[2, 1, 3]
    training, held_out = Digits().split(28)
    assert training.inputs.shape[1] + held_out.inputs.shape[1] == len(digits)
    assert not as_rows(training.inputs) & as_rows(held_out.inputs)


def test_nobody_is_in_both_parts_of_the_wearable_data():
    everyone = []
    for fold in range(1, 6):
        task = Wearable(fold)
        everyone += task.people
        recorded, length = exercises(), task.default_length
        count = dict.fromkeys((True, False), 0)
        for sequence, person in zip(recorded.sequences, recorded.groups.tolist(), strict=True):
            count[person in task.people] += len(range(0, len(sequence) - length + 1, length // 2))
        training, held_out = task.split(length)
        assert (training.inputs.shape[1], held_out.inputs.shape[1]) == (count[False], count[True])
        np.testing.assert_allclose(training.inputs.mean((0, 1)), 0, atol=0.05)
    assert sorted(everyone) == list(range(1, 11))


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


@pytest.mark.parametrize("order", [1, 4])
def test_ngrams_by_counting_strings(order):
    """p_n = (count + 4 p_{n−1}) / (count of the context + 4), from single characters up."""
    task, cut = Language(TEXT), round(len(TEXT) * 0.9)
    training, size = TEXT[:cut], task.output_size
    grams = [Counter(training[i : i + n] for i in range(len(training) - n + 1)) for n in range(order + 1)]
    heads = [Counter(training[i : i + n - 1] for i in range(len(training) - n + 1)) for n in range(1, order + 1)]
    bits = []
    for place in range(cut, len(TEXT)):
        chance = 1 / size
        for n in range(1, order + 1):
            gram = TEXT[place - n + 1 : place + 1]
            chance = (grams[n][gram] + 4 * chance) / (heads[n - 1][gram[:-1]] + 4)
        bits.append(-math.log2(chance))
    name = {1: "single characters", 4: "4-gram"}[order]
    assert task.baselines(64)[name] == pytest.approx(np.mean(bits), rel=1e-6)


def test_the_baselines_of_a_forecast():
    task, values = Forecasting(), monthly_sunspots()[1]
    length, cut = 144, round(0.8 * len(values))
    origins = range(cut, len(values) - HORIZON + 1)
    truth = np.array([values[o : o + HORIZON] for o in origins])
    last = np.array([[values[o - 1]] * HORIZON for o in origins])
    season = np.array([[values[o + k - task.season] for k in range(HORIZON)] for o in origins])
    found = task.baselines(length)
    assert found["last value"] == pytest.approx(np.abs(last - truth).mean())
    assert found["last value"] == pytest.approx(21.9, abs=0.05)
    assert found[f"value {task.season} steps before"] == pytest.approx(np.abs(season - truth).mean())
    assert 110 < task.season < 140, "a solar cycle"

    scaled = (values - values[:cut].mean()) / values[:cut].std()
    known = range(length, cut - HORIZON + 1)
    X, Z = (np.array([scaled[o - length : o] for o in where]) for where in (known, origins))
    Y = np.array([scaled[o : o + HORIZON] for o in known])
    errors = []
    for penalty in PENALTIES:  # as augmented least squares on what is centred, where the constant is free
        rows = np.vstack([X - X.mean(0), math.sqrt(penalty) * np.eye(length)])
        wanted = np.vstack([Y - Y.mean(0), np.zeros((length, HORIZON))])
        coefficients = np.linalg.lstsq(rows, wanted, rcond=None)[0]
        said = (Z - X.mean(0)) @ coefficients + Y.mean(0)
        errors.append(np.abs(said * values[:cut].std() + values[:cut].mean() - truth).mean())
    assert min(np.abs(np.array(errors) - found["ridge"])) < 1e-3


def test_windows_of_a_series_are_what_comes_before_and_after():
    values = np.arange(300.0)
    inputs, targets = Forecasting(tuple(values)).windows(np.array([100, 200]), 50)
    task = Forecasting(tuple(values))
    np.testing.assert_allclose(inputs[:, 1, 0] * task.spread + task.centre, values[150:200], rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(targets[0, 0] * task.spread + task.centre, values[100:112], rtol=1e-4, atol=1e-3)
    training, _ = task.split(50)
    assert (training.targets * task.spread + task.centre).max() < 0.8 * 300, "nothing held out is learned from"


@pytest.mark.parametrize("reverse", [False, True])
def test_a_pair_is_a_number_in_two_languages(reverse):
    task = Translation(reverse=reverse)
    numbers = np.array([7, 71, 99_999, 80_000, 101])
    inputs, targets = task.pairs(numbers)
    for b, number in enumerate(numbers.tolist()):
        source = [ENGLISH[row.argmax()] for row in inputs[:, b] if row.any()]
        assert tuple(source[::-1] if reverse else source) == english(number)
        assert not inputs[: 8 - len(source), b].any()
        said = [FRENCH[word] for word in targets[:, b] if word != NO_TARGET]
        assert said == [*french(number), END]


def test_the_numbers_of_the_translation():
    numbers = drawn_numbers()
    assert len(set(numbers.tolist())) == len(numbers) == 4500
    assert (numbers.min() >= 1, numbers.max() <= 99_999) == (True, True)
    assert np.mean(numbers < 1000) > 0.1
    right = [word_for_word(n) == french(n) for n in numbers[TRAINED:].tolist()]
    assert Translation().baselines(8) == {"word for word": np.mean(right)}


def test_the_expert_is_imitated():
    """What the expert would do, from speeds that are read off the next frame."""
    inputs, targets = Balancing(0.0).split(100).training
    place, angle = inputs[..., 0] * TRACK, inputs[..., 1] * LEAN
    speed, turn = np.diff(place, axis=0) / 0.02, np.diff(angle, axis=0) / 0.02  # ẋ at t by Euler's method
    states = np.stack([place[:-1], speed, angle[:-1], turn], -1)
    agree = expert(states) == targets[:-1]
    assert agree.mean() > 0.99
    assert (np.abs(angle) <= LEAN).all()


def test_the_baselines_of_balancing():
    found = Balancing().baselines(100)
    assert 10 < found["at random"] < 40
    assert found["at random"] < found["without memory"] < 200
    state, coin, steps = starts(rng(5), 200), rng(6), np.zeros(200)
    up = np.ones(200, bool)
    for _ in range(300):
        state = moved(state, coin.integers(0, 2, 200))
        up &= ~has_fallen(state)
        steps += up
    assert found["at random"] == pytest.approx(steps.mean(), abs=6)


def test_without_a_blackout_a_linear_map_of_one_frame_still_falls():
    assert Balancing(0.0).baselines(100)["without memory"] < 400
