"""A PyTorch model while it runs: its recurrent layers, what they read, and the gradient that comes back to them."""
