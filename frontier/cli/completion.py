"""Print a script for bash or zsh that completes commands, flags and their values.

example: frontier completion bash
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("shell", choices=("bash", "zsh"), help="which shell")


def run(options: argparse.Namespace) -> None:
    """Print the script that completes the commands, their flags and the words of these."""
    import shtab

    from frontier.data.schema import BOARDS, PRICE_BASES
    from frontier.frames.costs import COST_KINDS

    costs = tuple(kind.key for kind in COST_KINDS)
    words = {"board": BOARDS, "price_basis": PRICE_BASES, "cost": costs}
    functions = [f'_frontier_{dest}() {{ compgen -W "{" ".join(those)}" -- "$1"; }}' for dest, those in words.items()]
    preamble = "\n".join(functions) if options.shell == "bash" else ""
    (commands,) = (a for a in options.parser._actions if isinstance(a, argparse._SubParsersAction))
    for action in (action for command in commands.choices.values() for action in command._actions):
        if action.dest in words:
            zsh = f"({' '.join(words[action.dest])})"
            action.complete = {"bash": f"_frontier_{action.dest}", "zsh": zsh}
        elif action.dest in ("output", "data", "path", "link", "scores", "prices"):
            action.complete = shtab.FILE
    print(shtab.complete(options.parser, options.shell, preamble=preamble))
