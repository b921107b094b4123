"""The application Language: a text that somebody types, and networks that go on after every key."""
