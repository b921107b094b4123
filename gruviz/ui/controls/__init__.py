"""The controls of a page: their kinds, tables and panel, and the address they live in."""
