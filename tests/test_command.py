"""The command `gruviz`, up to the point where Streamlit takes over, and `gruviz diagnose`."""

import io
import os
import runpy
import socket
import subprocess
import sys

import pytest
import segno
import torch
from safetensors.torch import save_file
from streamlit import config
from torch import nn

import gruviz
from gruviz import command
from gruviz.paths import APP


@pytest.fixture
def port():
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def start(monkeypatch, port):
    """Start the command on a free port; returns the settings that Streamlit would get."""

    def run(*arguments):
        calls = []
        monkeypatch.setattr(command, "serve", calls.append)
        command.main(["--port", str(port), *arguments])
        [settings] = calls
        return settings

    return run


def failure(arguments, capsys):
    """What the command says when it ends with an error."""
    with pytest.raises(SystemExit) as end:
        command.main(arguments)
    assert end.value.code not in (None, 0)
    return end.value.code if isinstance(end.value.code, str) else capsys.readouterr().err


def without(monkeypatch, *modules):
    monkeypatch.setattr(command, "find_spec", lambda module: None if module in modules else object())


def test_the_app_is_for_this_computer_only(start, port, capsys):
    settings = start()
    assert settings["server.port"] == port
    assert "server.address" not in settings  # the file beside the app has it
    output = capsys.readouterr().out
    assert f"http://127.0.0.1:{port}\n" in output
    assert "Only this computer can open it." in output


def test_a_class_gets_address_and_qr_code_and_the_teacher_a_warning(start, port, capsys, monkeypatch):
    monkeypatch.setattr(command, "network_address", lambda: "192.168.0.7")
    settings = start("--class")
    assert settings["server.address"] == "0.0.0.0"
    assert settings["browser.serverAddress"] == "192.168.0.7"
    output = capsys.readouterr().out
    address = f"http://192.168.0.7:{port}"
    assert address in output
    assert command.qr_code(address) in output
    assert "Everyone on this network" in output
    assert "no password and no encryption" in output


@pytest.mark.parametrize("address", ["tcp://10.0.0.5:8786", "tls://cluster.school.example:1", "tcp://[::1]:8786"])
def test_long_runs_go_to_the_scheduler_that_is_named(start, monkeypatch, address):
    monkeypatch.setenv(command.SCHEDULER, "tcp://another:8786")
    start("--scheduler", address)
    assert os.environ[command.SCHEDULER] == address


def test_without_an_option_the_environment_names_the_scheduler(start, monkeypatch):
    monkeypatch.setenv(command.SCHEDULER, "tcp://another:8786")
    start()
    assert os.environ[command.SCHEDULER] == "tcp://another:8786"
    monkeypatch.delenv(command.SCHEDULER)
    start()
    assert command.SCHEDULER not in os.environ


@pytest.mark.parametrize(
    "address",
    ["10.0.0.5:8786", "cluster", "http://10.0.0.5:8787", "tcp://10.0.0.5", "tcp://:8786", "tcp://h:port", "tcp://h:99999",
     "tcp://h:8786/status", "tcp://h one:8786"],
)  # fmt: skip
def test_what_cannot_be_a_scheduler_is_a_sentence(address, capsys, monkeypatch):
    sentence = f"The address of a scheduler reads like tcp://10.0.0.5:8786, not {address!r}."
    assert failure(["--scheduler", address], capsys) == sentence
    monkeypatch.setenv(command.SCHEDULER, address)
    assert failure([], capsys) == sentence


def test_a_cluster_needs_its_package(capsys, monkeypatch):
    without(monkeypatch, "distributed")
    assert 'pip install "gruviz[app,cluster]"' in failure(["--scheduler", "tcp://10.0.0.5:8786"], capsys)


def test_a_class_can_be_given_another_address(start, port, capsys):
    assert start("--class", "gru.school.example")["browser.serverAddress"] == "gru.school.example"
    assert f"http://gru.school.example:{port}" in capsys.readouterr().out


def test_the_qr_code_has_the_modules_of_the_address():
    address = "http://192.168.0.7:8501"
    dark = {"█": (False, False), "▀": (False, True), "▄": (True, False), " ": (True, True)}
    lines = [[dark[character] for character in line] for line in command.qr_code(address).splitlines()]
    rows = [[halves[n] for halves in line] for line in lines for n in (0, 1)]
    modules = [list(map(bool, row)) for row in segno.make(address, micro=False).matrix_iter(border=4)]
    assert rows[: len(modules)] == modules


