"""What others have measured."""

import gruviz

gruviz.figures.published_results()
