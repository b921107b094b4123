"""What all figures share: the chart, the theme, and how a summary speaks of samples."""