def test_a_terminal_shows_the_qr_code_in_colours_of_its_own(monkeypatch):
    plain = command.qr_code("http://192.168.0.7:8501").splitlines()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(command.os, "name", "posix")
    white_on_black = [f"\x1b[97;40m{line}\x1b[0m" for line in plain]
    assert command.qr_code("http://192.168.0.7:8501").splitlines() == white_on_black


@pytest.mark.parametrize(("platform", "display", "headless"), [("linux", "", True), ("linux", ":0", False)])
def test_a_browser_is_opened_where_there_is_a_screen(start, monkeypatch, platform, display, headless):
    monkeypatch.setattr(command.sys, "platform", platform)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    assert start()["server.headless"] is headless
    assert start("--no-browser")["server.headless"] is True


def test_streamlit_knows_every_setting(start):
    settings = start("--class", "localhost")
    assert len([config.get_option(name) for name in settings]) == 6  # an unknown one is an error


def test_streamlit_is_given_the_app_and_the_settings(monkeypatch):
    words = []
    monkeypatch.setattr("streamlit.web.cli.main", lambda arguments, **_: words.extend(arguments))
    command.serve({"server.port": 8600, "server.headless": True})
    assert words == ["run", str(APP), "--server.port=8600", "--server.headless=True"]


@pytest.mark.parametrize("number", ["0", "65536", "-1", "8501.5", "http"])
def test_what_is_no_port_is_refused(number, capsys):
    assert f"a port is a whole number from 1 to 65535, not '{number}'" in failure([f"--port={number}"], capsys)


def test_a_port_in_use_is_refused_when_named(port, capsys):
    with socket.create_server(("127.0.0.1", port)):
        assert failure(["--port", str(port)], capsys) == f"Port {port} cannot be used."


def test_the_first_free_port_is_taken_when_none_is_named(port, monkeypatch, capsys):
    monkeypatch.setattr(command, "FIRST_PORT", port)
    with socket.create_server(("127.0.0.1", port)):
        assert port < command.free_port("127.0.0.1", None) < port + command.PORTS
        monkeypatch.setattr(command, "PORTS", 1)
        assert failure([], capsys) == f"No port from {port} on is free: gruviz --port NUMBER"


@pytest.mark.parametrize(
    ("missing", "titles"),
    [(["streamlit"], "Streamlit"), (["torch", "streamlit", "segno"], "Streamlit, PyTorch and segno")],
)
def test_a_missing_package_is_named_with_what_brings_it(missing, titles, monkeypatch, capsys):
    without(monkeypatch, *missing)
    assert failure([], capsys) == f'The app needs {titles}: pip install "gruviz[app]"'


def test_the_networks_address_is_one_of_this_computer():
    try:
        address = command.network_address()
    except SystemExit as end:
        assert "No network for a class was found" in end.code
    else:
        with socket.create_server((address, 0)) as server:
            assert server.getsockname()[0] == address


def test_without_a_network_there_is_no_class(monkeypatch, capsys):
    monkeypatch.setattr(command, "own_address", lambda: None)
    assert "gruviz --class ADDRESS" in failure(["--class"], capsys)


def test_version_and_help(capsys):
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit, match="0"):
            command.main([option])
    output = capsys.readouterr().out
    assert output.startswith(f"gruviz {gruviz.__version__}\n")
    assert all(option in output for option in ("--port", "--class", "--no-browser"))


