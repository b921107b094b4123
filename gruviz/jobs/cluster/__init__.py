"""Long runs on a Dask cluster, shared by all servers that use it."""
