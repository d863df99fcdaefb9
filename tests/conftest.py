"""What the tests share: the tables they run on, models of two days, and proof that nobody changes what they are given.

Tests of code run on ``tests/data``, a copy of the tables that does not change. Tests marked ``living`` run on ``data``,
which changes with every update. They are of what states facts of the newest table (pages, figures, examples), and must
pass after any update that `frontier check` accepts; `make test-update` runs them on a table that was updated.
"""

import os

os.environ["MPLBACKEND"] = "Agg"  # before anything loads matplotlib, here and in the processes that tests start

import gc
import sys
from collections import Counter
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

import frontier
from frontier.feeds import sellers

settings.register_profile("untimed", deadline=None)  # how fast a machine is proves nothing
settings.load_profile("untimed")

pytest_plugins = ["pages"]  # with one browser for each process
# Files whose tests share what takes long to make: one process runs them all.
TOGETHER = {
    f"test_{stem}": f"test_{stem}"
    for stem in ("report", "report_data", "claims", "packaging", "updating", "site", "plots", "gap", "trend", "data",
                 "ratings", "runs")
}  # fmt: skip
TOGETHER |= dict.fromkeys(("test_report_table", "test_report_chart"), "test_report")
collect_ignore = ["engines.py"]  # it needs dask and Spark, and has an environment of its own
LIVING = Path(__file__).resolve().parent.parent / "data"
FROZEN = Path(__file__).resolve().parent / "data"


class Tables:
    """The tables that the package finds where no path is given."""

    folder = FROZEN

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        """Give each test its tables; as a plugin, since hooks of this file do not see the doctests in frontier/."""
        self.folder = LIVING if item.get_closest_marker("living") else FROZEN
        try:
            return (yield)
        finally:
            self.folder = FROZEN


TABLES = Tables()
pytest.MonkeyPatch().setattr(sellers, "tables_folder", lambda: TABLES.folder)  # before a test module loads anything


def pytest_configure(config):
    config.pluginmanager.register(TABLES, "tables")


def pytest_collection_modifyitems(items):
    for item in items:
        if isinstance(item, pytest.DoctestItem):
            item.add_marker("living")  # the reference shows the examples, so they must be true


def pytest_collection_finish():
    """Search rarely for garbage, and not among all that is loaded by now: it would take an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each process one test at a time, and the tests of some files to one process."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return TOGETHER.get(Path(nodeid.partition("::")[0]).stem, nodeid)

    return Scheduling(config, log)


@contextmanager
def watched(values):
    """Hand an input on, and fail at the end if it is not what it was: values, types, index, names."""
    pandas = isinstance(values, pd.DataFrame | pd.Series)
    before = values.copy(deep=True) if pandas else values.copy()
    attributes = dict(values.attrs) if pandas else {}
    yield values
    assert type(values) is type(before)
    if pandas:
        same = pd.testing.assert_frame_equal if isinstance(values, pd.DataFrame) else pd.testing.assert_series_equal
        same(values, before, check_exact=True, check_freq=True)
        assert values.attrs == attributes
    elif isinstance(values, np.ndarray):
        assert values.dtype == before.dtype
        assert values.tobytes() == before.tobytes()
    else:
        assert values == before


@pytest.fixture
def unchanged():
    """Return a function that hands an input on, and check after the test that it is what it was."""
    guards = []

    def watch(values):
        guard = watched(values)
        guards.append(guard)
        return guard.__enter__()

    yield watch
    for guard in guards:
        guard.__exit__(None, None, None)


def pytest_runtest_teardown():
    """Close what a test or an example drew, so that the next one finds no figure open."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture(scope="session")
def deck():
    """Models as Invesco's deck saw them; the same at the end of all tests as at the beginning."""
    with watched(frontier.load_models(FROZEN, as_of="2025-02-14", price_basis="arena")) as models:
        yield models


@pytest.fixture(scope="session")
def newest():
    """Models of the newest snapshot of the frozen tables; the same at the end of all tests as at the beginning."""
    with watched(frontier.load_models(FROZEN)) as models:
        yield models


@pytest.fixture
def small_page(monkeypatch):
    """Write pages with one statement and without the charts: test_report.py proves both, and both are slow."""
    from frontier.report import curated, page

    monkeypatch.setattr(page, "BUNDLE", "")
    monkeypatch.setattr(curated, "check_claims", partial(frontier.check_claims, "deck-gpt4o"))


def pytest_terminal_summary(terminalreporter):
    """Say in one line for each reason what was left out."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    for reason, number in reasons.items():
        terminalreporter.write_line(f"{number} tests: {reason.removeprefix('Skipped: ')}")
