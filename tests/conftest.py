import os

from hypothesis import settings

# Before NumPy and PyTorch are loaded: tests run side by side, and threads that share a core wait for each other.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

settings.register_profile("gruviz", deadline=None, derandomize=True, database=None, max_examples=25)
settings.load_profile("gruviz")
