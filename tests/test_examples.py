"""The notebooks run from top to bottom, and are kept without their output; the scripts do what they show."""

import json
import runpy
import socket
import struct

import nbformat
import pytest
from nbclient import NotebookClient

from tests.test_architecture import ROOT

NOTEBOOKS = sorted(ROOT.glob("examples/*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.mark.training
@every_notebook
def test_a_notebook_runs_and_shows_figures(path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}})
    client.execute()
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    assert sum("application/vnd.plotly.v1+json" in data for data in shown) >= 4


@every_notebook
def test_a_notebook_is_kept_without_output(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def example(name):
    """What a script defines, without what it does when it is called by its name."""
    return runpy.run_path(str(ROOT / "examples" / f"{name}.py"))


def looked_at(monitor):
    """Each look's horizon of the first layer, by its step."""
    return {look.step: float(look.layers[0].horizon) for look in monitor.history}


def test_tensorboard_is_given_every_look(tmp_path, capsys):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    monitor = example("watch_in_tensorboard")["main"](str(tmp_path), updates=4, every=2)
    written = EventAccumulator(str(tmp_path)).Reload()
    horizons = {event.step: event.value for event in written.Scalars("gruviz/rnn/layer 1/horizon")}
    assert horizons == looked_at(monitor)
    assert list(horizons) == [1, 2, 4]
    assert {"gruviz/rnn/layer 2/horizon", "gruviz/clipped_share"} <= set(written.Tags()["scalars"])
    assert capsys.readouterr().out.startswith("Recall: ")


@pytest.fixture
def host(monkeypatch):
    """A host in place of all that wandb knows; nobody is to call it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        for variable in ("WANDB_BASE_URL", "HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
            monkeypatch.setenv(variable, address)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        yield listening


def records(path):
    """What wandb has written, which are LevelDB's logs: pieces behind a checksum, a length and a kind, in blocks."""
    from wandb.proto.wandb_internal_pb2 import Record

    block, data, at, piece = 1 << 15, path.read_bytes(), 7, b""
    while at + 7 <= len(data):
        if block - at % block < 7:
            at += block - at % block
        _, length, kind = struct.unpack("<IHB", data[at : at + 7])
        piece, at = piece + data[at + 7 : at + 7 + length], at + 7 + length
        if kind in (1, 4):  # a whole record, or the last piece of one
            yield Record.FromString(piece)
            piece = b""


def test_wandb_writes_every_look_to_files_and_calls_nobody(tmp_path, monkeypatch, host, capsys):
    import wandb

    monkeypatch.setenv("WANDB_SILENT", "true")
    monitor = example("watch_in_wandb")["main"](str(tmp_path), updates=4, every=2)
    wandb.teardown()
    (file,) = tmp_path.glob("wandb/offline-run-*/*.wandb")
    rows = [record.history for record in records(file) if record.WhichOneof("record_type") == "history"]
    values = [{item.key or item.nested_key[0]: json.loads(item.value_json) for item in row.item} for row in rows]
    assert {row["_step"]: row["gruviz/rnn/layer 1/horizon"] for row in values} == looked_at(monitor)
    host.setblocking(False)
    with pytest.raises(BlockingIOError):
        host.accept()


@pytest.mark.filterwarnings(
    "ignore:`isinstance.treespec, LeafSpec.` is deprecated:FutureWarning",
    "ignore:The 'train_dataloader' does not have many workers",
)
def test_a_callback_watches_what_lightning_trains(tmp_path, capsys):
    settings = {"logger": False, "enable_checkpointing": False, "enable_progress_bar": False}
    main = example("watch_in_lightning")["main"]
    monitor = main(sequences=96, every=2, default_root_dir=tmp_path, enable_model_summary=False, **settings)
    assert list(looked_at(monitor)) == [1, 2]
    assert monitor.last[0].seq_len == 20
    assert monitor.not_finite is None
    assert "Recall: " in capsys.readouterr().out
