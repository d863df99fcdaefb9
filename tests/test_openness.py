"""The tiers of openness: one line each, and a model of an unknown tier is refused everywhere."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import frontier
from frontier.data import schema
from frontier.frames.openness import DOWNLOADABLE, OPEN_CLASSES, TIER_NAMES, TIERS

PACKAGE = Path(frontier.__file__).parent


@pytest.fixture
def models():
    return pd.DataFrame(
        {
            "model": ["p", "o", "x"],
            "openness": ["proprietary", "osi", "source-available"],
            "elo": [1300.0, 1290.0, 1310.0],
            "output_usd_per_mtok": [3.0, 1.0, 2.0],
            "released": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01"]),
            "date": pd.to_datetime(["2024-04-01"] * 3),
        }
    )


@pytest.mark.parametrize(
    "use",
    [
        frontier.is_open,
        frontier.openness_class,
        frontier.open_gap,
        frontier.open_lag,
        frontier.gap_history,
        lambda models: frontier.plot_frontier(frontier.find_frontier(models)),
    ],
)
def test_a_model_of_an_unknown_tier_is_refused(models, use):
    with pytest.raises(
        ValueError, match=r"openness must be one of osi, .*, got 'source-available' in row 2; correct it"
    ):
        use(models)


def test_a_model_of_no_known_tier_is_in_no_class(models):
    models.loc[2, "openness"] = None
    assert frontier.is_open(models).tolist() == [False, True, False]
    assert frontier.openness_class(models).isna().tolist() == [False, False, True]


def test_the_tables_of_the_data_read_the_tiers():
    assert schema.OPENNESS == TIER_NAMES
    dictionary = schema.describe_columns().query("column == 'openness'")
    assert dictionary["type"].tolist() == [" | ".join(TIER_NAMES)]


def test_a_narrower_definition_takes_in_no_more():
    for tier in TIERS:
        assert tier.counts_as_open == tuple(OPEN_CLASSES)[: len(tier.counts_as_open)]
    assert TIER_NAMES[:-1] == DOWNLOADABLE


def test_a_new_tier_is_one_line(tmp_path):
    """The line is written into a copy of the package: then the tables take the tier, and so do the gap and its day."""
    shutil.copytree(PACKAGE, tmp_path / "frontier", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PACKAGE.parent / "data", tmp_path / "data")
    source = tmp_path / "frontier" / "frames" / "openness.py"
    line = '    Tier("source-available", ("weights",), "weights under terms that restrict their use"),\n'
    text = source.read_text(encoding="utf-8")
    before = '    Tier("proprietary", '
    source.write_text(text.replace(before, line + before), encoding="utf-8")
    models = tmp_path / "data" / "models.csv"
    rows = models.read_text(encoding="utf-8")
    models.write_text(rows.replace(",noncommercial,", ",source-available,"), encoding="utf-8")
    code = """
import frontier
models = frontier.load_models("data/models.csv")
new = models["openness"] == "source-available"
print(new.sum() > 9, frontier.is_open(models)[new].all(), not frontier.is_open(models, "commercial")[new].any())
print("source-available" in set(frontier.open_gap(models).table["openness"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True
    )
    assert done.stderr.decode() == ""
    assert done.stdout.decode().split() == ["True"] * 4
