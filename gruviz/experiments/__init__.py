"""The settings of a comparison, and its runs side by side."""
