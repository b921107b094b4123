"""What the README promises, tried."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from distributed.cli import dask_scheduler, dask_worker
from torch import nn

import gruviz
from gruviz.command import parser

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def examples():
    """Both: a network that is watched, and a notebook."""
    return re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_the_four_lines_for_a_network_of_ones_own_run(tmp_path, monkeypatch, capsys):
    code, _ = examples()
    assert len(code.strip().splitlines()) == 4
    monkeypatch.chdir(tmp_path)
    torch.manual_seed(0)
    model, batch = nn.GRU(2, 4), (torch.randn(9, 3, 2), torch.randn(9, 3, 4))

    def loss_fn(output, target):
        return nn.functional.mse_loss(output[0], target)

    def train(model):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(2):
            loss_fn(model(batch[0]), batch[1]).backward()
            optimizer.step()

    exec(code, {"gruviz": gruviz, "model": model, "batch": batch, "loss_fn": loss_fn, "train": train})
    assert "of 9 steps back" in capsys.readouterr().out
    assert "GRU" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_notebook_example_runs_and_draws_the_module():
    _, code = examples()
    scope = {"inputs": np.random.default_rng(0).standard_normal((20, 3, 8)).astype(np.float32)}
    *lines, last = code.strip().splitlines()
    exec("\n".join(lines), scope)
    figure = eval(last, scope)
    assert any(trace.name == "my GRU" for trace in figure.data)
    assert "before the loss" in figure.layout.meta["summary"]


@pytest.mark.parametrize("command", ["streamlit run app.py", "python -m pytest -n 2 --dist loadfile"])
def test_each_of_the_two_commands_stands_on_one_line(command):
    assert len([line for line in README.splitlines() if line.startswith("pip install") and line.endswith(command)]) == 1


def test_the_word_for_the_tests_is_the_readmes_test_command():
    recipes = (Path(__file__).resolve().parent.parent / "justfile").read_text(encoding="utf-8")
    assert "test *options:\n    python -m pytest -n 2 --dist loadfile {{ options }}\n" in recipes


def test_every_option_of_the_command_that_the_readme_names_exists():
    usage = parser().format_help()
    named = set(re.findall(r"`gruviz (--[a-z-]+)", README))
    assert "--class" in named
    assert all(option in usage for option in named)


def test_files_that_the_readme_names_exist():
    root = Path(__file__).resolve().parent.parent
    for name in re.findall(r"`((?:assets|requirements)[\w./-]*)`|\]\((assets/[\w./-]+)\)", README):
        assert (root / (name[0] or name[1])).exists(), name


def test_the_commands_for_a_class_of_500_have_these_options():
    lines = [line.split("#")[0].split() for line in README.splitlines()]
    [server] = [words for words in lines if words[:2] == ["gruviz", "--scheduler"]]
    options = parser().parse_args(server[1:])
    assert (options.scheduler, options.port, options.browser) == ("tcp://127.0.0.1:8786", 8501, False)
    for name, command in (("scheduler", dask_scheduler.main), ("worker", dask_worker.main)):
        [words] = [words for words in lines if words[:2] == ["dask", name]]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_haproxy_takes_the_readmes_file(tmp_path):
    if not (haproxy := shutil.which("haproxy")):
        pytest.skip("needs Debian's haproxy")
    [text] = re.findall(r"```haproxy\n(.*?)```", README, flags=re.DOTALL)
    file = tmp_path / "haproxy.cfg"
    file.write_text(text)
    check = subprocess.run([haproxy, "-c", "-f", str(file)], capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
    assert "WARNING" not in check.stderr
