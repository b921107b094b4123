"""A trained network with what it has learned: checked once, and valid from then on."""

from dataclasses import dataclass, replace

from gruviz.arrays import Array, frozen, in_half
from gruviz.engine.cells import find_cell
from gruviz.engine.weights import Weights
from gruviz.networks.network import Network
from gruviz.tasks import Task, find_task
from gruviz.validation import InvalidShape, InvalidValue, check_array, check_integer

LABEL_LIMIT = 200
"""Characters of a label."""


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """Networks that have learned a task, and the linear map that reads them.

    Args:
        task: Registry key, or a task with settings of its own.
        label: Cell and start in words, at most 200 printable characters.
        length: T of the sequences it has learned on.
        weights: Of E seeds.
        readout_W: (E, K, H), or (E, K, 2H) where the task attends.
        readout_b: (E, K).
        decoder: Weights of the decoder, for a task that has one.

    Raises:
        GruvizError: If something is unknown, does not fit the rest or is not finite.
    """

    task: str | Task
    label: str
    length: int
    weights: Weights
    readout_W: Array
    readout_b: Array
    decoder: Weights | None = None

    def __post_init__(self) -> None:
        task, weights = self.kind, self.weights
        if not isinstance(self.label, str) or not self.label.isprintable() or len(self.label) > LABEL_LIMIT:
            raise InvalidValue("label", self.label, f"at most {LABEL_LIMIT} printable characters")
        check_integer("length", self.length, *task.lengths)
        _check_layer("weights", weights, task.input_size, task)
        self._check_decoder()
        shape = (weights.seeds, task.output_size, weights.hidden_size * (1 + task.attends))
        W = check_array("readout_W", self.readout_W, shape, weights.U.dtype)
        b = check_array("readout_b", self.readout_b, W.shape[:2], weights.U.dtype)
        object.__setattr__(self, "readout_W", frozen(W.copy()))
        object.__setattr__(self, "readout_b", frozen(b.copy()))

    def _check_decoder(self) -> None:
        """There is one if the task has one, and it is of the same cell and size as the layer that reads."""
        task, weights, decoder = self.kind, self.weights, self.decoder
        _check_presence("decoder", decoder, "weights", task.decodes, f"for the task {task.key}")
        if decoder is not None:
            _check_layer("decoder", decoder, task.output_size, task)
            if (decoder.cell, *decoder.U.shape) != (weights.cell, *weights.U.shape):
                raise InvalidShape("decoder.U.shape", decoder.U.shape, f"{weights.U.shape} of a {weights.cell}")

    @property
    def kind(self) -> Task:
        """What it has learned."""
        return find_task(self.task)

    def rounded(self) -> "TrainedModel":
        """A copy that has only the digits that a file in half precision keeps."""
        decoder = None if self.decoder is None else self.decoder.rounded()
        weights, W, b = self.weights.rounded(), in_half(self.readout_W), in_half(self.readout_b)
        return replace(self, weights=weights, readout_W=W, readout_b=b, decoder=decoder)

    @property
    def network(self) -> Network:
        """What runs."""
        return Network(self.weights, self.readout_W, self.readout_b, self.decoder)


def _check_layer(name: str, weights: Weights, input_size: int, task: Task) -> None:
    cell = find_cell(weights.cell)
    for part, value, own in (
        ("blocks", weights.blocks, cell.block_names),
        ("input_only", weights.input_only, cell.input_only),
    ):
        if value != own:
            raise InvalidValue(f"{name}.{part}", value, f"{own} for the cell {cell.key}")
    bias = weights.recurrent_bias
    _check_presence(f"{name}.recurrent_bias", bias, "an array", cell.has_recurrent_bias, f"for the cell {cell.key}")
    if weights.input_size != input_size:
        raise InvalidShape(f"{name}.W.shape", weights.W.shape, f"D = {input_size} for the task {task.key}")


def _check_presence(name: str, value: object, noun: str, is_due: bool, owner: str) -> None:
    """A part has to be there exactly where its owner has such a part."""
    if (value is not None) != is_due:
        actual, allowed = ("None", noun) if is_due else (noun, "None")
        raise InvalidValue(name, actual, f"{allowed} {owner}")
