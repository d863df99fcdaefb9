"""Rate the same votes on six engines: pandas, polars, pyarrow, DuckDB, dask and Spark. All must print the same digits.

    make test-engines

The votes are in two Parquet files: LLMFAO's as they are, and the same with blanks, rows of no votes and clusters.
Spark runs on this machine and needs Java 17 or newer.
"""

import os
import sys
import tempfile
import warnings
from pathlib import Path

import dask.dataframe as dd
import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
from machine import in_ci
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

import frontier

VOTES = Path(__file__).resolve().parent / "data" / "votes"


def write_votes(folder: Path) -> dict[Path, dict[str, str]]:
    """Write both files; return how each is rated."""
    names = pd.read_csv(VOTES / "llmfao-models.csv")["model"].to_numpy()
    votes = pd.read_csv(VOTES / "llmfao-votes.csv")
    votes = votes.assign(model_a=names[votes["a"]], model_b=names[votes["b"]], n=1)
    clean, dirty = folder / "clean.parquet", folder / "dirty.parquet"
    votes.to_parquet(clean)
    votes.loc[::7, "winner"], votes.loc[::11, "model_a"], votes.loc[::5, "model_b"] = None, None, ""
    votes.loc[::13, "n"] = 0
    extra = votes.head(40).assign(model_a="best", model_b=names[:40], winner="left", n=2)
    pd.concat([votes, extra]).to_parquet(dirty)
    return {clean: {}, dirty: {"count": "n", "cluster": "prompt"}}


def start_spark() -> SparkSession:
    """Start Spark in this process, quiet and without a port that others see."""
    builder = SparkSession.builder.master("local[2]").appName("frontier")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "false",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def answer(votes, how: dict[str, str]) -> str:
    """Return all that a rating consists of, every digit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = frontier.fit_ratings(votes, **how)
    return "\n".join([found.table.to_csv(), found.cov.to_csv(), found.excluded.to_csv(), *found.notes()])


def main() -> int:
    """Print a line for each engine; return whether any differs."""
    readers = {
        "pandas": pd.read_parquet,
        "polars": pl.read_parquet,
        "polars, lazy": pl.scan_parquet,
        "pyarrow": pq.read_table,
        "DuckDB": lambda path: duckdb.read_parquet(str(path)),
        "dask": lambda path: dd.read_parquet(str(path), split_row_groups=True),
    }
    try:
        spark = start_spark()
        readers["Spark"] = lambda path: spark.read.parquet(str(path))
    except (PySparkException, OSError) as error:
        print(f"Spark does not start: {str(error).splitlines()[0]}", file=sys.stderr)
        if in_ci():
            return 1
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        files = write_votes(Path(folder))
        expected = {path: answer(pd.read_parquet(path), how) for path, how in files.items()}
        for engine, read in readers.items():
            differ = [path.stem for path, how in files.items() if answer(read(path), how) != expected[path]]
            failed += bool(differ)
            print(f"{engine}: {'differs on ' + ' and '.join(differ) if differ else 'the same ratings'}", flush=True)
    return failed


if __name__ == "__main__":
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    code = main()
    sys.stdout.flush()
    os._exit(code)  # Java need not be asked to leave
