"""Long runs, in worker processes or on a cluster, shared by equal settings."""
