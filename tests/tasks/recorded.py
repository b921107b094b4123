"""The tasks on recorded data, with settings of all kinds."""

import numpy as np

from gruviz.tasks import APPLICATIONS, Digits, Forecasting, Language, Speech, Translation

TEXT = "".join(f'{i} green bottles, hanging on the "wall" (no. {i * i % 97});\n' for i in range(200))

RECORDED = {
    **APPLICATIONS,
    "digits by pixel": Digits("pixel"),
    "own text": Language(TEXT),
    "own series": Forecasting(tuple(np.sin(np.arange(300) / 5) + np.arange(300) / 100)),
    "own series, far ahead": Forecasting(tuple(np.sin(np.arange(600) / 5)), horizon=60),
    "recorded speech": Speech("recorded"),
    "with attention": Translation(attention=True, reverse=False),
}


def rng(seed=0):
    return np.random.default_rng(seed)


def as_rows(inputs):
    return {column.tobytes() for column in np.ascontiguousarray(inputs.swapaxes(0, 1))}


def least_squares(features, wanted, judged):
    """By the normal equations, of a singular matrix with the smallest coefficients."""
    return judged @ np.linalg.pinv(features.T @ features, rcond=1e-10) @ features.T @ wanted
