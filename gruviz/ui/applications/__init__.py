"""The page Applications."""
