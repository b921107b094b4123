"""Print every budget with what was measured: python -m benchmarks."""

import os
import subprocess
import sys

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch are loaded

from benchmarks import classroom, cursor, drag, engine, first_paint, learners, mapping, slider, training, voting, watch  # noqa: E402
from benchmarks.timing import report  # noqa: E402

LOADS_TORCH = """
import sys
from streamlit.testing.v1 import AppTest
for page in ("app.py", "pages/gradient_flow.py"):
    AppTest.from_file(page, default_timeout=60).run()
print(int("torch" in sys.modules))
"""


def main() -> None:
    """Run all benchmarks."""
    engine.run()
    training.run()
    learners.run()
    watch.run()
    slider.run()
    drag.run()
    cursor.run()
    first_paint.run()
    classroom.run()
    voting.run()
    mapping.run()
    loaded = subprocess.run([sys.executable, "-c", LOADS_TORCH], capture_output=True, text=True, check=True)
    report("home and gradient-flow pages load torch (0 no, 1 yes)", float(loaded.stdout.split()[-1]), 0.5, "")


if __name__ == "__main__":
    main()
