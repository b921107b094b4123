"""A class that predicts together: its questions, votes and phases, kept in a database for a day."""
