"""A PyTorch model while it runs: its recurrent layers, what they read, and the gradient that comes back to them."""

from gruviz.diagnosis.capture.hooks import Capture, capturing

__all__ = ["Capture", "capturing"]
