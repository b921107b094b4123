"""A person's own PyTorch network: what ran through its recurrent layers, judged in words and figures."""
