"""The command about votes: scores from them, with prices beside, for the other commands."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frontier
from frontier.cli import options as opt
from frontier.cli.output import PROBLEMS, CommandError, as_csv, busy, complain, show, writing
from frontier.words.numbers import count
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_ROLES = ("model_a", "model_b", "winner")
_SHOWN = 5  # models that a complaint names


@opt.command(
    opt.option("votes", nargs="+", metavar="FILE", help="Parquet, CSV or JSON lines; a pattern such as 'votes/*.csv'"),
    opt.option("--columns", nargs="+", default=[], metavar="ROLE=COLUMN", help="if not model_a, model_b and winner"),
    opt.option("--count", metavar="COLUMN", help="how many votes a row stands for; default: one"),
    opt.option("--weight", metavar="COLUMN", help="the weight of a vote"),
    opt.option("--cluster", metavar="COLUMN", help="the prompt or judge, whose votes are one observation"),
    opt.switch("--balance", "every pair of models counts alike, however often it was voted on"),
    opt.option("--anchor", metavar="MODEL=SCORE", help="fix the score of a model; default: the mean is 1000"),
    opt.option("--prices", metavar="PATH", help="a table of models whose other columns are added, such as models.csv"),
    opt.shared("--as-of", help="the day of these prices; default: the newest"),
    opt.formats(opt.output("write a CSV file for --data of the other commands instead", nargs=None)),
)
def rate(options: argparse.Namespace) -> None:
    """Rate models from votes between two of them: Bradley-Terry scores with intervals.

    The winner is model_a or left, model_b or right, tie, tie (bothbad) or both_bad.

    example: frontier rate votes.csv --prices data/models.csv -o mine.csv
    """
    columns = opt.pairs(options.columns, "ROLE=COLUMN")
    if unknown := [role for role in columns if role not in _ROLES]:
        raise CommandError(f"--columns: {unknown[0]!r} is none of {', '.join(_ROLES)}")
    columns |= {role: getattr(options, role) for role in ("count", "weight", "cluster")}
    with _reading(options.votes) as votes:
        found = frontier.fit_ratings(votes, **columns, balance=options.balance, anchor=_anchor(options.anchor))
    rows, people = found.table, found.table.round({"elo": 1, "elo_lower": 1, "elo_upper": 1})
    if options.prices:
        rows = _with_prices(rows, frontier.load_models(options.prices, as_of=options.as_of), options.prices)
    if options.output:
        from frontier.data.files import replace_file

        with writing(options.output):
            replace_file(options.output, as_csv(rows).encode())
    else:
        show(rows, options, people=people, left_out=found.excluded)
    complain(found.notes())


@contextlib.contextmanager
def _reading(paths: Sequence[str]) -> Iterator[Any]:
    """Give the votes of the files, which stay on disk until they are counted."""
    try:
        import duckdb
        import narwhals  # noqa: F401
    except ImportError:
        raise CommandError("votes are counted by DuckDB; install it with: pip install 'llm-frontier[votes]'") from None

    ending = Path(paths[0]).suffix.lower()
    kinds: dict[str, Any] = {".parquet": duckdb.read_parquet, ".csv": duckdb.read_csv, ".tsv": duckdb.read_csv}
    kinds |= dict.fromkeys((".json", ".jsonl", ".ndjson"), duckdb.read_json)
    if ending not in kinds or any(Path(path).suffix.lower() != ending for path in paths):
        raise CommandError(f"the files must all end in one of {', '.join(kinds)}, got {', '.join(paths[:_SHOWN])}")
    try:
        with busy("counting the votes"):
            yield kinds[ending](list(paths))
    except duckdb.Error as error:
        why = "; ".join(str(error).split("\n\n")[0].splitlines()[:3])  # what follows are its settings
        raise CommandError(f"{', '.join(paths[:_SHOWN])}: {why}", PROBLEMS) from None


def _anchor(text: str | None) -> tuple[str, float] | None:
    """Return the model and the score of MODEL=SCORE."""
    if text is None:
        return None
    model, _, score = text.rpartition("=")
    try:
        return model, float(score)
    except ValueError:
        raise CommandError(f"--anchor: {text!r} must be MODEL=SCORE, such as gpt-4=1200") from None


def _with_prices(ratings: pd.DataFrame, models: pd.DataFrame, path: str) -> pd.DataFrame:
    """Add the columns of a table of models that are not of its own scores; name the models that it lacks."""
    from frontier.frames.boards import SNAPSHOT_BOARD, SNAPSHOT_DAY
    from frontier.frames.columns import labels_of, name_column

    key = labels_of(models).astype(str)
    own = {c for c in models if str(c).startswith(("elo", "price_")) or c in ratings} | {SNAPSHOT_BOARD, SNAPSHOT_DAY}
    priced = models.drop(columns=[c for c in own | {name_column(models)} if c in models]).assign(model=key)
    if key.duplicated().any():
        raise CommandError(f"{Path(path).name}: {key[key.duplicated()].iloc[0]!r} stands twice; keep one row of each")
    lacking = ratings.loc[~ratings["model"].isin(key), "model"].tolist()
    if len(lacking) == len(ratings):
        hint = did_you_mean(lacking[0], key)
        raise CommandError(f"{Path(path).name} has none of the rated models, such as {lacking[0]!r}{hint}")
    if lacking:
        more = " ..." if len(lacking) > _SHOWN else ""
        complain([f"{Path(path).name} lacks {count(len(lacking), 'model')}: {', '.join(lacking[:_SHOWN])}{more}"])
    return ratings.merge(priced, on="model", how="left")
