"""The command `gruviz`: the app, for one person or for a class, from any folder; and a network's file, judged."""

import argparse
import io
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gruviz import __version__
from gruviz.addresses import own_address
from gruviz.data.files import decode
from gruviz.jobs.place import SCHEDULER
from gruviz.paths import APP
from gruviz.validation import GruvizError
from gruviz.wording import listed

if TYPE_CHECKING:
    from gruviz.diagnosis.report.report import Report

THIS_COMPUTER, EVERY_NETWORK = "127.0.0.1", "0.0.0.0"
FIRST_PORT, PORTS = 8501, 20
"""Where to look for a free port, and how many to try."""
SCHEMES = ("tcp", "tls", "ws", "wss")
"""How a Dask scheduler is spoken to."""
PACKAGES = {
    "streamlit": "Streamlit",
    "torch": "PyTorch",
    "latex2mathml": "latex2mathml",
    "markdown_it": "markdown-it-py",
    "mdit_py_plugins": "mdit-py-plugins",
    "segno": "segno",
    "sqlalchemy": "SQLAlchemy",
    "platformdirs": "platformdirs",
    "safetensors": "safetensors",
    "h5py": "h5py",
}
"""What the app needs of the extra `app`: module and title."""

WARNING = """\
Everyone on this network can open the app, use all of it and start trainings on this computer.
There is no password and no encryption: use a network you trust, and stop the app after the lesson."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the app and serve it until Ctrl+C, or judge a network's file.

    Args:
        arguments: In place of those on the command line.

    Returns:
        The exit status. Of `gruviz diagnose`: 1 where something is broken, 2 where it could not look, else 0.

    Raises:
        SystemExit: With a sentence, where a package is missing, the port is taken or there is no network for a class.
    """
    options = parser().parse_args(arguments)
    if options.task == "diagnose":
        return diagnose(options)
    start(options)
    return 0


def start(options: argparse.Namespace) -> None:
    """Serve the app until Ctrl+C."""
    check_packages()
    use_cluster(options.scheduler or os.environ.get(SCHEDULER))
    class_host = None if options.address is None else options.address or network_address()
    port = free_port(EVERY_NETWORK if class_host else THIS_COMPUTER, options.port)
    announce(f"http://{class_host or THIS_COMPUTER}:{port}", for_class=class_host is not None)
    serve(settings(port, class_host, browser=options.browser))


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    command = argparse.ArgumentParser(prog="gruviz", description="Start GRUViz and open it in the browser.")
    command.add_argument(
        "--port", type=port_number, help=f"where to serve; if not given, a free port from {FIRST_PORT}"
    )
    command.add_argument(
        "--class",
        dest="address",
        metavar="ADDRESS",
        nargs="?",
        const="",
        help="let others on the network in; shows the address and its QR code (ADDRESS, where another is right)",
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help=f"put long runs on a Dask cluster, such as tcp://10.0.0.5:8786; if not given, {SCHEDULER} is read",
    )
    command.add_argument("--no-browser", dest="browser", action="store_false", help="open no browser")
    command.add_argument("--version", action="version", version=f"gruviz {__version__}")
    tasks = command.add_subparsers(dest="task", title="instead of the app")
    add_diagnose(tasks.add_parser("diagnose", help="say what is wrong with the recurrent network in a file"))
    return command


def add_diagnose(command: argparse.ArgumentParser) -> None:
    """The options of `gruviz diagnose`."""
    command.description = (
        "Say what is wrong with the recurrent network in a file. Nothing in the file is executed. "
        "The exit status is 1 where something is broken, 2 where the file cannot be read, else 0."
    )
    command.add_argument("file", type=Path, help="weights: safetensors, PyTorch's state_dict, Keras, ONNX")
    command.add_argument(
        "--input",
        type=Path,
        metavar="CSV",
        help="what the network reads: a step in each row, an input in each column, or one column of ids where the file "
        "has an embedding; if not given, noise, or random ids",
    )
    command.add_argument("--html", type=Path, metavar="PAGE", help="save the report, with its figures, as one file")
    command.add_argument("--layer", help="name of the layers to run, as in the file; if not given, the first ones")
    command.add_argument("--reading", help="how their arrays are understood, such as gru_reset_after.rzn.keeps")
    command.add_argument("--steps", type=int, default=200, help="length of a sequence (200)")
    command.add_argument(
        "--lag",
        type=int,
        help="how many steps back it has to hear; a layer that does not is broken. If not given, what it hears is "
        "compared with the whole sequence, and falling short of that is costly, not broken",
    )
    command.add_argument("--seed", type=int, default=0, help="of noise and of the readout that stands for a loss (0)")


