"""The page Trainability."""
