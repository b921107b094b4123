"""The controls of a page: their kinds, the table that lists them, the panel that holds their values."""
