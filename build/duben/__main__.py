"""``python -m duben`` is the program ``duben``."""

from duben.cli import main

if __name__ == "__main__":
    main()
