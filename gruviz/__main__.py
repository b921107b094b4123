"""`python -m gruviz` is the command `gruviz`."""

import sys

from gruviz.command import main

if __name__ == "__main__":
    sys.exit(main())
