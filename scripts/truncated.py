"""Train GRUs whose backpropagation is cut in the middle: python -m scripts.truncated.

It takes about two minutes of one core. On the adding problem the first marked number lies before the cut, on the first
symbol all that counts does. Everything else is as in the scoreboard, which has the same trainings without a cut.
"""

import datetime
from dataclasses import asdict

from gruviz import Learner, __version__
from gruviz.comparison.scoreboard import Scoreboard, write_scoreboard
from gruviz.lesson.truncation import CUT_SCORES
from scripts.scoreboard import RATE, SETTINGS, score

CUT = 25
"""Half of the 50 steps."""
PLAN = (
    ("adding", Learner("gru", learning_rate=RATE)),
    ("first_symbol", Learner("gru", chrono=True, learning_rate=RATE)),
)


def main() -> None:
    """Train both and write the file."""
    scores = tuple(score(learner, task, truncation=CUT) for task, learner in PLAN)
    for one in scores:
        print(asdict(one))
    settings = SETTINGS | {"truncation": CUT}
    write_scoreboard(Scoreboard(datetime.date.today().isoformat(), __version__, settings, scores), CUT_SCORES)


if __name__ == "__main__":
    main()
