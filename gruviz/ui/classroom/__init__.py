"""A class on the pages, on the screen of its teacher, and on phones."""
