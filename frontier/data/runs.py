"""Runs of benchmarks, as a DataFrame."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from frontier.data.check import is_own_table, load_catalog, locate_models
from frontier.data.reader import CatalogError, errors_of, read_rows, read_table
from frontier.data.tables import frame_of
from frontier.words.spelling import refuse_unknown


def load_runs(path: str | Path | None = None, *, benchmark: str | None = None) -> pd.DataFrame:
    """Return runs of benchmarks: scores, tokens and costs, with what is known of the benchmark and the model.

    Parameters
    ----------
    path : path, optional
        A models.csv or its folder, with a runs.csv and a benchmarks.csv beside it; the shipped one if not given. Any
        other table with a header is read as it is, see `read_table`.
    benchmark : str, optional
        Only runs of this benchmark; of all if not given. Scores of two benchmarks cannot be compared.

    Returns
    -------
    pandas.DataFrame
        One row a run, in the columns of runs.csv (`describe_columns`); of its benchmark ``title``, ``unit``, ``floor``,
        ``ceiling``, ``cost_of``, ``license`` and ``url``; of its model, where its key is known, ``organization`` and
        ``openness``. Tokens and ``cost_usd`` are of all tasks of the run.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    ValueError
        If there is no such benchmark, or no runs.csv beside the models.csv.

    Examples
    --------
    >>> runs = load_runs(benchmark="aider-polyglot")
    >>> runs.set_index("name").loc["o3 (high)", ["score", "cost_usd"]].astype(float).tolist()
    [81.3, 21.2259]
    """
    if is_own_table(locate_models(path)):
        runs = read_table(locate_models(path))
        return runs if benchmark is None else _of_benchmark(runs, benchmark, runs.get("benchmark", []))
    files = [locate_models(path).with_name(f"{part}.csv") for part in _PARTS]
    if missing := [file.name for file in files if not file.exists()]:
        raise ValueError(f"{files[0].parent} has no {' and no '.join(missing)}; give a folder that has them")
    tables = [read_rows(file, part) for file, part in zip(files, _PARTS, strict=True)]
    if wrong := errors_of(problem for table in tables for problem in table.problems):
        raise CatalogError(wrong)
    benchmarks, runs = (frame_of(table.rows, part) for table, part in zip(tables, _PARTS, strict=True))
    if benchmark is not None:
        runs = _of_benchmark(runs, benchmark, benchmarks["benchmark"]).reset_index(drop=True)
    models = frame_of(load_catalog(path, ()).models.rows, "models")[["model", "organization", "openness"]]
    runs = runs.merge(benchmarks.drop(columns="tasks"), on="benchmark", how="left")
    return runs.merge(models, on="model", how="left")


def _of_benchmark(runs: pd.DataFrame, benchmark: str, known: Iterable[str]) -> pd.DataFrame:
    """Return the runs of a benchmark; refuse one that is not known."""
    known = sorted(set(known))
    refuse_unknown("benchmark must be one of", [benchmark], known or ["(there is none)"])
    return runs[runs["benchmark"] == benchmark]


_PARTS = ("benchmarks", "runs")
