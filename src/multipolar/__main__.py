"""Runs the command line as `python -m multipolar`."""

from multipolar.cli import main

if __name__ == "__main__":
    main()
