"""What the tests share: the real table as of two days, and proof that nobody changes what they are given."""

import os

os.environ["MPLBACKEND"] = "Agg"  # before anything loads matplotlib, here and in the processes that tests start

from collections import Counter
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest

import frontier


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


@pytest.fixture(scope="session")
def deck():
    """Models as Invesco's deck saw them; the same at the end of all tests as at the beginning."""
    with watched(frontier.load_models(as_of="2025-02-14", price_basis="arena")) as models:
        yield models


@pytest.fixture(scope="session")
def newest():
    """Models of the newest snapshot; the same at the end of all tests as at the beginning."""
    with watched(frontier.load_models()) as models:
        yield models


def pytest_terminal_summary(terminalreporter):
    """Say in one line for each reason what was left out."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    for reason, number in reasons.items():
        terminalreporter.write_line(f"{number} tests: {reason.removeprefix('Skipped: ')}")
