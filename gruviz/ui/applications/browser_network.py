"""A trained network as the browser gets it, to be run there (assets/components/shared/network.js)."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from gruviz.arrays import Array, in_base64
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.palette import cell_color, cell_symbol
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Classification
from gruviz.ui.caching import shared
from gruviz.ui.components import component
from gruviz.ui.inside.scene import equation_data
from gruviz.ui.inside.scene_arrays import constant_arrays, exact
from gruviz.validation import InvalidValue


def browser_network(model: TrainedModel, member: int = 0, *, names: Sequence[str] | None = None) -> dict[str, Any]:
    """One seed of a model without a decoder.

    Weights travel without loss, as base64 of the shortest floating-point numbers that hold them, little-endian by rows.

    Args:
        model: The networks.
        member: Which seed.
        names: What each of its outputs stands for; by default the classes of its task, if it has any.

    Raises:
        GruvizError: If the model has a decoder: what that writes depends on more than one state.
    """
    if model.decoder is not None:
        raise InvalidValue("model", f"a {model.kind.key} model with a decoder", "one that is read directly")
    cell, weights = find_cell(model.weights.cell), model.weights.member(member)
    arrays = {"W": weights.W[0], "U": weights.U[0], "b": weights.b[0]}
    if weights.recurrent_bias is not None:
        arrays["c"] = weights.recurrent_bias[0]
    arrays |= constant_arrays(weights)
    arrays |= {"readout:W": model.readout_W[member], "readout:b": model.readout_b[member]}
    return {
        "label": model.label,
        "cell": cell.key,
        "title": cell.title,
        "color": cell_color(cell.key),
        "mark": cell_symbol(cell.key),
        "H": weights.hidden_size,
        "D": weights.input_size,
        "blocks": weights.blocks,
        "recurrentBlocks": weights.recurrent_blocks,
        "states": cell.state_names,
        "equations": [equation_data(one) for one in cell.equations],
        "names": list(_classes(model) if names is None else names),
        "arrays": {name: _packed(array) for name, array in arrays.items()},
    }


def send_networks(models: Mapping[str, TrainedModel], *, key: str) -> str:
    """Bring the first seed of each model to the browser, once, whatever the page's settings then do.

    Args:
        models: By label.
        key: Unique on the page and constant over runs.

    Returns:
        The name under which a component finds them (assets/components/shared/network_store.js).
    """
    data = _message(*models.values())
    component("networks", key=key, data=data)
    return str(data["name"])


@shared(16)
def _message(*models: TrainedModel) -> dict[str, Any]:
    """Networks and a name that no others have."""
    networks = [browser_network(model) for model in models]
    return {"name": blake2b(repr(networks).encode(), digest_size=8).hexdigest(), "networks": networks}


def _classes(model: TrainedModel) -> tuple[str, ...]:
    return model.kind.classes if isinstance(model.kind, Classification) else model.kind.class_names


def _packed(array: Array) -> dict[str, Any]:
    numbers = exact(array)
    return {"kind": numbers.dtype.str[1:], "shape": numbers.shape, "base64": in_base64(numbers)}
