"""The command `gruviz`, up to the point where Streamlit takes over."""

import runpy
import socket
import sys

import pytest
import segno
from streamlit import config

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
