import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: its threads spin while other work has the cores

from hypothesis import settings

settings.register_profile("gruviz", deadline=None, derandomize=True, database=None, max_examples=25)
settings.load_profile("gruviz")
