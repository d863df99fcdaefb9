"""Run the command line: ``python -m frontier``."""

from frontier.cli.main import run

if __name__ == "__main__":
    run()
