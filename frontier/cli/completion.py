"""The command completion."""

from __future__ import annotations

import argparse

from frontier.cli.output import GOOD


def _completion(parser: argparse.ArgumentParser, shell: str) -> int:
    """Print the script that completes the commands, their flags and the words that these take."""
    import shtab

    from frontier.data.schema import BOARDS, PRICE_BASES
    from frontier.frames.costs import COST_KINDS

    costs = tuple(kind.key for kind in COST_KINDS)
    words = {"board": BOARDS, "price_basis": PRICE_BASES, "cost": costs}
    functions = [f'_frontier_{dest}() {{ compgen -W "{" ".join(those)}" -- "$1"; }}' for dest, those in words.items()]
    preamble = "\n".join(functions) if shell == "bash" else ""
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    for one in commands.choices.values():
        for action in one._actions:
            if action.dest in words:
                complete = {"bash": f"_frontier_{action.dest}", "zsh": f"({' '.join(words[action.dest])})"}
                action.complete = complete
            elif action.dest in ("output", "data", "path", "link", "scores", "prices"):
                action.complete = shtab.FILE
    print(shtab.complete(parser, shell, preamble=preamble))
    return GOOD
