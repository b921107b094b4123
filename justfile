# One word for each habit, in the active virtual environment. `just` lists them; options go on: `just fast -x`.

set windows-shell := ["powershell.exe", "-NoLogo", "-Command"]

_list:
    @just --list --unsorted

# Install all packages, and the checks before each commit
setup:
    python -m pip install -r requirements-dev.txt
    pre-commit install

# Style and types
check:
    ruff check .
    ruff format --check .
    mypy
    deno fmt --check
    deno lint
    deno check assets/components assets/classroom assets/report

# All tests
test *options:
    python -m pytest -n 2 --dist loadfile {{ options }}

# The tests without a browser and without a training
fast *options:
    python -m pytest -n 2 --dist loadfile --ignore tests/browser -m "not training" {{ options }}

# The tests in a browser
browser *options:
    python -m pytest -n 2 --dist loadfile tests/browser {{ options }}

# The documentation, in build/docs
docs:
    python -m sphinx -W docs build/docs

# How fast it is
bench *options:
    python -m benchmarks {{ options }}
