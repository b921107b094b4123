"""Long runs in worker processes, shared by equal settings."""