def diagnose(options: argparse.Namespace) -> int:
    """Print what is wrong with the network of a file; the exit status."""
    try:
        report = report_of(options)
        say(str(report))
        if options.html:
            report.save(options.html)
            say(f"\nSaved as {options.html}")
    except GruvizError as error:
        return failed(str(error))
    except OSError as error:
        return failed(f"{error.filename or 'Output'}: {error.strerror}.")
    return int(report.is_broken)


def report_of(options: argparse.Namespace) -> "Report":
    """The file, run and judged."""
    from gruviz.diagnosis.diagnose_file import diagnose_file

    body, table = options.file.read_bytes(), None
    if options.input:
        table = decode(options.input.read_bytes(), field="input")
    return diagnose_file(
        options.file.name,
        body,
        table,
        module=options.layer,
        reading=options.reading,
        seq_len=options.steps,
        lag=options.lag,
        seed=options.seed,
    )


def failed(sentence: str) -> int:
    """Say why nothing could be looked at."""
    print(f"gruviz diagnose: {sentence}", file=sys.stderr)
    return 2


def say(text: str) -> None:
    """Print a text of the report; that a reader such as `head` has read enough changes nothing of its verdict."""
    try:
        print_any(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # where the end may flush what is left


def print_any(text: str) -> None:
    """Print what a terminal with an old encoding may lack letters for."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a QR code in a file with Windows' old encoding is no reason to fail
    print(text)


def port_number(text: str) -> int:
    """Read a port from the command line."""
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a whole number from 1 to 65535, not {text!r}")
    return int(text)


def check_packages() -> None:
    """End the command where a package of the extra `app` is missing."""
    if missing := [title for module, title in PACKAGES.items() if find_spec(module) is None]:
        sys.exit(f'The app needs {listed(missing)}: pip install "gruviz[app]"')


def use_cluster(address: str | None) -> None:
    """Put long runs on the cluster with this scheduler; end the command where that cannot be."""
    if not address:
        return
    if not is_scheduler(address):
        sys.exit(f"The address of a scheduler reads like tcp://10.0.0.5:8786, not {address!r}.")
    if find_spec("distributed") is None:
        sys.exit('A cluster needs Dask: pip install "gruviz[app,cluster]"')
    os.environ[SCHEDULER] = address


def is_scheduler(address: str) -> bool:
    """Whether this can be the address of a Dask scheduler."""
    with suppress(ValueError):  # of a port that is none
        parts = urlsplit(address)
        named = parts.scheme in SCHEMES and parts.hostname and parts.port
        return bool(named) and not any((parts.path, parts.query, parts.fragment, parts.username, " " in address))
    return False


def network_address() -> str:
    """The address under which others on the network reach this computer."""
    return own_address() or sys.exit(
        "No network for a class was found. Connect to one, or name this computer's address: gruviz --class ADDRESS"
    )


def free_port(host: str, wanted: int | None) -> int:
    """The port that is wanted, or else the first free one."""
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS):
        with suppress(OSError), socket.create_server((host, port)):
            return port
    sys.exit(
        f"Port {wanted} cannot be used." if wanted else f"No port from {FIRST_PORT} on is free: gruviz --port NUMBER"
    )


def announce(address: str, *, for_class: bool) -> None:
    """Say where the app is, and what that opens."""
    print_any(f"\nGRUViz {__version__}: {address}\n")
    print(f"{qr_code(address)}\n{WARNING}" if for_class else "Only this computer can open it.")
    if for_class:
        print(f"Once you have opened a class in the lesson, phones join it at {address}/class")
    print("Ctrl+C stops it.\n", flush=True)


def qr_code(text: str) -> str:
    """A QR code of half blocks; in a terminal in colours of its own, since cameras want it dark on light."""
    import segno

    drawing = io.StringIO()
    segno.make(text, micro=False).terminal(drawing, compact=True)
    if not sys.stdout.isatty() or os.name == "nt":
        return drawing.getvalue()
    return "".join(f"\x1b[97;40m{line}\x1b[0m\n" for line in drawing.getvalue().splitlines())


def settings(port: int, class_host: str | None, *, browser: bool) -> dict[str, str | int | bool]:
    """Streamlit's settings, beside those in the file next to the app."""
    options: dict[str, str | int | bool] = {
        "server.port": port,
        "server.headless": not (browser and has_screen()),
        "server.showEmailPrompt": False,
        "logger.hideWelcomeMessage": True,
    }
    if class_host:  # named, since Streamlit would ask an outside host for it
        options |= {"server.address": EVERY_NETWORK, "browser.serverAddress": class_host}
    return options


def has_screen() -> bool:
    """Whether a browser has somewhere to open: on Linux only with a display."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def serve(options: dict[str, str | int | bool]) -> None:
    """Run Streamlit on the app until it is stopped."""
    from streamlit.web.cli import main as streamlit

    streamlit(["run", str(APP), *(f"--{name}={value}" for name, value in options.items())], prog_name="streamlit")
