"""The controls of a page: their kinds, the panel that holds their values, and the laboratory's table."""
