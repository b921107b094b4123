"""Networks in the files of others: recurrent layers found by names and shapes; nothing in a file is executed."""

from gruviz.checkpoints.checkpoint import Checkpoint, read_checkpoint
from gruviz.checkpoints.found_layer import FoundLayer
from gruviz.checkpoints.reading import Reading

__all__ = ["Checkpoint", "FoundLayer", "Reading", "read_checkpoint"]