def test_the_package_itself_is_the_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["gruviz", "--version"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("gruviz", run_name="__main__")
    assert capsys.readouterr().out == f"gruviz {gruviz.__version__}\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Networks and numbers in files: one that learns what is near, one whose state overflows."""
    folder = tmp_path_factory.mktemp("files")
    torch.manual_seed(0)
    save_file(nn.ModuleDict({"encoder": nn.GRU(2, 4)}).state_dict(), folder / "fresh.safetensors")
    broken = nn.RNN(2, 4)
    nn.init.constant_(broken.weight_hh_l0, 1e30)
    save_file(broken.state_dict(), folder / "broken.safetensors")
    (folder / "numbers.csv").write_text("a,b\n" + "\n".join(f"{n / 9},{-n / 5}" for n in range(12)), encoding="utf-8")
    (folder / "text.csv").write_text("a,b\nx,y\nz,w", encoding="utf-8")
    return folder


def test_a_network_that_runs_is_judged_with_status_0(files, capsys):
    status = command.main(["diagnose", str(files / "fresh.safetensors"), "--steps", "9", "--seed", "1"])
    output = capsys.readouterr()
    assert status == 0
    assert not output.err
    assert output.out.startswith("fresh.safetensors: ")
    assert "1 GRU layer over 9 steps of 16 sequences." in output.out
    assert max(map(len, output.out.splitlines())) <= 80


def test_numbers_of_ones_own_are_read_and_the_report_is_a_file(files, tmp_path, capsys):
    page = tmp_path / "report.html"
    numbers = ["--input", str(files / "numbers.csv"), "--html", str(page), "--layer", "encoder", "--lag", "5"]
    assert command.main(["diagnose", str(files / "fresh.safetensors"), *numbers]) == 0
    assert "1 sequence of 12 steps of the table, columns a and b" in " ".join(capsys.readouterr().out.split())
    assert "fresh.safetensors" in page.read_text(encoding="utf-8")


def test_a_broken_network_ends_with_status_1(files, capsys):
    assert command.main(["diagnose", str(files / "broken.safetensors"), "--reading", "irnn.h"]) == 1
    assert "BROKEN" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.pt"], "nowhere.pt: No such file or directory."),
        (["."], "Is a directory."),
        (["text.csv"], "none of the files that networks are kept in"),
        (["fresh.safetensors", "--input", "fresh.safetensors"], "text"),
        (["fresh.safetensors", "--input", "text.csv"], "numbers"),
        (["fresh.safetensors", "--layer", "decoder"], "The file has no layer “decoder”: it has “encoder”."),
        (["fresh.safetensors", "--steps", "0"], "steps = 0"),
        (["fresh.safetensors", "--lag", "-1"], "-1"),
        (["fresh.safetensors", "--html", "nowhere/report.html"], "No such file or directory."),
    ],
)
def test_what_cannot_be_read_is_said_with_status_2(files, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(files)
    assert command.main(["diagnose", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("gruviz diagnose: ")
    assert said in error


def test_a_package_that_is_missing_is_said_with_status_2(files, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "safetensors", None)
    assert command.main(["diagnose", str(files / "fresh.safetensors")]) == 2
    assert "pip install safetensors" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["diagnose"], ["diagnose", "a", "--steps", "many"], ["diagnoze", "a"]])
def test_a_mistake_on_the_command_line_ends_with_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        command.main(arguments)
    assert end.value.code == 2
    assert "usage: gruviz" in capsys.readouterr().err


def test_help_of_diagnose_says_what_its_status_means(capsys):
    with pytest.raises(SystemExit, match="0"):
        command.main(["diagnose", "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert all(
        option in words for option in ("--input", "--html", "--layer", "--reading", "--steps", "--lag", "--seed")
    )
    assert "The exit status is 1 where something is broken, 2 where the file cannot be read, else 0." in words


def test_a_terminal_with_an_old_encoding_is_no_reason_to_fail(files, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors="strict")
    monkeypatch.setattr(sys, "stdout", stream)
    assert command.main(["diagnose", str(files / "fresh.safetensors"), "--steps", "9"]) == 0


def test_a_reader_that_has_read_enough_changes_nothing_of_the_verdict(files, tmp_path, monkeypatch, capsys):
    read, write = os.pipe()
    os.close(read)
    page = tmp_path / "report.html"
    with open(write, "w", encoding="utf-8") as closed:  # noqa: PTH123 - a descriptor, not a path
        monkeypatch.setattr(sys, "stdout", closed)
        assert command.main(["diagnose", str(files / "fresh.safetensors"), "--steps", "9", "--html", str(page)]) == 0
    assert page.exists()
    assert not capsys.readouterr().err


def test_a_shell_gets_the_status_and_neither_streamlit_nor_plotly_are_needed(files):
    hidden = "import sys; sys.modules |= {'streamlit': None, 'plotly': None}\n"
    code = f"{hidden}from gruviz.command import main; sys.exit(main())"
    for name, status in (("broken.safetensors", 1), ("text.csv", 2)):
        words = ["diagnose", str(files / name), "--reading", "irnn.h"]
        run = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, encoding="utf-8")
        assert run.returncode == status
        assert "Traceback" not in run.stderr
