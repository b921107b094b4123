"""`python -m gruviz` is the command `gruviz`."""

from gruviz.command import main

if __name__ == "__main__":
    main()
