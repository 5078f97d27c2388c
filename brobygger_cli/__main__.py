"""`python -m brobygger_cli`."""

from brobygger_cli.cli import main

if __name__ == "__main__":
    main()
