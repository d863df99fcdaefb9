"""What was drawn, read back from the artists and measured as it is saved."""

import ast
import inspect
import io
import math
import os
import re
import runpy
import shlex
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from functools import cache
from importlib import metadata
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cbook import is_math_text
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import frontier
from frontier import (
    find_frontier,
    gap_history,
    headline,
    open_lag,
    openness_class,
    plot_frontier,
    plot_gap,
    plot_lag,
    plot_price_records,
    plot_price_steps,
    price_decline,
    price_points,
    price_records,
    summary,
)
from frontier.claims.check import check_claims
from frontier.cli.main import main
from frontier.core.bands import attainment
from frontier.plots.tasks import plot_tasks
from frontier.plots.theme import INVESCO_CALLOUTS, new_figure, plain_style, save_figure
from frontier.words.numbers import MONTHS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PRICE = "output_usd_per_mtok"
SAVED_DPI = 200


def menu(*points, half=None, names=None, openness=None, **columns):
    """Make a table of models A, B, C, ... from (price, score) points; half is that of the interval of the score."""
    prices, scores = (np.array([p[k] for p in points], dtype=float) for k in (0, 1))
    models = names or [chr(ord("A") + i) for i in range(len(points))]
    table = pd.DataFrame({"model": models, PRICE: prices, "elo": scores, **columns})
    if half is not None:
        table = table.assign(elo_lower=scores - half, elo_upper=scores + half)
    return table if openness is None else table.assign(openness=openness)


def random_menu(seed, size=None):
    """Make a table with ties, names of any length and intervals, the same for a seed."""
    rng = np.random.default_rng(seed)
    size = size or int(rng.integers(2, 160))
    letters = list("abcdefghijklmnopqrstuvwxyzMWi-.0123456789")
    scores = np.round(rng.normal(1200, 80, size), rng.integers(-1, 2))
    prices = np.round(np.exp(rng.normal(0, rng.choice([0.2, 1, 2.5]), size)), 2).clip(0.01)
    return menu(
        *zip(prices, scores, strict=True),
        half=rng.uniform(1, 25, size),
        names=[f"m{i}-" + "".join(rng.choice(letters, rng.integers(1, 22))) for i in range(size)],
        openness=rng.choice(["osi", "proprietary", "noncommercial"], size),
    )


def draw(models, *, classes=False, **options):
    """Draw a table on Axes of the project's size, outside pyplot."""
    asked = {"cost": options.pop("cost", PRICE), "quality": options.pop("quality", "elo")}
    by = options.pop("by", openness_class(models) if classes else None)
    found = find_frontier(models, by=by, **asked)
    return found, plot_frontier(found, **{"ax": new_figure(), **options})


def saved(ax, kind="svg"):
    """Give the bytes that save_figure would write, through a file of its own."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"picture.{kind}"
        save_figure(ax, path)
        return path.read_bytes()


def content(ax):
    """Give a picture as SVG with its letters as text, which is as telling as what save_figure writes, and quicker."""
    made = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "frontier", "svg.fonttype": "none"}):
        ax.get_figure().savefig(made, format="svg", metadata={"Date": None})
    return made.getvalue()


@pytest.fixture(scope="module")
def pictures(deck, newest):
    """The six pictures of the project, each as (frontier, Axes); not to be drawn on."""
    return {
        "deck": draw(deck, callouts=INVESCO_CALLOUTS),
        "deck-classes": draw(deck, classes=True),
        "newest": draw(newest),
        "newest-classes": draw(newest, classes=True),
        "deck-band": draw(deck, callouts=INVESCO_CALLOUTS, band=True),
        "newest-band": draw(newest, band=True),
    }


PICTURES = pytest.mark.parametrize("picture", ["deck", "deck-classes", "newest", "newest-classes"])
WITH_BANDS = pytest.mark.parametrize(
    "picture", ["deck", "deck-classes", "newest", "newest-classes", "deck-band", "newest-band"]
)


# --- The twins: what should be there, from the table alone.


def steps_of(table, cost=PRICE, quality="elo"):
    """List the corners of the frontier as (cost, quality), by looking at every pair."""
    points = set(zip(table[cost].astype(float), table[quality].astype(float), strict=True))
    return sorted(p for p in points if not any(o != p and o[0] <= p[0] and o[1] >= p[1] for o in points))


def modules_of(room):
    return sorted((Path(frontier.__file__).parent / room).glob("*.py"))


# --- Reading back.


def points_drawn(ax):
    """Give every marker of a model: x, y, colour, marker path, area, opacity."""
    found = []
    for layer in ax.collections:
        if isinstance(layer, PathCollection) and layer.get_gid() is not None:
            path = layer.get_paths()[0]
            for x, y in np.asarray(layer.get_offsets()).tolist():
                colour = to_hex(layer.get_facecolor()[0])
                found.append((x, y, colour, path.vertices.tobytes(), layer.get_sizes()[0], layer.get_alpha()))
    return found


def legend_of(ax):
    """Map each entry to its line: classes have a marker, frontiers a line; where room is scarce, one entry has both."""
    legend = ax.get_legend()
    return dict(zip([text.get_text() for text in legend.get_texts()], legend.legend_handles, strict=True))


def class_styles(ax):
    """Map each class of the legend to its colour and the path of its marker."""
    styles = {}
    for name, handle in legend_of(ax).items():
        if getattr(handle, "get_marker", lambda: "None")() != "None":
            marker = MarkerStyle(handle.get_marker())
            path = marker.get_path().transformed(marker.get_transform())
            styles[name] = (to_hex(handle.get_markerfacecolor()), path.vertices.tobytes())
    return styles


def line_named(ax, label):
    (line,) = [line for line in ax.get_lines() if line.get_label() == label]
    return line


def labels_of(ax):
    """Give the texts that stand at data points, the leaders (arrows without text) apart."""
    return [text for text in ax.texts if text.get_text() and text.xycoords == "data"]


def said(text):
    """Give the words of a text, which may stand in two lines."""
    return text.get_text().replace("\n", " ")


def leaders_of(ax):
    return [text for text in ax.texts if not text.get_text() and text.arrow_patch is not None]


def frame_texts(ax):
    """Give title, subtitle and footer."""
    texts = [text for text in ax.texts if text.get_text() and text.get_gid() is None]  # no names of boards
    subtitle, footer = [text for text in texts if text.xycoords != "data"]
    return ax.get_title(loc="left").replace("\n", " "), subtitle.get_text(), footer.get_text()


def footer_of(ax):
    return frame_texts(ax)[2]


def title_of(ax):
    return frame_texts(ax)[0]


# --- Points.


@PICTURES
def test_every_model_that_was_compared_is_drawn_where_it_belongs(pictures, picture):
    found, ax = pictures[picture]
    drawn = [(x, y) for x, y, *_ in points_drawn(ax)]
    assert Counter(drawn) == Counter(zip(found.table[PRICE], found.table["elo"], strict=True))
    low, high = ax.get_xlim()
    floor, top = ax.get_ylim()
    assert all(low < x < high and floor < y < top for x, y in drawn)


@PICTURES
def test_colour_and_marker_both_tell_the_class(pictures, picture):
    found, ax = pictures[picture]
    styles = class_styles(ax)
    expected = Counter()
    for _, row in found.table.iterrows():
        name = "Proprietary" if row["openness"] == "proprietary" else "Open weights"
        expected[row[PRICE], row["elo"], *styles[name]] += 1
    assert Counter(point[:4] for point in points_drawn(ax)) == expected
    colours, markers = zip(*styles.values(), strict=True)
    assert len(set(colours)) == len(set(markers)) == 2


@PICTURES
def test_frontier_members_stand_out(pictures, picture):
    """Members of any frontier that is drawn are larger and stronger than all others."""
    found, ax = pictures[picture]
    tables = [found.table, *(group.table for group in found.groups.values())]
    expected = {step for table in tables for step in steps_of(table)}
    drawn = points_drawn(ax)
    members = [point for point in drawn if point[:2] in expected]
    others = [point for point in drawn if point[:2] not in expected]
    assert {point[:2] for point in members} == expected
    assert min(point[4] for point in members) > max(point[4] for point in others)
    assert min(point[5] for point in members) > max(point[5] for point in others)


def test_a_class_keeps_its_colour_and_marker_from_picture_to_picture(deck):
    """Whichever class leads the table, and with frontiers of their own or without."""
    pictures = [
        draw(deck)[1],
        draw(deck, classes=True)[1],
        draw(deck.iloc[::-1])[1],
        draw(deck.sort_values("openness", kind="stable"), classes=True)[1],
    ]
    first, *others = [class_styles(ax) for ax in pictures]
    assert all(styles == first for styles in others)


def test_a_table_without_classes_has_one_colour_and_no_class_in_the_legend():
    _, ax = draw(menu((1, 1000), (2, 1100), (3, 1050)))
    assert len({point[2] for point in points_drawn(ax)}) == 1
    assert list(legend_of(ax)) == ["Frontier"]


@pytest.mark.parametrize("narrow", ["commercial", "osi"])
def test_models_of_neither_class_are_drawn_all_the_same(deck, narrow):
    """What is downloadable but not open enough is of neither class; it was compared, so it must be in the picture."""
    found, ax = draw(deck, by=openness_class(deck, narrow))
    drawn = Counter(point[:2] for point in points_drawn(ax))
    assert drawn == Counter(zip(found.table[PRICE], found.table["elo"], strict=True))
    anchors = {text.xy for text in labels_of(ax)}
    assert anchors <= set(drawn), "a label stands where no marker is"


def test_a_model_of_unknown_openness_is_not_called_proprietary():
    models = menu((1, 1000), (2, 1100), (3, 1200), openness=["osi", "proprietary", None])
    _, ax = draw(models)
    colours = {point[:2]: point[2] for point in points_drawn(ax)}
    assert colours[2, 1100] != colours[1, 1000]
    assert colours[3, 1200] not in (colours[2, 1100], colours[1, 1000])


def test_the_legend_hides_no_model():
    """With a dear and weak model the lower right corner is taken; here all four are."""
    _, ax = draw(menu((1, 1200), (1.1, 1000), (90, 1000), (100, 1200), (100, 1001)))
    extents = measured(ax)
    assert len(extents.markers) == 5
    assert not [box for box in extents.markers if overlap(box, extents.legend) > 1]


@WITH_BANDS
def test_the_legend_hides_no_model_of_the_projects_pictures(pictures, picture):
    _, ax = pictures[picture]
    extents = measured(ax)
    assert len(extents.markers) > 30
    assert not [box for box in extents.markers if overlap(box, extents.legend) > 1]


# --- How sure: the band, and what a marker tells.


def markers_by_look(ax):
    """Map each look of a marker (likely, possible, unlikely) to the places where it is drawn."""
    looks = {}
    for layer in ax.collections:
        if isinstance(layer, PathCollection) and layer.get_gid() is not None:
            looks.setdefault(layer.get_gid().split("-")[-1], []).extend(np.asarray(layer.get_offsets()).tolist())
    return looks


@pytest.mark.parametrize("picture", ["deck-band", "newest-band"])
def test_the_marker_tells_the_probability(pictures, picture):
    found, ax = pictures[picture]
    chance = found.table["probability"]
    limits = {"likely": chance >= 0.9, "possible": (chance >= 0.1) & (chance < 0.9), "unlikely": chance < 0.1}
    drawn = markers_by_look(ax)
    assert set(drawn) == set(limits)
    for look, rows in limits.items():
        assert rows.any()
        assert sorted(map(tuple, drawn[look])) == sorted(map(tuple, found.table.loc[rows, [PRICE, "elo"]].to_numpy()))


def test_only_what_may_be_is_hollow(pictures):
    _, ax = pictures["deck-band"]
    faces = {
        layer.get_gid().split("-")[-1]: to_hex(layer.get_facecolor()[0])
        for layer in ax.collections
        if isinstance(layer, PathCollection) and layer.get_gid() is not None
    }
    assert [look for look, colour in faces.items() if colour == "#ffffff"] == ["possible"]


@pytest.mark.parametrize("picture", ["deck-band", "newest-band"])
def test_the_band_is_where_the_frontier_lies_with_ninety_percent(pictures, picture):
    found, ax = pictures[picture]
    (shade,) = [layer for layer in ax.collections if layer.get_gid() == "band"]
    (path,) = shade.get_paths()
    table = found.table
    checked = 0
    for price in sorted(set(table[PRICE])):
        heights = {y for x, y in path.vertices.tolist() if x == price}
        within = [min(heights), max(heights)]
        reached = attainment(table[PRICE], table["elo"], table["sd"], price, within)
        if len(heights) == 2:  # a price at which the band makes no step
            np.testing.assert_allclose(reached, [0.95, 0.05], atol=1e-9)
            checked += 1
    assert checked


@pytest.mark.parametrize("picture", ["deck-band", "newest-band"])
def test_the_title_with_a_band_counts_the_sure_and_the_possible(pictures, picture):
    found, ax = pictures[picture]
    chance = found.table["probability"].to_numpy()
    said = [int(n) for n in re.findall(r"(\d+) (?:models?|more)", ax.get_title(loc="left").replace("\n", " "))]
    assert said == [(chance >= 0.9).sum(), ((chance >= 0.1) & (chance < 0.9)).sum()]
    assert any(f"{chance.sum():.1f} of {len(chance)} are expected" in text.get_text() for text in ax.texts)


def test_the_title_with_a_band_of_one_two_and_none():
    title = draw(menu((1, 1000), half=5), band=True)[1].get_title(loc="left").replace("\n", " ")
    assert title == "1 model is on the frontier with at least 90 % probability, the others with less than 10 %"
    equals = menu((1, 1000), (1, 1000), half=5)
    title = draw(equals, band=True)[1].get_title(loc="left").replace("\n", " ")
    assert title == "No models are on the frontier with at least 90 % probability, 2 more may be"
    pair = menu((1, 1000), (2, 1100), half=5, openness=["osi", "proprietary"])
    title = draw(pair, classes=True, band=True)[1].get_title(loc="left").replace("\n", " ")
    assert (
        title
        == "2 models are on the frontier of their class with at least 90 % probability, the others with less than 10 %"
    )


def test_with_classes_the_probability_is_that_of_ones_class(deck):
    found, ax = draw(deck, classes=True, band=True)
    drawn = {look: sorted(map(tuple, spots)) for look, spots in markers_by_look(ax).items()}
    own = pd.concat([group.table for group in found.groups.values()])
    likely = own.loc[own["probability"] >= 0.9, [PRICE, "elo"]]
    assert drawn["likely"] == sorted(map(tuple, likely.to_numpy()))
    assert len([layer for layer in ax.collections if layer.get_gid() == "band"]) == 2
    assert len(drawn["likely"]) > (found.table["probability"] >= 0.9).sum()


def test_a_percentage_is_written_only_where_it_says_something(pictures):
    found, ax = pictures["deck-band"]
    written = {text.get_text() for text in ax.texts if re.fullmatch(r"\D.* \d+ %", text.get_text())}
    assert written == {"DeepSeek R1 89 %", "GPT-4o 81 %"}
    chance = found.table.set_index("model")["probability"]
    assert round(100 * chance["deepseek-r1"]) == 89
    assert round(100 * chance["chatgpt-4o-latest-20241120"]) == 81


def test_the_legend_explains_the_looks_that_are_drawn(pictures):
    entries = list(legend_of(pictures["deck-band"][1]))
    assert entries == [
        "Proprietary",
        "Open weights",
        "On the frontier: 90 % or more",
        "On the frontier: 10 to 90 %",
        "On the frontier: below 10 %",
        "Frontier",
        "The true frontier, with 90 % probability",
    ]


def test_the_footer_says_how_many_intervals_were_assumed():
    table = menu((1, 1000), (2, 1100), (3, 1200), half=np.array([5, np.nan, np.nan]))
    _, ax = draw(table, band=True)
    assert "2 without an interval: the widest is assumed." in footer_of(ax).replace("\n", " ")


@pytest.mark.parametrize("uncertainty", [True, False])
def test_a_band_without_intervals_is_refused(deck, uncertainty):
    table = deck.drop(columns=["elo_lower", "elo_upper"]) if uncertainty else deck
    with pytest.raises(ValueError, match=r"a band needs intervals: elo_lower and elo_upper are.*uncertainty=False"):
        plot_frontier(find_frontier(table, uncertainty=uncertainty), band=True, ax=new_figure())


def test_models_of_no_class_are_not_counted_with_a_band(deck):
    found, ax = draw(deck, by=openness_class(deck, "osi"), band=True)
    without = found.table[found.table[found.by].isna()]
    assert len(without)
    assert any(f" of {len(found.table) - len(without)} are expected" in text.get_text() for text in ax.texts)
    places = set(map(tuple, without[[PRICE, "elo"]].to_numpy()))
    assert places <= set(map(tuple, markers_by_look(ax)["unlikely"]))


def test_a_class_without_intervals_has_a_band_and_its_own_probability():
    """C is alone in its class, so it is likely on its frontier, whatever its score."""
    table = menu((1, 10), (2, 30), (3, 29.5), half=np.array([2, 1, np.nan])).assign(maker=["P", "P", "O"])
    _, ax = draw(table, by="maker", band=True)
    assert (3, 29.5) in map(tuple, markers_by_look(ax)["likely"])
    assert len([layer for layer in ax.collections if layer.get_gid() == "band"]) == 2


def test_the_whole_band_is_within_the_axes():
    table = menu((1, 1300), (2, 1310), (3, 1290), half=np.array([10, np.nan, 5]))
    found, ax = draw(table, band=True)
    low, high = ax.get_ylim()
    assert low < found.band().quality.min()
    assert found.band().quality.max() < high


def test_a_refused_band_leaves_no_figure_behind(deck):
    plt.close("all")
    with pytest.raises(ValueError, match="a band needs intervals"):
        plot_frontier(find_frontier(deck, uncertainty=False), band=True)
    assert plt.get_fignums() == []


def test_the_axis_says_which_blend_or_request(deck):
    cost, said = frontier.blended_price(deck, input=1, output=1), "USD per million tokens, 1 input to 1 output"
    ax = plot_frontier(find_frontier(deck, cost=cost, cost_label=said), ax=new_figure())
    assert ax.get_xlabel() == f"{said} (log scale)"
    assert draw(deck, cost=cost)[1].get_xlabel() == "Blended price per million tokens (USD, log scale)"


def test_a_cost_that_is_no_price_has_no_prices_in_the_footer(deck):
    _, ax = draw(deck, cost="votes", band=True)
    assert "Prices" not in footer_of(ax)
    assert "costs to be known" in footer_of(ax)


def test_a_title_of_classes_says_where_models_lack_a_price():
    priced = menu((1, 1000), (2, 1100), openness=["osi", "proprietary"])
    assert title_of(draw(priced, classes=True)[1]).startswith("Open weights: A is 100 points below B")
    unpriced = menu((1, 1000), (2, 1100), (np.nan, 1090), openness=["osi", "proprietary", "osi"])
    assert title_of(draw(unpriced, classes=True)[1]).startswith("Open weights, of those with a price: A is 100 points")


def test_a_long_footer_is_broken_into_lines_that_fit():
    models = frontier.load_models(price_basis=("list", "host", "arena", "unverified"))
    _, ax = draw(models, band=True)
    canvas_of(ax, SAVED_DPI)
    renderer = ax.get_figure().canvas.get_renderer()
    for text in ax.texts:
        if text.get_text() == footer_of(ax):
            box = text.get_window_extent(renderer)
            assert box.x1 <= ax.get_figure().bbox.x1
            assert box.y0 >= 0


def test_bars_and_band_of_another_quality():
    table = menu((1, 1000), (2, 1100), half=5).rename(columns=lambda c: c.replace("elo", "score"))
    found, ax = draw(table, quality="score", band=True)
    assert found.interval == ("score_lower", "score_upper")
    assert any("Bars: 95 % intervals." in text.get_text() for text in ax.texts)


@pytest.mark.parametrize("seed", range(6))
def test_labels_keep_apart_with_a_band_on_any_table(seed):
    check_labels(draw(random_menu(seed), band=True, classes=seed % 2 == 1)[1], SAVED_DPI)


# --- Lines and bars.


def corners_expected(ax, table):
    """List the corners of a step frontier: up from the floor, right and up, and right to the edge."""
    steps = steps_of(table)
    corners = [(steps[0][0], "floor"), steps[0]]
    for before, after in pairwise(steps):
        corners += [(after[0], before[1]), after]
    return [*corners, (ax.get_xlim()[1], steps[-1][1])]


def corners_drawn(ax, label):
    corners = [tuple(corner) for corner in line_named(ax, label).get_xydata().tolist()]
    assert corners[0][1] <= ax.get_ylim()[0]
    corners[0] = (corners[0][0], "floor")
    return [corner for k, corner in enumerate(corners) if k == 0 or corner != corners[k - 1]]


@PICTURES
def test_the_step_lines_go_through_the_corners_of_the_frontier(pictures, picture):
    found, ax = pictures[picture]
    together = "Frontier of both" if found.groups else "Frontier"
    assert corners_drawn(ax, together) == corners_expected(ax, found.table)
    for name, group in found.groups.items():
        assert corners_drawn(ax, f"{name} frontier") == corners_expected(ax, group.table)
        assert to_hex(line_named(ax, f"{name} frontier").get_color()) == class_styles(ax)[name][0]
    lines = {together, *(f"{name} frontier" for name in found.groups)}
    assert set(legend_of(ax)) == lines | {"Proprietary", "Open weights"}


def test_ties_make_one_corner():
    models = menu((1, 1000), (2, 1100), (2, 1100), (2, 1050), (3, 1100))
    _, ax = draw(models)
    assert corners_drawn(ax, "Frontier") == corners_expected(ax, models)


def bars_drawn(ax):
    """List the intervals as (x, low, high); their lines have no name, and gaps between the bars."""
    found = []
    for line in ax.get_lines():
        if line.get_label().startswith("_"):
            for (x, low), (also_x, high), gap in line.get_xydata().reshape(-1, 3, 2).tolist():
                assert x == also_x
                assert np.isnan(gap[1])
                found += [] if np.isnan([low, high]).any() else [(x, low, high)]
    return found


@WITH_BANDS
def test_interval_bars_end_at_the_published_ends(pictures, picture):
    found, ax = pictures[picture]
    known = found.table.dropna(subset=["elo_lower", "elo_upper"])
    assert Counter(bars_drawn(ax)) == Counter(zip(known[PRICE], known["elo_lower"], known["elo_upper"], strict=True))
    assert len(known) > 30


def test_a_missing_interval_has_no_bar():
    models = menu((1, 1000), (2, 1100), half=5)
    models.loc[1, ["elo_lower", "elo_upper"]] = np.nan
    assert bars_drawn(draw(models)[1]) == [(1, 995, 1005)]


def test_another_quality_has_no_bars_of_the_score():
    assert bars_drawn(draw(menu((1, 1000), (2, 1100), half=5, accuracy=[0.5, 0.7]), quality="accuracy")[1]) == []


@pytest.mark.parametrize("half", [5, 60])
def test_no_interval_is_cut_off_by_the_axes(half):
    """A bar that runs out of the picture would look shorter than it is."""
    _, ax = draw(menu((1, 1000), (2, 1100), half=half))
    floor, top = ax.get_ylim()
    assert all(floor <= low and high <= top for _, low, high in bars_drawn(ax))


@WITH_BANDS
def test_no_interval_of_the_projects_pictures_is_cut_off(pictures, picture):
    _, ax = pictures[picture]
    floor, top = ax.get_ylim()
    assert all(floor <= low and high <= top for _, low, high in bars_drawn(ax))


def best_mixture(table, budget):
    """Try every pair of models on linear cost."""
    points = list(zip(table[PRICE], table["elo"], strict=True))
    found = [q for c, q in points if c <= budget]
    for low, q_low in points:
        for high, q_high in points:
            if low <= budget < high:
                found.append(q_low + (budget - low) / (high - low) * (q_high - q_low))
    return max(found)


def test_the_hull_is_the_best_mixture_at_every_cost(deck):
    found, ax = draw(deck, hull=True)
    line = line_named(ax, "Mixing hull")
    xs, ys = line.get_xydata().T
    assert (xs.min(), xs.max()) == (0.1, 10)
    assert (np.diff(xs) > 0).all()
    vertices = found.table[found.table["on_hull"]]
    assert set(vertices[PRICE]) <= set(xs)
    for x, y in list(zip(xs, ys, strict=True))[::20]:
        assert y == pytest.approx(best_mixture(found.table, x))
    assert np.diff(np.log10(xs)).max() < 0.01, "straight on a linear axis, so curved on this one"
    assert "Mixing hull" in legend_of(ax)
    assert "Mixing hull" not in legend_of(draw(deck)[1])


# --- Axes and ticks.


def ticks_drawn(ax):
    """Give the visible ticks of the cost axis as (value, label)."""
    ax.get_figure().draw_without_rendering()
    low, high = ax.get_xlim()
    ticks = ax.xaxis.get_major_ticks()
    return [(t.get_loc(), t.label1.get_text()) for t in ticks if low <= t.get_loc() <= high]


def check_dollar_ticks(ax):
    ticks = ticks_drawn(ax)
    low, high = ax.get_xlim()
    wanted = [float(f"{m}e{e}") for e in range(-9, 7) for m in (1, 2, 5) if low <= float(f"{m}e{e}") <= high]
    assert [value for value, _ in ticks] == pytest.approx(wanted)
    for value, label in ticks:
        assert re.fullmatch(r"\$[\d,]*\d(\.\d+)?", label)
        assert float(label.strip("$").replace(",", "")) == pytest.approx(value)
    return ticks


@WITH_BANDS
def test_the_cost_axis_is_logarithmic_with_1_2_5_ticks_in_dollars(pictures, picture):
    _, ax = pictures[picture]
    assert ax.get_xscale() == "log"
    assert ax.get_yscale() == "linear"
    assert {label for _, label in check_dollar_ticks(ax)} >= {"$0.05", "$0.10", "$0.50", "$1", "$20", "$100"}
    assert not ax.xaxis.get_minor_ticks() or not ax.xaxis.get_minorticklocs().size
    assert ax.get_xlabel() == "Price per million output tokens (USD, log scale)"
    assert ax.get_ylabel() == "Chatbot Arena score (points)"


@pytest.mark.parametrize(
    ("low", "high"), [(1, 1), (3, 4), (900, 5000), (0.002, 0.3), (0.00002, 0.0004), (0.0000003, 0.00001)]
)
def test_dollars_of_any_size_can_be_read(low, high):
    """Cents of a cent too: one request may cost a hundred-thousandth of a dollar."""
    _, ax = draw(menu((low, 1000), (high, 1100)))
    assert len(check_dollar_ticks(ax)) >= (2 if high > low else 1)


def test_over_many_decades_only_every_decade_has_a_tick():
    _, ax = draw(menu((0.001, 1000), (500, 1100)))
    assert [value for value, _ in ticks_drawn(ax)] == pytest.approx([10.0**e for e in range(-3, 3)])


def test_a_cost_that_is_not_money_has_no_dollars():
    _, ax = draw(menu((1, 1000), (2, 1100)).rename(columns={PRICE: "seconds"}), cost="seconds")
    assert ax.get_xlabel() == "seconds (log scale)"
    assert not any("$" in label for _, label in ticks_drawn(ax))
    assert "USD" not in ax.get_xlabel()


@WITH_BANDS
def test_tick_labels_do_not_touch(pictures, picture):
    _, ax = pictures[picture]
    canvas_of(ax, SAVED_DPI)
    boxes = [label.get_window_extent() for label in ax.get_xticklabels() if label.get_text()]
    low, high = ax.get_window_extent().intervalx
    visible = [box for box in boxes if low <= (box.x0 + box.x1) / 2 <= high]
    assert all(left.x1 + 4 < right.x0 for left, right in pairwise(visible))


# --- What the title says. Every form it may take is judged by the table; a form that is not known here is refused.

BELOW = r"(?P<below>is (?P<points>less than a point|[\d,.]+(?: points?)?) below|is level with)"
NEAR = r"(?P<near>, within the margin of error,?)?"
SHARE = r"(?P<nearly>nearly )?(?:(?P<same>the same)|(?P<share>[\d.,]+) % of (?:its|the)|(?P<times>[\d.,]+) times the)"
LEADS = (
    r"(?P<group>[^:,]+?)(?:, of those with a price,)? "
    r"lead from \$(?P<start>[\d.,]+) to \$(?P<stop>[\d.,]+) and trail above"
)
FORMS = [
    rf"{LEADS}: (?P<a>.+?) {BELOW} (?P<b>.+?)",
    rf"(?P<group>[^:,]+)(?:, of those with a price)?: (?P<a>.+?) {BELOW} (?P<b>.+?){NEAR},? at {SHARE} (?P<what>\w+)",
    rf"(?P<a>.+?) {BELOW} (?P<b>.+?){NEAR},? at {SHARE} (?P<what>\w+)",
    r"(?P<all>.+?) beats (?:all (?P<count>\d+) others|the only other) on (?P<what>\w+) and (?P<quality>\w+)",
    r"(?P<top>.+?) has the best (?P<quality>\w+), and nothing as good is cheaper",
    r"Nothing is cheaper than (?P<alone>.+?), and nothing scores higher",
    r"(?P<only>.+?) is the only model compared",
]


def judge_title(title, found, shown=None):
    """Fail unless the title is true of the table; `shown` maps the names on the picture to models where they differ."""
    table = found.table.set_index("model")
    shown = shown or {}
    matches = [m.groupdict() for m in (re.fullmatch(form, title) for form in FORMS) if m]
    assert matches, f"no known form: {title!r}"
    said = matches[0]
    cost, quality = table[found.cost], table[found.quality]
    money = "usd" in found.cost or "price" in found.cost
    assert money or said.get("what") != "price", f"{found.cost} is not a price: {title!r}"

    def model(name):
        key = shown.get(name, name)
        assert key in table.index, f"{name!r} is no model of the table"
        return key

    if "top" in said:
        top = model(said["top"])
        assert quality[top] == quality.max()
        assert cost[top] == cost[quality == quality.max()].min()
        return
    if "only" in said:
        assert list(table.index) == [model(said["only"])]
        return
    if "alone" in said:
        alone = model(said["alone"])
        assert (cost[alone], quality[alone]) == (cost.min(), quality.max())
        return
    if "all" in said:
        best = model(said["all"])
        others = table.index != best
        assert others.sum() == int(said["count"] or 1) >= 1
        assert (cost[others] > cost[best]).all(), f"not cheaper than all: {title!r}"
        assert (quality[others] < quality[best]).all(), f"not better than all: {title!r}"
        return
    a, b = model(said["a"]), model(said["b"])
    if "start" in said:
        start, stop = as_number(said["start"]), as_number(said["stop"])
        mine = table[found.by] == said["group"]
        best = [[quality[rows & (cost <= price)].max() for rows in (mine, ~mine)] for price in cost]
        assert all(own > other for price, (own, other) in zip(cost, best, strict=True) if start <= price < stop)
        assert all(own < other for price, (own, other) in zip(cost, best, strict=True) if price >= stop)
    if "group" in said:
        # the best of each class, the cheapest where several are as good
        tops = {
            name: group.table.set_index("model").sort_values([found.quality, found.cost], ascending=[False, True]).index
            for name, group in found.groups.items()
        }
        for name, key in ((said["group"], a), (next(n for n in tops if n != said["group"]), b)):
            best = tops[name][0]
            assert (cost[key], quality[key]) == (cost[best], quality[best])
            assert key in tops[name]
    else:
        steps = steps_of(found.table, found.cost, found.quality)
        *others, top = steps
        half = [step for step in others if step[0] <= top[0] / 2]  # the best at half the price, or else the second best
        assert [(cost[a], quality[a]), (cost[b], quality[b])] == [(half or others)[-1], top]
    # the difference
    points = quality[b] - quality[a]
    if said["below"] == "is level with":
        assert points == 0
    elif said["points"] == "less than a point":
        assert 0 < points < 1, f"{points} is said to be above 0 and less than a point: {title!r}"
    else:
        number, *unit = said["points"].split()
        assert abs(points - as_number(number)) <= half_a_unit(number)
        assert as_number(number) > 0, f"{points} is said to be none: {title!r}"
        assert unit == ([] if found.quality != "elo" else ["point"] if number == "1" else ["points"])
    # the interval of the difference
    near = False
    if found.quality == "elo" and {"elo_lower", "elo_upper"} <= set(table):
        half = math.hypot(table["elo_upper"][a] - quality[a], quality[b] - table["elo_lower"][b])
        near = points <= half
    assert near or not said.get("near"), f"the interval of the difference excludes none: {title!r}"
    assert said.get("near") or not near, f"the interval of the difference includes none: {title!r}"
    if "start" in said:
        return
    # the price
    ratio = cost[a] / cost[b]
    if said["same"]:
        assert (ratio != 1 and abs(ratio - 1) < 0.05) if said["nearly"] else ratio == 1
    elif said["times"]:
        number = as_number(said["times"])
        assert abs(number / ratio - 1) <= 0.051
        assert number > 1, f"{ratio} times is said to be once: {title!r}"
    else:
        number = as_number(said["share"])
        assert abs(100 * ratio - number) <= half_a_unit(said["share"]) * 1.001
        assert 0 < number < 100, f"{ratio} is said to be nothing or all: {title!r}"


def as_number(text):
    return float(text.replace(",", ""))


def half_a_unit(text):
    """Half of the last digit that is written."""
    return 0.5 * 10.0 ** -len(text.partition(".")[2])


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("A is 100 points below B at 50 % of its price", False),
        ("A is 90 points below B at 50 % of its price", True),
        ("A is 100 points below B at 40 % of its price", True),
        ("A is 100 points below B, within the margin of error, at 50 % of its price", True),
        ("B is 100 points below A at 50 % of its price", True),
        ("B beats all 2 others on price and score", True),
        ("B has the best score, and nothing as good is cheaper", False),
        ("A has the best score, and nothing as good is cheaper", True),
        ("A is all one needs", True),
    ],
)
def test_the_judge_of_titles_knows_a_false_one(title, wrong):
    found = find_frontier(menu((1, 1000), (2, 1100), (3, 1050), half=5))
    try:
        judge_title(title, found)
        refused = False
    except AssertionError:
        refused = True
    assert refused == wrong


CALLED = {"GPT-4o": "chatgpt-4o-latest-20241120", "DeepSeek R1": "deepseek-r1"}


@PICTURES
def test_the_title_states_a_finding_that_is_true(pictures, picture):
    found, ax = pictures[picture]
    names = dict(zip(found.table["name"], found.table["model"], strict=True))
    judge_title(title_of(ax), found, names | (CALLED if picture == "deck" else {}))


def test_what_the_deck_is_about():
    """In February 2025: a fifth of the price, four points below, and the intervals of both scores meet."""
    models = frontier.load_models(as_of="2025-02-14", price_basis="arena")
    _, ax = draw(models, callouts=INVESCO_CALLOUTS)
    assert title_of(ax) == "DeepSeek R1 is 4 points below GPT-4o, within the margin of error, at 22 % of its price"


TWO = ["osi", "proprietary"]
TITLE_CASES = {
    "level within the margin": (menu((1, 1000), (2, 1007), half=5), False),
    "intervals meet, the difference is beyond the margin": (menu((1, 1000), (2, 1008), half=5), False),
    "intervals do not meet": (menu((1, 1000), (2, 1011), half=5), False),
    "a class leads in between": (menu((1, 1000), (2, 1010), (3, 1020), (4, 1030), openness=[*TWO[::-1], *TWO]), True),
    "intervals are unknown": (menu((1, 1000), (2, 1001)), False),
    "one beats all": (menu((1, 1100), (2, 1000), (3, 1050)), False),
    "one beats the other": (menu((1, 1100), (2, 1000)), False),
    "one is better at the same price": (menu((1, 1100), (1, 1000), (2, 900)), False),
    "one is cheaper at the same score": (menu((1, 1100), (2, 1100)), False),
    "one model": (menu((1, 1100)), False),
    "two equals": (menu((1, 1100), (1, 1100)), False),
    "two equals above another": (menu((1, 1000), (2, 1100), (2, 1100)), False),
    "half a point": (menu((1, 1000), (2, 1000.5)), False),
    "a third of a point": (menu((1, 1000), (2, 1000.3)), False),
    "one and a half points": (menu((1, 1000), (2, 1001.5)), False),
    "nearly the same price": (menu((0.999, 1000), (1, 1100)), False),
    "next to nothing": (menu((0.0001, 1000), (1, 1100)), False),
    "a thousandth": (menu((0.001, 1000), (1, 1100)), False),
    "open is ahead": (menu((1, 1100), (2, 1000), openness=TWO), True),
    "open is ahead and dearer": (menu((3, 1100), (2, 1000), openness=TWO), True),
    "open is behind": (menu((1, 1000), (2, 1100), openness=TWO), True),
    "classes at the same price": (menu((2, 1000), (2, 1100), openness=TWO), True),
    "classes level": (menu((1, 1100), (2, 1100), openness=TWO), True),
    "classes equal": (menu((1, 1100), (1, 1100), openness=TWO), True),
    "a class nearly as dear": (menu((0.999, 1000), (1, 1100), openness=TWO), True),
    "a class a little dearer": (menu((1.001, 1000), (1, 1100), openness=TWO), True),
    "a class much dearer": (menu((110, 1000), (1, 1100), openness=TWO), True),
    "a class very much dearer": (menu((12345, 1000), (1, 1100), openness=TWO), True),
    "one class only": (menu((1, 1000), (2, 1100), openness=["osi", "osi"]), True),
}


@pytest.mark.parametrize("case", TITLE_CASES)
def test_no_title_is_false(case):
    models, classes = TITLE_CASES[case]
    found = find_frontier(models, by=openness_class(models) if classes else None)
    judge_title(headline(found).title, found)


@pytest.mark.parametrize("seed", range(30))
def test_no_title_is_false_on_tables_full_of_ties(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 7))
    points = zip(rng.integers(1, 5, size), 1000 + rng.integers(0, 5, size), strict=True)
    models = menu(*points, half=rng.integers(0, 3, size), openness=rng.choice(TWO, size))
    found = find_frontier(models, by=openness_class(models) if seed % 2 else None)
    judge_title(headline(found).title, found)


def test_a_title_about_seconds_does_not_speak_of_a_price():
    found, ax = draw(menu((1, 1000), (2, 1100)).rename(columns={PRICE: "seconds"}), cost="seconds")
    judge_title(title_of(ax), found)


def test_a_title_about_another_quality_does_not_use_the_intervals_of_the_score():
    """The scores of the two are level, the accuracies far apart."""
    models = menu((1, 1000), (2, 1001), half=50, accuracy=[20.0, 90.0])
    found, ax = draw(models, quality="accuracy")
    judge_title(title_of(ax), found)


@PICTURES
def test_the_subtitle_counts_the_frontier(pictures, picture):
    found, ax = pictures[picture]
    _, subtitle, _ = frame_texts(ax)
    words = {"Proprietary": "proprietary", "Open weights": "open-weights"}
    tables = {words[name]: group.table for name, group in found.groups.items()} or {"": found.table}
    for name, table in tables.items():
        steps = steps_of(table)
        members = sum(point in steps for point in zip(table[PRICE], table["elo"], strict=True))
        assert re.search(rf"\b{members} of {len(table)} {name}".strip(), subtitle)


# --- The footer.


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (
            "deck",
            [
                "Chatbot Arena, text, 14 Feb 2025",
                "the Arena's own price table",
                "38 of 204 models on sale",
            ],
        ),
        ("newest", ["Chatbot Arena, text with style control, 8 Oct 2026", "list prices", "hosts", " of 414 models"]),
    ],
)
def test_the_footer_names_board_day_prices_and_counts(pictures, picture, says):
    for form in (picture, f"{picture}-classes"):
        found, ax = pictures[form]
        footer = footer_of(ax)
        assert all(part in footer for part in says)
        assert f"{len(found.table)} of {len(found.table) + len(found.excluded)} models on sale have a price" in footer
        last = found.table["price_date"].max()
        assert f"{last.day} {last:%b %Y}" in footer
        assert "95 % intervals" in footer


def test_the_footer_gives_every_reason_for_what_is_not_shown():
    footer = footer_of(draw(menu((1, 1000), (2, 1100), (np.nan, 1100), (0, 1100), (3, np.nan), (np.nan, 1)))[1])
    assert "2 of 6 models compared" in footer
    for reason in (f"2: no {PRICE}", f"1: {PRICE} is not positive", "1: no elo"):
        assert reason in footer


def test_the_footer_of_a_bare_table_says_how_many_models_there_are():
    assert footer_of(draw(menu((1, 1000), (2, 1100)))[1]) == "2 models"


def test_the_footer_speaks_of_intervals_only_where_there_are_bars():
    models = menu((1, 1000), (2, 1100), half=5, accuracy=[0.5, 0.7])
    for quality in ("elo", "accuracy"):
        _, ax = draw(models, quality=quality)
        assert ("interval" in footer_of(ax)) == bool(bars_drawn(ax))


def test_a_board_and_a_price_basis_of_ones_own_are_named_as_they_are():
    """Any DataFrame will do, also one whose board is not the Arena's."""
    models = menu(
        (1, 1000),
        (2, 1100),
        board="our arena",
        elo_date=pd.Timestamp("2025-03-01"),
        price_basis="invoice",
        price_date=pd.Timestamp("2025-02-01"),
    )
    footer = footer_of(draw(models)[1])
    assert "our arena" in footer
    assert "1 Mar 2025" in footer
    assert "invoice" in footer


# --- Labels, measured as they are saved.


class Measured:
    """Extents in pixels of what is drawn, as (left, bottom, right, top)."""

    def __init__(self, ax, dpi):
        renderer = canvas_of(ax, dpi)
        self.frame = ax.get_window_extent(renderer).extents
        self.figure = ax.get_figure().bbox.extents
        legend = ax.get_legend()
        self.legend = (-1, -1, -1, -1) if legend is None else legend.get_window_extent(renderer).extents
        # Text's own extent: that of an annotation would take its leader in
        self.labels = {id(t): (t, Text.get_window_extent(t, renderer).extents) for t in labels_of(ax)}
        self.texts = [
            Text.get_window_extent(text, renderer).extents
            for text in (ax._left_title, *(t for t in ax.texts if t.get_text() and t.xycoords != "data"))
        ]
        self.axis_labels = [axis.label.get_window_extent(renderer).extents for axis in (ax.xaxis, ax.yaxis)]
        self.markers = []
        for layer in ax.collections:
            if isinstance(layer, PathCollection) and layer.get_gid() is not None:
                size = np.sqrt(layer.get_sizes()[0]) * dpi / 72
                corners = layer.get_paths()[0].vertices * size
                low, high = corners.min(axis=0), corners.max(axis=0)
                for spot in ax.transData.transform(np.asarray(layer.get_offsets())):
                    self.markers.append(np.concatenate([spot + low, spot + high]))
        self.leaders = [
            leader.arrow_patch.get_path().transformed(leader.arrow_patch.get_transform()).vertices
            for leader in leaders_of(ax)
        ]


def canvas_of(ax, dpi):
    """Lay out for Agg at that resolution, and give the renderer."""
    figure = ax.get_figure()
    figure.set_dpi(dpi)
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()  # all that is placed at drawing, without the pixels
    return canvas.get_renderer()


def measured(ax, dpi=SAVED_DPI):
    return Measured(ax, dpi)


def overlap(a, b):
    """Give by how many pixels two boxes overlap, in the direction in which they overlap least."""
    return min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))


def within(box, frame, tolerance=1.0):
    return (np.asarray(box[:2]) >= np.asarray(frame[:2]) - tolerance).all() and (
        np.asarray(box[2:]) <= np.asarray(frame[2:]) + tolerance
    ).all()


def check_labels(ax, dpi):
    """Fail where a label touches another, a marker or the legend, or leaves the Axes; one pixel is tolerated."""
    extents = measured(ax, dpi)
    labels = list(extents.labels.values())
    assert labels
    for (text, box), (other, other_box) in combinations(labels, 2):
        assert overlap(box, other_box) <= 1, f"{text.get_text()!r} overlaps {other.get_text()!r}"
    for text, box in labels:
        assert within(box, extents.frame), f"{text.get_text()!r} leaves the Axes"
        assert overlap(box, extents.legend) <= 1, f"{text.get_text()!r} overlaps the legend"
        for marker in extents.markers:
            assert overlap(box, marker) <= 1, f"{text.get_text()!r} overlaps a marker"
    for line in extents.leaders:
        along = np.linspace(line[0], line[-1], 200)
        crossed = [
            text.get_text() for text, box in labels if ((along > box[:2] + 1) & (along < box[2:] - 1)).all(axis=1).any()
        ]
        assert not crossed, f"a leader crosses {crossed}"
    for one, other in combinations([(line[0], line[-1]) for line in extents.leaders], 2):
        assert not straight_lines_cross(*one, *other), "two leaders cross"


def straight_lines_cross(a, b, c, d):
    """Solve a + t (b - a) = c + u (d - c): they cross where both t and u lie inside."""
    directions = np.column_stack([b - a, c - d])
    if abs(np.linalg.det(directions)) < 1e-9:
        return False
    t, u = np.linalg.solve(directions, c - a)
    return 0.02 < t < 0.98 and 0.02 < u < 0.98


@pytest.mark.parametrize("dpi", [100, SAVED_DPI])
@WITH_BANDS
def test_labels_keep_apart(pictures, picture, dpi):
    check_labels(pictures[picture][1], dpi)


@pytest.mark.parametrize("seed", range(12))
def test_labels_keep_apart_on_any_table(seed):
    """Many models and few, names of any length, ties, classes or none, call-outs, and Axes of other sizes."""
    models = random_menu(seed)
    ax = new_figure()
    if seed % 4 == 0:
        ax = Figure(figsize=(5, 3.5)).add_subplot()
    elif seed % 4 == 1:
        ax = Figure(figsize=(12, 9)).add_subplot(2, 2, 3)
    FigureCanvasAgg(ax.get_figure())
    groups = {"Alpha": models["model"][:3], "Beta": list(models["model"][-1:])} if seed % 3 == 0 else None
    draw(models, classes=bool(seed % 2), callouts=groups, ax=ax)
    check_labels(ax, SAVED_DPI)


@WITH_BANDS
def test_title_and_footer_stay_on_the_figure_and_apart(pictures, picture):
    _, ax = pictures[picture]
    extents = measured(ax)
    boxes = [*extents.texts, *extents.axis_labels]
    assert all(within(box, extents.figure, 0) for box in boxes)
    assert all(overlap(a, b) <= 0 for a, b in combinations(boxes, 2))
    assert all(overlap(box, extents.frame) <= 1 for box in boxes)


@pytest.mark.parametrize("length", [5, 40])
def test_the_title_of_long_names_stays_on_the_figure(length):
    _, ax = draw(menu((1, 1000), (2, 1100), names=["a" * length, "b" * length], half=60))
    extents = measured(ax)
    assert within(extents.texts[0], extents.figure, 0)


@PICTURES
def test_every_label_names_the_model_it_stands_at(pictures, picture):
    found, ax = pictures[picture]
    names = {model: name for group in INVESCO_CALLOUTS.values() for model, name in group.items()}
    names = names if picture == "deck" else {}
    names |= {"deepseek-r1": "DeepSeek R1", "deepseek-v3": "DeepSeek V3"} if names else {}
    places = {(names.get(row["model"], row["name"]), (row[PRICE], row["elo"])) for _, row in found.table.iterrows()}
    drawn = [(said(text), text.xy) for text in labels_of(ax) if not text.get_text().startswith("#")]
    assert set(drawn) <= places
    assert len(set(drawn)) == len(drawn)
    # in a crowd the frontier and the best of the largest makers have names
    assert len(drawn) >= (30 if picture.startswith("deck") else 10)


@WITH_BANDS
def test_every_member_of_the_frontier_of_all_is_labelled_and_of_a_class_or_named_in_the_footer(pictures, picture):
    found, ax = pictures[picture]
    places, unnamed = {text.xy for text in labels_of(ax)}, ax.get_axes_locator().unnamed
    assert set(steps_of(found.table)) <= places
    for group in found.groups.values():
        missing = set(steps_of(group.table)) - places
        spots = zip(found.table[PRICE], found.table["elo"], strict=True)
        assert {name for name, spot in zip(found.table["name"], spots, strict=True) if spot in missing} <= {*unnamed}
    assert ("Without room for a name: " in footer_of(ax).replace("\n", " ")) == bool(unnamed)


# --- Call-outs.


def test_every_call_out_is_labelled_and_every_group_is_named_once(pictures):
    found, ax = pictures["deck"]
    texts = Counter(said(text) for text in labels_of(ax))
    for number, (group, members) in enumerate(INVESCO_CALLOUTS.items(), 1):
        assert texts[f"#{number} {group}"] == 1
        for model, name in members.items():
            row = found.table.set_index("model").loc[model]
            (label,) = [said(t) for t in labels_of(ax) if name in said(t) and t.xy == (row[PRICE], row["elo"])]
            assert texts[label] == 1
            assert group in label or len(name) > 3, "R1 alone says too little"
    assert sum(text.startswith("#") for text in texts) == 3


def test_a_groups_name_stands_at_its_best_model(pictures):
    found, ax = pictures["deck"]
    table = found.table.set_index("model")
    for text in labels_of(ax):
        if text.get_text().startswith("#"):
            members = table.loc[list(INVESCO_CALLOUTS[text.get_text().split(" ", 1)[1]])]
            assert text.xy[1] == members["elo"].max()


def test_call_outs_may_be_a_list_of_models():
    """A short name is put behind its group's, as in DeepSeek R1."""
    models = menu((1, 1000), (2, 1100), (3, 1050), (4, 1020), names=["Adam", "Berta", "Caesar", "D"])
    _, ax = draw(models, callouts={"Ours": ["Caesar", "D"]})
    texts = {text.get_text(): text.xy for text in labels_of(ax)}
    assert texts["#1 Ours"] == texts["Caesar"] == (3, 1050)
    assert texts["Ours D"] == (4, 1020)


def test_a_call_out_that_is_not_drawn_is_refused_with_the_reason(deck):
    with pytest.raises(ValueError, match=r"'gpt-5' \(not in the table\)"):
        draw(deck, callouts={"OpenAI": ["gpt-5", "o1-mini"]})
    unpriced = find_frontier(deck).excluded["model"].iloc[0]
    with pytest.raises(ValueError, match=rf"'{unpriced}' \(no {PRICE}\)"):
        draw(deck, callouts={"Somebody": [unpriced]})


def test_a_group_of_call_outs_without_a_model_is_refused_by_name():
    with pytest.raises(ValueError, match="Nobody"):
        draw(menu((1, 1000), (2, 1100)), callouts={"Ours": ["A"], "Nobody": []})


# --- Any DataFrame.


def test_without_a_model_column_the_index_names_the_points(unchanged):
    models = unchanged(menu((1, 1000), (2, 1100), names=["Adam", "Berta"]).set_index("model"))
    _, ax = draw(models, callouts={"Ours": ["Adam"]})
    assert {text.get_text() for text in labels_of(ax)} == {"Adam", "Berta", "#1 Ours"}


@pytest.mark.parametrize("as_index", [False, True])
def test_models_may_be_numbers(as_index):
    models = menu((1, 1000), (2, 1100), names=[7, 8])
    _, ax = draw(models.set_index("model") if as_index else models, callouts={"Ours": {7: "seven"}})
    assert {text.get_text() for text in labels_of(ax)} == {"seven", "8", "#1 Ours"}
    assert title_of(ax) == "seven is 100 points below 8 at 50 % of its price"


def test_an_index_with_duplicates_is_drawn_by_class():
    models = menu((1, 1000), (2, 1100), (3, 1050), openness=["osi", "proprietary", "proprietary"])
    _, ax = draw(models.set_index(pd.Index([0, 0, 0])), classes=True)
    styles = class_styles(ax)
    assert {point[0]: point[2] for point in points_drawn(ax)} == {
        1: styles["Open weights"][0],
        2: styles["Proprietary"][0],
        3: styles["Proprietary"][0],
    }


def test_names_with_dollars_are_written_as_they_are():
    """A pair of dollar signs would set what is between them as a formula, or fail to."""
    _, ax = draw(menu((1, 1000), (2, 1100), names=["$5 to $10", r"$\what{$"]))
    for text in (*labels_of(ax), ax._left_title):
        assert not text.get_parse_math() or is_math_text(text.get_text()) is False
    assert saved(ax)


def test_an_empty_frontier_is_refused():
    with pytest.raises(ValueError, match="no models to draw"):
        draw(menu((np.nan, 1000)))


# --- Axes in, Axes out.


def test_the_axes_that_are_given_are_drawn_on_and_no_window_is_made(deck):
    before = plt.get_fignums()
    figure = Figure()
    ax, other = figure.subplots(1, 2)
    assert plot_frontier(find_frontier(deck), ax=ax) is ax
    assert figure.axes == [ax, other]
    assert not other.has_data()
    save_to = io.BytesIO()
    figure.savefig(save_to)
    assert plt.get_fignums() == before


def test_without_axes_one_figure_of_pyplot_is_made_for_a_notebook_to_show(deck):
    before = plt.get_fignums()
    ax = plot_frontier(find_frontier(deck))
    try:
        (made,) = set(plt.get_fignums()) - set(before)
        assert plt.figure(made) is ax.get_figure()
        check_labels(ax, SAVED_DPI)
    finally:
        plt.close(ax.get_figure())


def test_drawing_and_saving_change_nothing_else(deck, unchanged, tmp_path):
    found = find_frontier(unchanged(deck), by=openness_class(deck))
    for table in (found.table, found.excluded, *(group.table for group in found.groups.values())):
        unchanged(table)
    settings = dict(mpl.rcParams)
    callouts = {"Ours": ["deepseek-r1"]}
    save_figure(plot_frontier(found, callouts=callouts, hull=True, ax=new_figure()), tmp_path / "x.svg")
    assert dict(mpl.rcParams) == settings
    assert callouts == {"Ours": ["deepseek-r1"]}
    assert [path.name for path in tmp_path.iterdir()] == ["x.svg"]


# --- The same to the byte.


def test_drawing_and_saving_twice_gives_the_same_bytes(deck):
    first, second = (draw(deck, callouts=INVESCO_CALLOUTS, hull=True)[1] for _ in range(2))
    kinds = ("svg", "png", "pdf")
    assert [saved(first, kind) for kind in kinds] == [saved(second, kind) for kind in kinds]
    assert [saved(first, kind) for kind in kinds[:2]] == [saved(second, kind) for kind in kinds[:2]]


def test_fresh_processes_give_the_same_bytes(tmp_path, deck):
    """With another hash seed, another time zone and language, and a style of the user's own."""
    style = tmp_path / "matplotlibrc"
    style.write_text("font.size: 20\nsvg.hashsalt: other\naxes.grid: True\nsavefig.dpi: 50\nfigure.facecolor: red\n")
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC"},
        {
            "PYTHONHASHSEED": "2",
            "TZ": "Asia/Tokyo",
            "LC_ALL": "C",
            "SOURCE_DATE_EPOCH": "1",
            "MATPLOTLIBRC": str(style),
        },
    ]
    made = []
    for k, world in enumerate(worlds):
        files = [tmp_path / f"{k}.svg", tmp_path / f"{k}.png"]
        words = ["plot", "--as-of", "2025-02-14", "--price-basis", "arena", "--invesco", "-o", *map(str, files)]
        words += ["--data", str(ROOT / "tests" / "data")]
        subprocess.run([sys.executable, "-m", "frontier", *words], check=True, env={**os.environ, **world})
        made.append([path.read_bytes() for path in files])
    assert made[0] == made[1]
    with mpl.rc_context():
        mpl.rcdefaults()
        _, ax = draw(deck, callouts=INVESCO_CALLOUTS)
        assert made[0] == [saved(ax, "svg"), saved(ax, "png")]


DRAWING = runpy.run_path(str(ROOT / "figures" / "draw.py"))


def draws_as_locked():
    """Tell whether what draws here is what the lock names: only then are pictures the committed ones."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return all(f"\n{name}=={metadata.version(name)} " in lock for name in ("matplotlib", "pillow"))


def layout(svg):
    """Read what other versions draw too: the size, the words, and of each mark and line its style and its numbers."""
    space = "{http://www.w3.org/2000/svg}"
    root, shapes = ElementTree.fromstring(svg), []

    def read(element):
        if element.tag == f"{space}defs" or (element.get("id") or "").startswith("text_"):
            return  # letters have another shape in each version
        if element.tag in (f"{space}path", f"{space}use"):
            numbers = re.findall(r"-?[\d.]+", element.get("d") or f"{element.get('x')} {element.get('y')}")
            style = element.get("style") or ""
            if "stroke-width: 0.6;" not in style:  # a leader: of letters of another width a name may need none
                shapes.append((style, [float(number) for number in numbers]))
        for child in element:
            read(child)

    read(root)
    words = sorted(re.findall(r"<!-- (.*?) -->", svg.decode()))
    return (root.get("viewBox"), words, [(style, len(numbers)) for style, numbers in shapes]), np.concatenate(
        [numbers for _, numbers in shapes]
    )


def same_picture(made, committed, *, closely=draws_as_locked()):  # noqa: B008 - asked once
    """Compare two files: up to rounding, or pictures of another matplotlib by what is in them, to six points.

    Texts are as wide and high as their letters, and what stands clear of them moves with these: by five points where a
    title has three lines. A PNG is drawn from the same figure as its SVG, so there its size must do.
    """
    if closely or not made.startswith((b"<?xml", b"\x89PNG")):
        return DRAWING["looks_same"](made, committed)
    if made.startswith(b"\x89PNG"):
        return made[:26] == committed[:26]  # up to the height, the width and the depth
    (what, where), (other, there) = layout(made), layout(committed)
    return what == other and bool(np.abs(where - there).max() < 6)


def test_pictures_compared_by_what_is_in_them(deck):
    def look(models, **how):
        return saved(draw(models, **how)[1], "svg")

    plain = look(deck)
    assert same_picture(plain, look(deck), closely=False)
    for other in (look(deck, hull=True), look(deck[deck["model"] != "deepseek-r1"])):
        assert not same_picture(plain, other, closely=False)
    scores = deck[["elo", "elo_lower", "elo_upper"]]
    moved = deck.assign(**(scores + 10.0).where(deck["model"] == "o1-mini", scores))
    assert not same_picture(plain, look(moved), closely=False)


def test_the_models_of_one_task_only_are_pointed_out():
    """b is compared for coding only, so that it is on no frontier alone; with intervals the label has a probability."""
    menu = pd.DataFrame({"model": ["a", "c", "d"], "usd": [1, 3, 4], "score": [5, 7, 8], "score_lower": [4, 6, 7]})
    menu["score_upper"] = menu["score"] + 1
    coding = pd.concat([menu, menu.tail(1).assign(model="b", usd=2, score=6, score_lower=5, score_upper=7)])
    german = menu.assign(score=[5, 9, 8], score_lower=[4, 8, 7], score_upper=[6, 10, 9])
    found = {task: find_frontier(t, cost="usd", quality="score") for task, t in (("x", coding), ("y", german))}
    ax = plot_tasks(found)
    assert ax.get_title(loc="left") == "On the frontier for x only: d"
    left, right = ax.child_axes
    assert [panel.get_title(loc="left") for panel in (left, right)] == ["X", "Y"]
    bold = [[text.get_text() for text in panel.texts if text.get_fontweight() == "bold"] for panel in (left, right)]
    assert bold == [["d 92 %"], []]
    assert left.get_xlim() == right.get_xlim()
    assert footer_of(ax) == "Models with a price: 4 (x), 3 (y)."


def test_frontiers_of_tasks_need_one_cost(deck):
    found = find_frontier(deck)
    for wrong in ({"one": found}, {"one": found, "other": find_frontier(deck, cost="input_usd_per_mtok")}):
        with pytest.raises(ValueError, match="give at least two frontiers, found by the same cost"):
            plot_tasks(wrong)


def recipe_of_figures():
    """Give the commands of `make figures`: those of the list, and that of the page of claims in the Makefile."""
    drawn = [
        [*shlex.split(one["command"]), "-o", *(f"figures/{one['name']}.{kind}" for kind in ("svg", "png"))]
        for one in DRAWING["listed"]()
        if "command" in one
    ]
    body = re.search(r"^figures:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    draw, claims = [shlex.split(line)[1:] for line in body[1].splitlines()]
    assert draw == ["figures/draw.py"]
    return [*drawn, claims]


def test_a_figure_that_differs_by_rounding_stays_as_it_is(deck):
    same = DRAWING["looks_same"]
    _, ax = draw(deck)
    svg, png = saved(ax, "svg"), saved(ax, "png")
    pixels = np.asarray(Image.open(io.BytesIO(png))).astype(int)

    def png_of(darker, title):
        words, file = PngInfo(), io.BytesIO()
        words.add_text("Title", title)
        Image.fromarray((pixels - darker).clip(0).astype("uint8")).save(file, "png", pnginfo=words)
        return file.getvalue()

    made = png_of(0, "A title")
    others = png_of(2, "A title"), png_of(3, "A title"), png_of(0, "Another title"), png
    assert [same(made, other) for other in others] == [True, False, False, False]
    first = re.search(rb"\d+\.\d+", svg[svg.index(b"<path d=") :])[0]
    moved = [svg.replace(first, b"%.6f" % (float(first) + step)) for step in (0.001, 0.1)]
    assert [same(svg, other) for other in (svg, *moved, png, svg.replace(b"GPT", b"GPS"))] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_gallery_is_written_from_the_list_of_figures():
    assert (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8") == DRAWING["gallery"]()


@pytest.mark.living
def test_the_committed_figures_are_what_make_figures_draws(tmp_path, monkeypatch):
    """Every figure of the list, drawn into another folder; the claims of two of them are checked once."""
    once = cache(check_claims)
    monkeypatch.setattr(frontier, "check_claims", once)  # before the next line, or its name would be loaded patched
    monkeypatch.setattr("frontier.claims.check.check_claims", once)
    with mpl.rc_context():
        DRAWING["draw"](tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path for path in (ROOT / "figures").iterdir() if path.suffix in (".svg", ".png")}
    assert sorted(committed) == sorted(made)
    stale = [name for name, path in committed.items() if not same_picture(made[name], path.read_bytes())]
    assert not stale, f"run make figures: {', '.join(stale)} would be drawn otherwise"


@pytest.mark.living
def test_an_svg_is_well_formed_and_names_no_day_or_tool():
    for path in (ROOT / "figures").iterdir():
        if path.suffix == ".svg":
            data = path.read_bytes()
            root = ElementTree.fromstring(data)
            assert root.tag.endswith("}svg")
            ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
            assert not [key for key, count in ids.items() if count > 1], "an id stands for one element"
            text = data.decode()
            assert "<dc:date>" not in text
            assert mpl.__version__ not in text
        elif path.suffix == ".png":
            assert mpl.__version__.encode() not in path.read_bytes()[:2000]


# --- Saving.


def test_saving_replaces_the_old_file(tmp_path):
    path = tmp_path / "deck.svg"
    path.write_text("old")
    save_figure(draw(menu((1, 1000)))[1], str(path))
    assert path.read_bytes().startswith(b"<?xml")
    assert [p.name for p in tmp_path.iterdir()] == ["deck.svg"]


@pytest.mark.parametrize("where", ["drawing", "writing", "replacing"])
def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, where):
    path = tmp_path / "deck.png"
    path.write_text("old")
    _, ax = draw(menu((1, 1000)))

    def fail(*_args, **_options):
        raise OSError(28, "No space left on device")

    if where == "drawing":
        monkeypatch.setattr(Figure, "savefig", fail)
    elif where == "writing":
        monkeypatch.setattr(FigureCanvasAgg, "print_png", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
        monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="No space left"):
        save_figure(ax, path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["deck.png"]


@pytest.mark.parametrize("name", ["deck.gif", "deck", "deck.svgz", ".svg"])
def test_an_unknown_ending_is_refused_with_those_that_are_known(tmp_path, name):
    _, ax = draw(menu((1, 1000)))
    with pytest.raises(ValueError, match=rf"'{re.escape(name)}' must end in one of \.pdf, \.png, \.svg"):
        save_figure(ax, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


# --- Colours.

# Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency",
# IEEE TVCG 15(6), severity 1.0: what linear RGB looks like to people without the long or the middle cones.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def lab(rgb):
    """Convert linear sRGB to CIE L*a*b* under D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    t = xyz / [0.95047, 1.0, 1.08883]
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour, deficiency, alpha=1.0):
    """Give L*a*b* of a colour on white as somebody sees it."""
    mixed = alpha * np.array(to_rgb(colour)) + (1 - alpha)
    linear = np.where(mixed <= 0.04045, mixed / 12.92, ((mixed + 0.055) / 1.055) ** 2.4)
    return lab(np.clip(DEFICIENCIES[deficiency] @ linear, 0, 1))


def smallest_difference(colours, deficiency, alpha=1.0):
    """Give the smallest CIE76 difference of any two."""
    points = [seen(colour, deficiency, alpha) for colour in colours]
    return min(float(np.linalg.norm(a - b)) for a, b in combinations(points, 2))


def test_the_simulation_knows_a_pair_that_cannot_be_told_apart():
    pair = ["#ff8080", "#a0a080"]
    assert smallest_difference(pair, "none") > 50
    assert smallest_difference(pair, "deuteranopia") < smallest_difference(pair, "none") / 2


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_classes_can_be_told_apart_by_everyone(deficiency):
    """Seven classes at full strength; a difference of 2.3 is just noticed, 10 is seen at a glance."""
    models = menu(*[(1 + i, 1000 + i) for i in range(7)], kind=[f"k{i}" for i in range(7)])
    _, ax = draw(models, by="kind")
    colours = [colour for colour, _ in class_styles(ax).values()]
    assert len(set(colours)) == 7
    assert len({marker for _, marker in class_styles(ax).values()}) == 7
    assert smallest_difference(colours, deficiency) > 10


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@PICTURES
def test_open_and_proprietary_can_be_told_apart_by_everyone(pictures, picture, deficiency):
    """Also the faint markers of crowded pictures."""
    _, ax = pictures[picture]
    colours = [colour for colour, _ in class_styles(ax).values()]
    for alpha in {point[5] for point in points_drawn(ax)}:
        assert smallest_difference(colours, deficiency, alpha) > 20


def test_more_classes_than_colours_share_the_last():
    models = menu(*[(1 + i, 1000 + i) for i in range(9)], kind=[f"k{i}" for i in range(9)])
    _, ax = draw(models, by="kind")
    assert len(points_drawn(ax)) == 9
    assert len({colour for colour, _ in class_styles(ax).values()}) == 8


# --- The gap through time, and the lag.


@pytest.fixture(scope="module")
def names():
    """The names to show, and the scores they are from."""
    scores = frontier.load_scores()
    return scores, dict(zip(scores["model"], scores["name"], strict=True))


@pytest.fixture(scope="module")
def shown_history(names):
    """The history of the board that was shown, and its picture."""
    scores, _ = names
    parts = [gap_history(rows, draws=100) for _, rows in scores.groupby("board", sort=False)]
    history = pd.concat(parts, ignore_index=True)
    return history, plot_gap(history, ax=new_figure())


@pytest.fixture(scope="module", params=["2025-02-14", None])
def shown_lag(request):
    lag = open_lag(frontier.load_models(as_of=request.param), method="matched")
    return lag, plot_lag(lag, ax=new_figure())


def by_gid(ax, start):
    artists = [*ax.lines, *ax.collections, *ax.texts]
    return {artist.get_gid(): artist for artist in artists if str(artist.get_gid() or "").startswith(start)}


def day_of(dates):
    return pd.to_datetime(dates).to_numpy().astype("datetime64[D]").astype(float)


def test_the_gap_is_drawn_as_it_was_measured(shown_history):
    history, ax = shown_history
    drawn = {gid.removeprefix("gap-"): line.get_xydata() for gid, line in by_gid(ax, "gap-").items()}
    assert list(drawn) == ["elo-online", "text", "text-style-control"]
    for board, points in drawn.items():
        rows = history[history["board"] == board]
        assert np.array_equal(points, np.column_stack([day_of(rows["date"]), rows["gap"]]))


def test_the_band_of_the_gap_is_its_interval(shown_history):
    history, ax = shown_history
    corners = {tuple(corner) for path in by_gid(ax, "band-text")["band-text"].get_paths() for corner in path.vertices}
    rows = history[(history["board"] == "text") & history["gap_low"].notna()]
    assert len(rows) > 8
    for day, low, high in zip(day_of(rows["date"]), rows["gap_low"], rows["gap_high"], strict=True):
        assert {(day, low), (day, high)} <= corners


def test_breaks_stand_between_the_boards(shown_history):
    history, ax = shown_history
    breaks = by_gid(ax, "break-")
    assert list(breaks) == ["break-text", "break-text-style-control"]
    for gid, line in breaks.items():
        board = gid.removeprefix("break-")
        begin = day_of(history.loc[history["board"] == board, "date"]).min()
        before = day_of(
            history.loc[history["date"] < history.loc[history["board"] == board, "date"].min(), "date"]
        ).max()
        assert before < line.get_xdata()[0] < begin
    assert [text.get_text() for text in by_gid(ax, "board-").values()] == [
        "online Elo",
        "text",
        "text with style control",
    ]


def test_the_models_that_set_each_record_are_named_where_they_appear(shown_history, names):
    history, ax = shown_history
    shown = names[1]
    first_seen = {}
    for row in history.itertuples():
        for model in (row.best_open, row.best_proprietary):
            first_seen.setdefault(shown[model], (float(day_of([row.date])[0]), row.gap))
    drawn = {said(text): text.xy for text in labels_of(ax) if text.get_gid() is None}
    assert drawn.items() <= first_seen.items()
    assert {"GPT-4 (0314)", "Llama 3 70B", "Llama 3.1 405B", "DeepSeek V3", "DeepSeek R1", "Kimi K3 (max)"} <= set(
        drawn
    )
    moved = history.groupby("board", sort=False)["gap"].diff().fillna(0)
    steps = dict(zip(day_of(history["date"]), moved, strict=True))
    for column, way in (("best_open", -1), ("best_proprietary", 1)):
        new = list(dict.fromkeys(shown[model] for model in history[column]))
        ends = [name for name in new if first_seen[name][0] == day_of(history["date"])[0] or name == new[-1]]
        most = sorted(set(new) - set(ends), key=lambda name: -way * steps[first_seen[name][0]])
        assert set(drawn) & set(new) == {*ends, *most[: 7 - len(ends)]}, "those that moved the gap most"


def test_records_are_marked_once_and_by_class(shown_history):
    history, ax = shown_history
    layers = by_gid(ax, "record-")
    for gid, column in (("record-0", "best_open"), ("record-1", "best_proprietary")):
        spots = np.asarray(layers[gid].get_offsets())
        assert 10 < len(spots) <= history[column].nunique()
    faces = [to_hex(layers[gid].get_facecolor()[0]) for gid in ("record-0", "record-1")]
    assert faces == ["#d55e00", "#0072b2"]
    assert list(legend_of(ax)) == ["A new best open-weights model", "A new best proprietary model"]


def test_the_title_of_the_gap_is_true(shown_history):
    history, ax = shown_history
    title = title_of(ax)
    newest = history[history["board"] == history["board"].iloc[-1]]
    now, least, most = history["gap"].iloc[-1], newest["gap"].min(), newest["gap"].max()
    assert title == (
        f"Open-weights models are {now:.0f} points behind proprietary ones; "
        f"since {newest['date'].min():%B %Y} the gap was between {least:.0f} and {most:.0f} points"
    )


@pytest.mark.parametrize(
    ("gaps", "title"),
    [
        ([10.0], "Open models are 10 points behind proprietary ones"),
        (
            [10.0, -4.0],
            "Open models are 4 points ahead of proprietary ones; "
            "since January 2024 the gap was from 4 points ahead to 10 behind",
        ),
        (
            [10.0, 0.2],
            "Open models are level with proprietary ones; since January 2024 the gap was between 0 and 10 points",
        ),
        (
            [1.2, 1.2],
            "Open models are 1 point behind proprietary ones; since January 2024 the gap was between 1 and 1 points",
        ),
    ],
)
def test_the_title_of_any_gap(gaps, title):
    days = pd.date_range("2024-01-01", periods=len(gaps), freq="60D")
    history = pd.DataFrame({"date": days, "gap": gaps, "gap_low": np.nan, "gap_high": np.nan})
    history = history.assign(best_open="o", best_proprietary="p")
    ax = plot_gap(history, ax=new_figure())
    assert title_of(ax) == title
    assert ax.get_ylim()[0] < min(0, *gaps)


def test_partial_snapshots_are_hollow_and_no_part_of_the_line():
    history = gap_history(frontier.load_scores(board="text"), draws=100)
    ax = plot_gap(history, ax=new_figure())
    known = history.dropna(subset="gap")
    partial = day_of(known.loc[known["coverage"] == "partial", "date"])
    assert len(partial) == 2
    assert not set(partial) & set(by_gid(ax, "gap-")["gap-text"].get_xdata())
    layer = by_gid(ax, "snapshots")["snapshots"]
    hollow = [
        x for (x, _), face in zip(layer.get_offsets(), layer.get_facecolors(), strict=True) if to_hex(face) == "#ffffff"
    ]
    assert hollow == partial.tolist()
    marked = {x for artist in by_gid(ax, "record-").values() for x, _ in np.asarray(artist.get_offsets())}
    assert not marked & set(partial)
    assert "Hollow: partial snapshots" in footer_of(ax)


def test_a_model_without_a_name_is_shown_by_its_key():
    models = frontier.load_models(as_of="2025-02-14")
    models["name"] = models["name"].where(models["name"] != "DeepSeek R1")
    lag = open_lag(models, method="matched")
    written = {text.get_text() for text in labels_of(plot_lag(lag, ax=new_figure()))}
    assert "deepseek-r1" in written
    assert "DeepSeek V3" in written


def test_boards_that_overlap_are_refused():
    scores = frontier.load_scores(board="all")
    both = pd.concat([gap_history(scores[scores["board"] == b], draws=100) for b in ("text", "text-style-control")])
    with pytest.raises(ValueError, match="the boards overlap in time; give each its own stretch"):
        plot_gap(both)
    with pytest.raises(ValueError, match="no snapshot of the history has a gap"):
        plot_gap(both.assign(gap=np.nan))
    countries = pd.concat([gap_history(scores[scores["board"] == "elo-online"], by="country", draws=100),
                           gap_history(scores[scores["board"] == "text"], by="country", draws=100)])  # fmt: skip
    with pytest.raises(ValueError, match=r"of 3 groups .*; measure all of it with the same between="):
        plot_gap(countries)
    with pytest.raises(TypeError, match="history must be what gap_history"):
        plot_gap(frontier.load_models())
    with pytest.raises(TypeError, match="lag must be what open_lag"):
        plot_lag(both)
    assert not plt.get_fignums()


def test_the_picture_says_what_open_means():
    history = gap_history(frontier.load_scores(board="text"), open_means="osi", draws=100)
    ax = plot_gap(history, ax=new_figure())
    assert title_of(ax).startswith("Open-source-licensed models are")
    assert next(iter(legend_of(ax))) == "A new best open-source-licensed model"


def test_the_staircases_go_through_the_records(shown_lag):
    lag, ax = shown_lag
    for k, group in enumerate(lag.groups):
        own = lag.staircases[lag.staircases["group"] == group]
        spots = np.column_stack([day_of(own["date"]), own["score"]])
        assert np.array_equal(np.asarray(by_gid(ax, "records-")[f"records-{k}"].get_offsets()), spots)
        corners = {tuple(corner) for corner in line_named(ax, group).get_xydata()}
        assert {tuple(spot) for spot in spots} <= corners
        assert max(x for x, _ in corners) == day_of([lag.as_of])[0]


def test_the_bars_are_the_lags(shown_lag):
    lag, ax = shown_lag
    bars = by_gid(ax, "lags")
    drawn = [segment.ravel().tolist() for segment in bars["lags"].get_segments()]
    expected = [
        [start, score, end, score]
        for start, end, score in zip(
            day_of(lag.pairs["date"]), day_of(lag.pairs["matched_date"]), lag.pairs["score"], strict=True
        )
    ]
    assert drawn == expected
    ends = {segment[1][0] for segment in bars["lags-open"].get_segments()}
    assert ends == {day_of([lag.as_of])[0]}
    assert len(bars["lags-open"].get_segments()) == len(lag.still_ahead) > 0
    written = {text.get_text() for text in labels_of(ax)}
    months = {f"{months:.1f}" for months in lag.pairs["months"]} | {f"{m:.1f}+" for m in lag.still_ahead["months"]}
    assert len(written & months) >= 7
    assert f"{lag.pairs['months'].max():.1f}" in written


def test_the_names_of_the_lag_stand_at_their_records(shown_lag, names):
    lag, ax = shown_lag
    table = lag.staircases
    shown = [names[1][model] for model in table["model"]]
    places = dict(zip(shown, zip(day_of(table["date"]), table["score"], strict=True), strict=True))
    drawn = {said(text): text.xy for text in labels_of(ax) if not re.fullmatch(r"[\d.]+\+?", text.get_text())}
    assert drawn.items() <= places.items()
    assert {"GPT-4 (0314)", "Llama 3 70B", "DeepSeek V3", "DeepSeek R1"} <= set(drawn)
    assert len(drawn) > 0.7 * len(places)


def test_dates_that_are_bounds_are_hollow(shown_lag):
    lag, ax = shown_lag
    for k, group in enumerate(lag.groups):
        own = lag.staircases[lag.staircases["group"] == group]
        faces = [to_hex(face) for face in by_gid(ax, "records-")[f"records-{k}"].get_facecolors()]
        assert [face == "#ffffff" for face in faces] == own["bound"].tolist()
    assert "Hollow: the date is an upper bound." in footer_of(ax)


@pytest.mark.parametrize(
    ("method", "title"),
    [
        ("backward", r"The best open-weights model on 14 Feb 2025 is where proprietary ones were 2\.8 months before"),
        ("staircase", r"Open-weights models reached each score 7\.2 months after proprietary ones on average"),
        (
            "matched",
            r"Open-weights models have reached 8 proprietary records after 6\.5 months on average; 3 are still ahead",
        ),
    ],
)
def test_the_title_of_a_lag_names_its_number(method, title):
    lag = open_lag(frontier.load_models(as_of="2025-02-14"), method=method)
    ax = plot_lag(lag, ax=new_figure())
    assert re.fullmatch(title, title_of(ax))
    assert f"lag “{method}”: {lag.months:.1f} months; a bar" in frame_texts(ax)[1]
    assert "Chatbot Arena, text, 14 Feb 2025 (CC BY 4.0), older models at that day's score." in footer_of(ax)


def test_a_lag_that_cannot_be_told_and_one_that_is_a_bound():
    rows = [("a", "proprietary", 1200.0, "2024-01-01"), ("o", "osi", 1150.0, "2024-07-01")]
    models = pd.DataFrame(rows, columns=["model", "openness", "elo", "released"])
    ax = plot_lag(open_lag(models, method="matched"), ax=new_figure())
    assert title_of(ax) == "Open-weights models have reached no proprietary records; 1 is still ahead"
    assert "lag “matched”: unknown: 0 records reached, 1 still ahead" in frame_texts(ax)[1]
    ax = plot_lag(open_lag(models), ax=new_figure())
    assert title_of(ax) == (
        "The best open-weights model on 1 Jul 2024 is where proprietary ones were at least 6.0 months before"
    )
    ax = plot_lag(open_lag(models, method="staircase"), ax=new_figure())
    assert title_of(ax) == "How far open-weights models are behind proprietary ones is unknown on 1 Jul 2024"
    ahead = models.assign(elo=[1200.0, 1250.0])
    ax = plot_lag(open_lag(ahead), ax=new_figure())
    assert title_of(ax) == "No proprietary model is better than the best open-weights one on 1 Jul 2024"
    ax = plot_lag(open_lag(ahead.assign(elo=[1200.0, 1200.0]), method="matched"), ax=new_figure())
    assert title_of(ax) == "Open-weights models have reached 1 proprietary record after 6.0 months"
    later = models.assign(elo=[1200.0, 1200.0], released=["2024-07-01", "2024-01-01"])
    ax = plot_lag(open_lag(later, method="staircase"), ax=new_figure())
    assert title_of(ax) == "Open-weights models reached each score 6.0 months before proprietary ones on average"


@pytest.mark.parametrize("dpi", [100, SAVED_DPI])
def test_labels_of_gap_and_lag_keep_apart(shown_history, shown_lag, dpi):
    for _, ax in (shown_history, shown_lag):
        check_labels(ax, dpi)
        extents = measured(ax, dpi)
        boxes = [*extents.texts, *extents.axis_labels]
        assert all(within(box, extents.figure, 0) for box in boxes)
        assert all(overlap(a, b) <= 0 for a, b in combinations(boxes, 2))


@pytest.mark.parametrize("pair", [("US", "CN"), ("CN", "US"), ("US", "FR")])
def test_labels_keep_apart_for_any_split(pair):
    """Lines that cross, a group that comes late, one with few models, Axes of another size."""
    lag = open_lag(frontier.load_models(), by="country", between=pair, method="staircase", draws=100)
    ax = Figure(figsize=(7, 5)).add_subplot() if pair[1] == "FR" else new_figure()
    FigureCanvasAgg(ax.get_figure())
    check_labels(plot_lag(lag, ax=ax), SAVED_DPI)
    history = gap_history(frontier.load_scores(board="text"), by="country", between=pair, draws=100)
    check_labels(plot_gap(history, ax=new_figure()), SAVED_DPI)


def test_drawing_gap_and_lag_changes_nothing_and_repeats_to_the_byte(shown_history, shown_lag, unchanged):
    history, ax = shown_history
    assert content(plot_gap(unchanged(history), ax=new_figure())) == content(ax)
    lag, ax = shown_lag
    assert content(plot_lag(lag, ax=new_figure())) == content(ax)


# --- The price of a quality, and a maker's prices.


@pytest.fixture(scope="module")
def paid():
    prices = frontier.load_prices()
    return prices[prices["price_basis"].isin(["list", "host"])]


@pytest.fixture(scope="module")
def gpt4(names, paid):
    """The records of GPT-4's quality, their line, and the picture."""
    records = price_records(price_points(names[0], paid, reference="gpt-4-0314"), at_least="gpt-4-0314")
    decline = price_decline(records)
    return records, decline, plot_price_records(records, decline, ax=new_figure())


@pytest.fixture(scope="module")
def openai(paid):
    prices = paid[(paid["organization"] == "OpenAI") & (paid["price_basis"] == "list") & (paid["from"] <= "2025-02-14")]
    return prices, plot_price_steps(prices, ax=new_figure())


def test_records_of_price_are_drawn_as_they_are(gpt4):
    records, decline, ax = gpt4
    spots = np.column_stack([day_of(records["date"]), records["price"]])
    drawn = by_gid(ax, "records-")
    for kind in ("Proprietary", "Open weights"):
        own = records["openness"].eq("proprietary").to_numpy() == (kind == "Proprietary")
        assert own.any()
        assert np.array_equal(np.asarray(drawn[f"records-{kind}"].get_offsets()), spots[own])
    assert {tuple(spot) for spot in spots} <= {
        tuple(c) for c in by_gid(ax, "records-line")["records-line"].get_xydata()
    }
    (days, fitted) = by_gid(ax, "decline")["decline"].get_data()
    assert fitted[0] / fitted[1] == pytest.approx(decline.factor_per_year.value ** ((days[1] - days[0]) / 365))
    assert ax.get_yscale() == "log"
    low, high = ax.get_ylim()
    assert low < min(*records["price"], *fitted)
    assert high > max(*records["price"], *fitted)


def test_the_picture_of_the_records_says_whose_and_which_price(gpt4):
    records, _, ax = gpt4
    assert ax.get_ylabel() == "Lowest so far: price per million output tokens (USD, log scale)"
    assert records["host"].dropna().unique().tolist() == ["DeepInfra"]
    assert "Prices: makers' list prices and prices of DeepInfra." in footer_of(ax)


def test_a_family_without_release_dates_goes_by_its_prices(openai):
    prices, ax = openai
    undated = plot_price_steps(prices.drop(columns="released"), ax=new_figure())
    assert len(by_gid(undated, "family-")) == len(by_gid(ax, "family-"))


def test_the_title_of_the_records_states_ends_and_rate(gpt4):
    records, decline, ax = gpt4
    assert title_of(ax) == (
        "The quality of GPT-4 (0314): from $60 in March 2023 to $0.08 in September 2025, 750 times cheaper, "
        f"{(60 / 0.08) ** (365 / decline.span_days):.2g} times a year"
    )
    fitted = f"fitted through {len(records)} records in {decline.span_days} days: {decline.factor_per_year.value:.1f}"
    assert frame_texts(ax)[1].startswith(fitted)
    assert title_of(plot_price_records(records.head(1), ax=new_figure())) == (
        "The quality of GPT-4 (0314) cost $60 in March 2023"
    )
    bare = records.head(2).drop(columns="level")
    assert title_of(plot_price_records(bare, ax=new_figure())) == (
        "This quality cost $60 in March 2023 and $30 in November 2023"
    )


def test_every_record_is_named_with_its_price(gpt4, names):
    records, _, ax = gpt4
    written = {text.get_text() for text in labels_of(ax)}
    expected = {f"{names[1][row.model]} ${row.price:,.2f}".replace(".00", "") for row in records.itertuples()}
    assert written == expected


def test_a_family_is_one_line_with_its_cuts_marked(openai):
    """The numbers of the deck's third chart, as OpenAI's own pages had them."""
    _, ax = openai
    lines = {}
    for gid, line in by_gid(ax, "family-").items():
        xs, ys = line.get_data()
        start = pd.Timestamp(np.datetime64(int(xs[0]), "D")).strftime("%Y-%m-%d")
        lines[gid.removeprefix("family-")] = (start, list(dict.fromkeys(np.asarray(ys).tolist())))
    assert sorted(lines.values()) == sorted([
        ("2023-03-01", [2.0, 1.5]), ("2023-03-14", [60.0]), ("2023-03-14", [120.0]), ("2023-11-06", [30.0]),
        ("2024-05-13", [15.0, 10.0]), ("2024-07-18", [0.6]), ("2024-09-12", [60.0]), ("2024-09-12", [12.0, 4.4]),
        ("2024-12-17", [60.0]), ("2024-12-31", [15.0]), ("2025-01-31", [4.4]),
    ])  # fmt: skip
    cuts = [tuple(spot) for layer in by_gid(ax, "cuts-").values() for spot in np.asarray(layer.get_offsets()).tolist()]
    assert {(pd.Timestamp(np.datetime64(int(x), "D")).strftime("%Y-%m-%d"), y) for x, y in cuts} == {
        ("2024-02-01", 1.5), ("2024-08-06", 10.0), ("2025-01-31", 4.4),
    }  # fmt: skip


def test_the_day_of_deepseek_is_marked(openai):
    prices, ax = openai
    (line,) = by_gid(ax, "mark-").values()
    assert line.get_xdata()[0] == day_of(["2025-01-20"])[0]
    assert "DeepSeek R1, 20 Jan 2025" in {text.get_text() for text in labels_of(ax)}
    assert not by_gid(plot_price_steps(prices, marks={}, ax=new_figure()), "mark-")


def test_the_title_of_a_maker_s_prices(openai):
    prices, ax = openai
    assert title_of(ax) == "From GPT-4-32k at $120 (March 2023) to GPT-4o mini at $0.60 (July 2024)"
    late = prices[prices["name"].isin(["GPT-4o mini", "o1"])]
    assert title_of(plot_price_steps(late, ax=new_figure())) == (
        "The cheapest: GPT-4o mini at $0.60 (July 2024); the most expensive: o1 at $60 (December 2024)"
    )


def test_what_was_only_seen_is_hollow(openai):
    _, ax = openai
    hollow = [gid for gid, layer in by_gid(ax, "start-").items() if to_hex(layer.get_facecolor()[0]) == "#ffffff"]
    assert len(hollow) == 1
    assert "Hollow: seen on that day, and may be older." in footer_of(ax)


@pytest.mark.parametrize("maker", ["OpenAI", "Google", "Anthropic", "DeepSeek", "Mistral"])
def test_labels_of_prices_keep_apart(paid, gpt4, maker):
    own = paid[(paid["organization"] == maker) & (paid["from"] <= "2025-06-30")]
    for ax in (gpt4[2], plot_price_steps(own, ax=new_figure())):
        check_labels(ax, SAVED_DPI)


def test_prices_that_cannot_be_drawn_are_refused(paid, gpt4):
    with pytest.raises(TypeError, match="records must be what price_records"):
        plot_price_records(paid)
    with pytest.raises(ValueError, match="there are no records to draw"):
        plot_price_records(gpt4[0].head(0))
    with pytest.raises(ValueError, match="prices must have the column name; load_prices"):
        plot_price_steps(paid.drop(columns="name"))
    with pytest.raises(ValueError, match="none of these models has a output_usd_per_mtok"):
        plot_price_steps(paid.head(0))
    assert not plt.get_fignums()


def test_drawing_prices_changes_nothing_and_repeats_to_the_byte(gpt4, openai, unchanged):
    records, decline, ax = gpt4
    assert content(plot_price_records(unchanged(records), decline, ax=new_figure())) == content(ax)
    prices, ax = openai
    assert content(plot_price_steps(unchanged(prices), ax=new_figure())) == content(ax)


# --- The frontier through time.


@pytest.fixture(scope="module")
def moved():
    """The frontiers of three days on the scale of the last, how far they moved, and the picture."""
    days = {"14 Feb 2024": "2024-02-14", "14 Aug 2024": "2024-08-14", "14 Feb 2025": "2025-02-14"}
    found = {
        word: find_frontier(frontier.load_models(as_of="2025-02-14", prices_as_of=day)) for word, day in days.items()
    }
    shift = frontier.frontier_shift(found["14 Feb 2024"], found["14 Feb 2025"])
    return found, shift, frontier.plot_frontiers(found, shift, ax=new_figure())


def test_every_frontier_is_drawn_as_its_steps(moved):
    found, _, ax = moved
    lines = {line.get_label(): {tuple(c) for c in line.get_xydata()} for line in ax.lines}
    assert list(lines) == list(found)
    for k, (word, own) in enumerate(found.items()):
        steps = steps_of(own.table)
        assert set(steps) <= lines[word]
        assert {tuple(spot) for spot in np.asarray(by_gid(ax, "members-")[f"members-{k}"].get_offsets())} == set(steps)


def test_frontiers_are_told_apart_by_colour_dash_and_the_word_at_their_end(moved):
    found, _, ax = moved
    colours = {line.get_label(): to_hex(line.get_color()) for line in ax.lines}
    assert len(set(colours.values())) == len({line.get_linestyle() for line in ax.lines} | set(colours)) - 2 == 3
    for colour in colours.values():  # dark enough for words on white, by the rule of WCAG
        shares = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        assert 1.05 / (np.dot(shares, [0.2126, 0.7152, 0.0722]) + 0.05) >= 4.5
    widths = [line.get_linewidth() for line in ax.lines]
    assert widths[2] > widths[1] == widths[0]
    words = {text.get_text(): to_hex(text.get_color()) for text in labels_of(ax)}
    ends = set(found) & set(words)
    assert "14 Feb 2025" in ends
    assert all(words[word] == colours[word] for word in ends)


def test_the_title_says_how_far_the_frontier_moved(moved):
    found, _, ax = moved
    assert title_of(ax) == (
        "From 14 Feb 2024 to 14 Feb 2025: on average about 65 times cheaper at equal quality, "
        "250 points better at equal price; since 14 Aug 2024 about 4.0 times cheaper"
    )
    assert "over scores of 1,037 to 1,250, and over prices of $0.20 to $30" in frame_texts(ax)[1]
    assert "Models with a price: 16 (14 Feb 2024), 28 (14 Aug 2024), 85 (14 Feb 2025)." in footer_of(ax).replace(
        "\n", " "
    )
    assert "Chatbot Arena, text, 14 Feb 2025 (CC BY 4.0)" in footer_of(ax)
    assert "Intervals are of the scores alone" in footer_of(ax)
    bare = frontier.plot_frontiers(found, ax=new_figure())
    assert title_of(bare) == "The frontier from 14 Feb 2024 to 14 Feb 2025"
    first, last = (found[word] for word in ("14 Feb 2024", "14 Feb 2025"))
    back = frontier.plot_frontiers(
        {"later": last, "earlier": first}, frontier.frontier_shift(last, first), ax=new_figure()
    )
    assert (
        title_of(back) == "From later to earlier: on average about 65 times more expensive at equal quality, "
        "250 points worse at equal price"
    )


def test_members_of_the_last_frontier_are_all_named_once(moved):
    found, _, ax = moved
    written = Counter(text.get_text() for text in labels_of(ax))
    assert set(found["14 Feb 2025"].members["name"]) <= set(written)
    assert max(written.values()) == 1
    check_labels(ax, SAVED_DPI)


@pytest.mark.parametrize("seed", range(4))
def test_labels_of_frontiers_keep_apart_on_any_table(seed):
    models = random_menu(seed, 60)
    early = models.assign(**{PRICE: models[PRICE].where(models.index < 30)})
    found = {"early": find_frontier(early), "late": find_frontier(models)}
    check_labels(frontier.plot_frontiers(found, ax=new_figure()), SAVED_DPI)


def test_frontiers_that_cannot_be_drawn_are_refused(moved, deck):
    found, shift, _ = moved
    empty = find_frontier(deck.assign(output_usd_per_mtok=np.nan))
    for wrong, message in (
        ({}, "every frontier must have models to draw"),
        ({"a": empty}, "every frontier must have models to draw"),
        ({"a": find_frontier(deck), "b": find_frontier(deck, cost="input_usd_per_mtok")}, "of different columns"),
        ({"a": find_frontier(deck), "b": find_frontier(frontier.load_models())}, "of 2 snapshots"),
    ):
        with pytest.raises(ValueError, match=message):
            frontier.plot_frontiers(wrong)
    with pytest.raises(ValueError, match="of the first and the last of these frontiers"):
        frontier.plot_frontiers({"only": found["14 Feb 2025"]}, shift)
    assert not plt.get_fignums()


# --- Training compute.


def test_compute_is_drawn_with_its_standing(deck):
    found, ax = draw(deck, cost="training_flop")
    standing = found.table["training_flop_confidence"]
    hollow = {
        (x, y)
        for gid, layer in by_gid(ax, "class-").items()
        if gid.endswith("-rough")
        for x, y in np.asarray(layer.get_offsets()).tolist()
    }
    expected = found.table[standing != "confident"]
    assert hollow == set(zip(expected["training_flop"], expected["elo"], strict=True))
    assert 0 < len(hollow) < len(found.table)
    assert len(points_drawn(ax)) == len(found.table)
    assert ax.get_xlabel() == "Training compute (FLOP, log scale)"
    counts = standing.value_counts()
    assert (
        f"Compute: estimates by Epoch AI (CC BY 4.0), {counts['confident']} confident, {counts['likely']} likely, "
        f"{counts['speculative']} speculative;" in footer_of(ax).replace("\n", " ")
    )
    assert "the others have no published estimate" in footer_of(ax)
    assert "DeepSeek R1" in {text.get_text() for text in labels_of(ax)}
    assert title_of(ax) == (
        "DeepSeek R1 scores 76 points above GPT-4o (2024-05-13), at about 11 % of its estimated training compute"
    )
    assert "the newest model with one is of 30 Jan 2025" in footer_of(ax).replace("\n", " ")
    with pytest.raises(ValueError, match="training compute is only estimated"):
        draw(deck, cost="training_flop", band=True)
    own = menu((1e23, 1200), (2e23, 1250), note=["mine", "mine too"]).rename(columns={PRICE: "training_flop"})
    _, bare = draw(own, cost="training_flop")
    assert "Epoch" not in footer_of(bare)
    assert not [gid for gid in by_gid(bare, "class-") if gid.endswith("-rough")]
    assert "Compute only likely or speculative" in {text.get_text() for text in ax.get_legend().get_texts()}
    assert {"10²³", "2·10²³", "5·10²³"} <= {label.get_text() for label in ax.get_xticklabels()}
    check_labels(ax, SAVED_DPI)


def test_any_quantity_against_compute(deck):
    """A price against the compute it took: on a linear axis, which is named as one."""
    _, ax = draw(deck, cost="training_flop", quality=PRICE)
    assert ax.get_xlabel() == "Training compute (FLOP, log scale)"
    assert ax.get_ylabel() == "Price per million output tokens (USD)"


# --- Claims.


@pytest.fixture(scope="module")
def claims():
    """Some statements of each verdict and unit; that there are more changes nothing here."""
    names = [
        "deck-lag",
        "deck-compute",
        "deck-performance",
        "stanford-2025",
        "stanford-280",
        "a16z-10x",
        "epoch-mmlu-43.9",
    ]
    names += [f"epoch-arena-{level}-own" for level in (1106, 1186, 1256, 1285)]
    names += [f"epoch-match-{k}" for k in range(1, 6)] + [f"epoch-{year}" for year in (2024, 2025, 2026)]
    return frontier.check_claims(names)


@pytest.mark.parametrize("unit", ["months", "times a year", "percent"])
def test_published_and_measured_numbers_are_drawn_with_their_verdicts(claims, unit):
    ax = frontier.plot_claims(claims, unit, ax=new_figure())
    told = claims[
        (claims["unit"] == unit)
        & claims["value"].notna()
        & claims[["published_value", "published_low"]].notna().any(axis=1)
    ]
    again = told["tested_on"] == "the study's own points"
    if 0 < again.sum() < len(told):
        came = (told[again]["verdict"] == "holds").sum()
        assert f"{came} of {again.sum()} numbers come back from the study's own points" in frame_texts(ax)[1]
        told = told[~again]
    heights = {claim: len(told) - k for k, claim in enumerate(told["claim"])}
    for tick, word in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True):
        assert float(word.get_text().replace(",", "")) == pytest.approx(tick), "a label says where its tick is"
    for verdict, own in told.groupby("verdict"):
        spots = {tuple(spot) for spot in np.asarray(by_gid(ax, "verdict-")[f"verdict-{verdict}"].get_offsets())}
        assert spots == {(one.value, heights[one.claim]) for one in own.itertuples()}
    published = np.asarray(by_gid(ax, "published")["published"].get_offsets())
    known = told[told["published_value"].notna()]
    assert {(x, y) for x, y in published.tolist() if x == x} == {
        (one.published_value, heights[one.claim]) for one in known.itertuples()
    }
    written = {gid.removeprefix("label-"): text.get_text() for gid, text in by_gid(ax, "label-").items()}
    assert written == dict(zip(told["claim"], told["label"], strict=True))
    assert [layer.get_gid() for layer in ax.collections if "verdict" in str(layer.get_gid())]
    assert ax.get_xscale() == ("log" if unit == "times a year" else "linear")


def test_the_title_of_the_claims_counts_them(claims):
    months = frontier.plot_claims(claims, ax=new_figure())
    assert title_of(months) == (
        "0 of 4 published lags hold on these data, 3 in part; not “Invesco: 12 to 18 months (matched)”"
    )
    rates = frontier.plot_claims(claims, "times a year", ax=new_figure())
    assert title_of(rates) == "3 of 5 published rates at which prices fell hold on these data, 2 cannot be tested"
    assert "Cannot be tested: Epoch: Arena 1256, our table; Epoch: Arena 1285, our table." in footer_of(rates)
    none = claims.assign(verdict="does not hold")
    assert title_of(frontier.plot_claims(none, ax=new_figure())) == "0 of 4 published lags hold on these data; 4 do not"
    own = claims[claims["claim"].str.startswith("epoch-match")]
    assert title_of(frontier.plot_claims(own, ax=new_figure())) == (
        "5 of 5 published lags come back from the study's own points"
    )


def test_claims_may_be_indexed_by_their_names(claims):
    named = claims.set_index("claim")
    assert saved(frontier.plot_claims(named, ax=new_figure())) == saved(frontier.plot_claims(claims, ax=new_figure()))
    points = claims[claims["claim"] == "deck-performance"]
    assert frontier.plot_claims(points, ax=new_figure()).get_xlabel() == "Points"


def test_claims_of_no_unit_are_refused(claims):
    with pytest.raises(ValueError, match="unit must be one of months, percent, points, times, times a year"):
        frontier.plot_claims(claims, "dollars")
    with pytest.raises(ValueError, match="none of these statements has both"):
        frontier.plot_claims(claims[claims["verdict"] == "cannot be tested"])
    with pytest.raises(TypeError, match="claims must be what check_claims"):
        frontier.plot_claims("deck")
    with pytest.raises(TypeError, match="frontiers must be a mapping"):
        frontier.plot_frontiers([])
    assert not plt.get_fignums()


def test_drawing_these_changes_nothing_and_repeats_to_the_byte(moved, claims, unchanged):
    found, shift, ax = moved
    assert content(frontier.plot_frontiers(found, shift, ax=new_figure())) == content(ax)
    one, two = (content(frontier.plot_claims(unchanged(claims), ax=new_figure())) for _ in range(2))
    assert one == two


# --- Anybody's names: characters that no font has, long ones, many.

STRANGE = {
    "Chinese": ("通义千问-max", "□□□□-max"),
    "Japanese": ("さくら", "□□□"),
    "Korean": ("한국어", "□□□"),
    "Thai": ("ไทย", "□□□"),
    "Devanagari": ("हिन्दी", "□□□□□□"),
    "emoji": ("🏆 gemini", "□ gemini"),
}
CONTROLS = {"a\nb": "a b", "a\tb": "a b", "a\x07b\x1b[2J": "a b [2J", "a\u2028b": "a b", "a\u202eb\u200b": "ab"}


def every_picture(name, other="b"):
    """Give all pictures of a table of two models, each to be drawn with the one named so among what is written."""
    days = pd.to_datetime(["2024-01-01", "2025-02-01"])
    models = menu((1, 1000), (2, 1100), names=[name, other], openness=["osi", "proprietary"], released=days)
    found = find_frontier(models)
    dated = models.assign(**{"from": days, "name": models["model"], "organization": name})
    records = pd.DataFrame({"model": [name, other], "date": days, "price": [5.0, 1.0], "level": other})
    return {
        "frontier": lambda: plot_frontier(found, callouts={name: [name]}, ax=new_figure()),
        "groups": lambda: plot_frontier(find_frontier(models, by="model"), ax=new_figure()),
        "columns": lambda: plot_frontier(
            find_frontier(models.rename(columns={"elo": name}), quality=name), ax=new_figure()
        ),
        "frontiers": lambda: frontier.plot_frontiers({name: found, "now": found}, ax=new_figure()),
        "gap": lambda: plot_gap(gap_history(models.assign(date=days[1], board=name), draws=100), ax=new_figure()),
        "lag": lambda: plot_lag(open_lag(models, by="model", between=(name, other)), ax=new_figure()),
        "records": lambda: plot_price_records(records, ax=new_figure()),
        "steps": lambda: plot_price_steps(dated, marks={"2024-06-01": name}, ax=new_figure()),
        "claims": lambda: frontier.plot_claims(
            frontier.check_claims(["deck-lag"]).assign(label=name, who=name), ax=new_figure()
        ),
    }


PICTURES_OF_ANY = ["frontier", "groups", "columns", "frontiers", "gap", "lag", "records", "steps", "claims"]


@pytest.mark.parametrize("picture", PICTURES_OF_ANY)
def test_what_no_font_has_is_a_box_and_warned_of_once(picture):
    """One warning by us, at drawing; none by matplotlib, neither then nor when the picture is saved."""
    name = " ".join(name for name, _ in STRANGE.values())
    with pytest.warns(UserWarning, match="no font in use has the characters") as caught:
        ax = every_picture(name)[picture]()
    assert len(caught) == 1
    said = str(caught[0].message)
    assert "install a font that has them, and name it in font.family" in said
    assert caught[0].filename == __file__
    for kind in ("svg", "png", "pdf") if picture == "frontier" else ("svg",):
        assert saved(ax, kind)
    assert any("□□□□-max" in text.get_text() for text in ax.figure.findobj(Text))


@pytest.mark.parametrize("script", STRANGE)
def test_each_script_is_drawn_and_its_characters_are_named(script):
    name, boxes = STRANGE[script]
    with pytest.warns(UserWarning, match="no font in use") as caught:
        ax = draw(menu((1, 1000), (2, 1100), names=["plain", name]))[1]
    assert boxes in {text.get_text() for text in labels_of(ax)}
    assert all(character in str(caught[0].message) for character in name if ord(character) > 1000)
    assert saved(ax)
    check_labels(ax, SAVED_DPI)


@pytest.mark.parametrize("picture", PICTURES_OF_ANY)
def test_control_characters_are_blanks_without_a_warning(picture):
    name = "".join(CONTROLS)
    ax = every_picture(name)[picture]()
    assert saved(ax)
    written = "".join(text.get_text() for text in ax.figure.findobj(Text))
    assert "".join(CONTROLS.values()) in written
    assert not set("\t\x07\x1b\u2028\u202e\u200b") & set(written)


def test_a_font_of_the_users_own_is_asked_before_a_box_is_drawn():
    """The Math font has what the Sans lacks; it stands behind it, and no warning is given."""
    models = menu((1, 1000), (2, 1100), names=["plain", "\N{MATHEMATICAL SCRIPT CAPITAL A}bc"])
    with pytest.warns(UserWarning, match="\N{MATHEMATICAL SCRIPT CAPITAL A}"):
        draw(models)
    with mpl.rc_context({"font.family": ["DejaVu Sans", "DejaVu Math TeX Gyre"]}):
        ax = draw(models)[1]
        assert "\N{MATHEMATICAL SCRIPT CAPITAL A}bc" in {text.get_text() for text in labels_of(ax)}
        assert saved(ax)
        plain_style()  # of the command line: our style, and their font where it lacks a character
        assert mpl.rcParams["font.family"] == ["DejaVu Sans", "DejaVu Math TeX Gyre"]
        assert draw(models)[1]


def test_the_command_line_draws_what_no_font_has(tmp_path, capsys):
    table = tmp_path / "own.csv"
    table.write_text("model,elo,output_usd_per_mtok\n通义千问,1300,1\nb,1400,2\n", encoding="utf-8")
    with mpl.rc_context():
        assert main(["plot", "--data", str(table), "-o", str(tmp_path / "own.svg")]) == 0
    assert (tmp_path / "own.svg").read_bytes().startswith(b"<?xml")
    warned = capsys.readouterr().err
    assert warned.startswith("no font in use has the characters 通 义 千 问")
    assert "Traceback" not in warned


@pytest.mark.parametrize("picture", PICTURES_OF_ANY)
def test_long_names_are_cut(picture):
    ax = every_picture("x" * 100_000)[picture]()
    assert max(len(text.get_text()) for text in ax.figure.findobj(Text)) < 500
    assert any("…" in text.get_text() for text in ax.figure.findobj(Text))


def test_labels_that_begin_with_an_underscore_or_hold_dollars_are_in_the_legend():
    models = menu((1, 1000), (2, 1100), (3, 1050), kind=["_a", "$b$", "c"])
    ax = draw(models, by="kind")[1]
    assert [name.strip() for name in legend_of(ax)][:3] == ["$b$", "_a", "c"]
    assert not any(text.get_parse_math() for text in ax.get_legend().get_texts())
    assert saved(ax)


@pytest.mark.parametrize("column", ["Model", "MODEL_NAME", "name"])
def test_a_picture_names_models_by_the_column_that_has_their_names(column):
    models = menu((1, 1000), (2, 1100), names=["Adam", "Berta"]).rename(columns={"model": column}).set_axis([238, 170])
    _, ax = draw(models, callouts={"Ours": ["Adam"]})
    assert {text.get_text() for text in labels_of(ax)} == {"Adam", "Berta", "#1 Ours"}
    assert title_of(ax).startswith("Adam is 100 points below Berta")


# --- Many groups, many models.


def dominated(count, seed=0):
    """Make so many rows below and right of a frontier through 1000 points at 1 dollar."""
    rng = np.random.default_rng(seed)
    return list(zip(10 ** rng.uniform(-2, 2, count), 1000 - rng.exponential(60, count), strict=True))


@pytest.mark.parametrize("panel", [False, True])
@pytest.mark.parametrize(
    ("groups", "options"),
    [
        *((groups, {}) for groups in (3, 5, 7, 8, 11, 60)),
        (8, {"hull": True}),
        (7, {"band": True}),
        (60, {"band": True}),
    ],
    ids=str,
)
def test_many_groups_leave_the_data_two_thirds_of_rising_limits(groups, options, panel):
    points = dominated(3 * groups)
    models = menu(*points, half=20, maker=[f"maker number {k % groups}" for k in range(len(points))])
    ax = Figure(figsize=(10, 6.25)).subplots(2, 2)[1, 0] if panel else new_figure()
    found, ax = draw(models, by="maker", ax=ax, **options)
    floor, top = ax.get_ylim()
    low, high = found.interval
    least, most = models[low].min(), models[high].max()
    assert floor < least < most < top
    assert (most - least) / (top - floor) > 0.5, "the legend takes more than a third"
    assert len(points_drawn(ax)) == len(found.table)
    for x, y, *_ in points_drawn(ax):
        assert floor < y < top
        assert ax.get_xlim()[0] < x < ax.get_xlim()[1]
    extents = measured(ax)
    if ax.get_legend() is not None:
        inside, below = within(extents.legend, extents.frame), extents.legend[3] < extents.axis_labels[0][1]
        assert inside or (below and within(extents.legend, extents.figure))
        assert not [box for box in extents.markers if overlap(box, extents.legend) > 1]


def test_groups_without_a_colour_share_one_look_and_are_counted():
    """Of sixty the seven with the most models have colours of their own, whatever their names."""
    points = dominated(300)
    maker = [f"m{k % 53:02d}" for k in range(160)] + [f"z{k % 7}" for k in range(140)]
    found, ax = draw(menu(*points, maker=maker), by="maker")
    entries = legend_of(ax)
    assert list(entries) == [*(f"z{k}" for k in range(7)), "53 others", "Frontier of all"]
    styles = class_styles(ax)
    expected = Counter(
        (row[PRICE], row["elo"], *styles[row["maker"] if row["maker"] in styles else "53 others"])
        for _, row in found.table.iterrows()
    )
    assert Counter(point[:4] for point in points_drawn(ax)) == expected
    colours = {line.get_label(): to_hex(line.get_color()) for line in ax.get_lines()}
    assert colours["z0 frontier"] == styles["z0"][0]
    lines = [line for line in ax.get_lines() if line.get_label() == "_frontier of another group"]
    assert len(lines) == 53
    assert {to_hex(line.get_color()) for line in lines} == {to_hex(entries["53 others"].get_color())}


@pytest.mark.parametrize("by", [None, "maker"])
def test_a_long_frontier_is_drawn_and_says_how_many_are_named(by):
    steps = [(1 + k / 100, 1000 + k) for k in range(150)]
    models = menu(*steps, *dominated(1050), maker=[f"m{k % 47}" for k in range(1200)], names=range(1200))
    found, ax = draw(models, by=by)
    members = found.table["on_frontier"].to_numpy().copy()
    for group, own in found.groups.items():
        members[(found.table["maker"] == group).to_numpy()] |= own.table["on_frontier"].to_numpy()
    assert f"Of the {members.sum()} models on a frontier at most 60 are named." in footer_of(ax)
    named = {text.xy for text in labels_of(ax)}
    spots = set(zip(found.table[PRICE][members], found.table["elo"][members], strict=True))
    assert 5 < len(named & spots) <= 60, "of points so near to one another few have a nearest place"
    assert "Without room for a name: " in footer_of(ax)


def test_sixty_of_many_records_and_days_are_named():
    days = pd.date_range("2020-01-01", periods=150)
    records = pd.DataFrame({"model": [f"r{k}" for k in range(150)], "date": days, "price": np.geomspace(900, 1, 150)})
    assert len(labels_of(plot_price_records(records, ax=new_figure()))) <= 60
    history = pd.DataFrame({"date": days, "gap": np.arange(150.0), "gap_low": np.nan, "gap_high": np.nan})
    history = history.assign(best_open=[f"o{k}" for k in range(150)], best_proprietary="p")
    assert len(labels_of(plot_gap(history, ax=new_figure()))) <= 61


# --- Axes and numbers of any size and unit.


def words_of(axis):
    """Give the numbers that are shown on an axis."""
    axis.get_figure().draw_without_rendering()
    low, high = sorted(axis.get_view_interval())
    return [t.label1.get_text() for t in axis.get_major_ticks() if low <= t.get_loc() <= high and t.label1.get_text()]


@pytest.mark.parametrize("value", [5.0, 1300.0, 0.0, -3.0, 1e-7, 3e13, 0.62])
@pytest.mark.parametrize("count", [1, 4])
def test_equal_qualities_have_ticks_that_differ(value, count):
    models = pd.DataFrame({"model": list("abcd")[:count], "cost": 1.0, "quality": value})
    ax = plot_frontier(find_frontier(models, cost="cost", quality="quality"), ax=new_figure())
    floor, top = ax.get_ylim()
    assert floor < value < top
    words = words_of(ax.yaxis)
    assert len(words) == len(set(words)) >= 2


@pytest.mark.parametrize("spread", [1e-9, 0.01, 0.3, 40.0, 7e6, 5e14])
@pytest.mark.parametrize("middle", [0.0, 0.6, 1300.0])
def test_numbers_of_an_upright_axis_are_those_of_its_ticks(spread, middle):
    models = pd.DataFrame({"model": list("ab"), "cost": [1.0, 2.0], "quality": [middle, middle + spread]})
    ax = plot_frontier(find_frontier(models, cost="cost", quality="quality"), ax=new_figure())
    words = words_of(ax.yaxis)
    assert len(words) == len(set(words)) >= 2
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    numbers = []
    for word in words:
        digits, _, power = word.replace("\N{MINUS SIGN}", "-").replace(",", "").replace("M", "·10⁶").partition("·10")
        numbers.append(float(digits) * 10.0 ** int(power.translate(raised) or 0))
    low, high = ax.get_ylim()
    ticks = [tick for tick in ax.get_yticks() if low <= tick <= high and (tick >= 0 or middle < 0)]
    assert numbers == pytest.approx(ticks, rel=1e-9, abs=1e-3 * spread)
    assert all(box.x0 >= 0 for box in (label.get_window_extent() for label in ax.get_yticklabels()))


POWERS = [(-8, -6), (-7, 3), (-5, -1), (5, 9), (0, 0.05), (-3, 3), (-12, -11)]


@pytest.mark.parametrize(
    ("column", "powers"),
    [
        *((column, powers) for column in ("seconds", "usd") for powers in POWERS),
        ("price_eur", (-5, -1)),
        ("price", (5, 9)),
    ],
)
@pytest.mark.parametrize("width", [10, 4])
def test_numbers_of_costs_are_in_one_style_apart_and_of_no_empty_axis(column, powers, width):
    costs = 10 ** np.linspace(*powers, 20)
    names = [f"a rather long name of model {k}" for k in range(20)]
    models = pd.DataFrame({"model": names, column: costs, "acc": np.linspace(0.5, 0.6, 20)})
    ax = Figure(figsize=(width, 6.25)).add_subplot()
    FigureCanvasAgg(ax.get_figure())
    ax = plot_frontier(find_frontier(models, cost=column, quality="acc"), labels=[], ax=ax)
    words = words_of(ax.xaxis)
    assert words
    powers_of_ten = [any(c in word for c in "⁰¹²³⁴⁵⁶⁷⁸⁹") for word in words]
    assert all(powers_of_ten) or not any(powers_of_ten)
    sign = {"usd": "$", "price_eur": "€"}.get(column, "")
    assert all(word.startswith(sign) and ("$" in word) == (sign == "$") for word in words)
    low, high = ax.get_xlim()
    boxes = [label.get_window_extent() for label, place in zip(ax.get_xticklabels(), ax.get_xticks(), strict=True)
             if label.get_text() and low <= place <= high]  # fmt: skip
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))
    assert costs[0] / low < 10.01
    assert high / costs[-1] < 2


def test_a_currency_is_that_of_the_column():
    for column, price in (("price_eur", "€1.50"), ("cost_gbp", "£1.50"), ("price", "1.5"), ("usd", "$1.50")):
        dated = pd.DataFrame({"model": ["a"], "name": ["A"], "from": ["2024-01-01"], column: [1.5]})
        ax = plot_price_steps(dated, price=column, ax=new_figure())
        assert title_of(ax) == f"From A at {price} (January 2024) to A at {price} (January 2024)"
        assert ax.get_ylabel() == f"{column} (log scale)"
        records = pd.DataFrame({"model": ["a"], "date": ["2024-01-01"], "price": [1.5], "price_column": column})
        ax = plot_price_records(records, ax=new_figure())
        assert title_of(ax) == f"This quality cost {price} in January 2024"
        assert f"a {price}" in {text.get_text() for text in labels_of(ax)}


def test_a_price_is_called_a_list_price_where_it_is_one(paid):
    own = paid[(paid["organization"] == "Meta") & (paid["price_basis"] == "host")]
    ax = plot_price_steps(own, ax=new_figure())
    assert ax.get_ylabel() == "Price per million output tokens (USD, log scale)"
    assert "Prices: prices of named hosts." in footer_of(ax)
    assert own["observed"].all()
    starts = by_gid(ax, "start-").values()
    assert len(starts) > 5
    assert {to_hex(layer.get_facecolor()[0]) for layer in starts} == {"#ffffff"}
    listed = paid[(paid["organization"] == "OpenAI") & (paid["price_basis"] == "list")]
    ax = plot_price_steps(listed, ax=new_figure())
    assert ax.get_ylabel() == "List price per million output tokens (USD, log scale)"


def chess(**columns):
    """Make a table with a column elo that is not of the Arena."""
    table = pd.DataFrame(
        {
            "model": ["Fish", "Zero", "Crafty"],
            "elo": [3500.0, 3480, 2900],
            "elo_lower": [3490.0, 3475, 2890],
            "elo_upper": [3510.0, 3485, 2910],
            "price_eur": [1000.0, 20, 1.5],
            "openness": ["osi", "proprietary", "osi"],
            "released": pd.to_datetime(["2021-03-01", "2021-06-01", "2022-01-01"]),
        }
    )
    return table.assign(**columns)


@pytest.mark.parametrize("columns", [{}, {"board": "club championship", "elo_date": pd.Timestamp("2022-01-01")}])
def test_no_other_table_is_said_to_be_the_arena_s(columns):
    models = chess(**columns)
    history = gap_history(models.assign(date=pd.Timestamp("2022-01-01")))
    pictures = [
        plot_frontier(find_frontier(models, cost="price_eur"), ax=new_figure()),
        plot_lag(open_lag(models, method="matched"), ax=new_figure()),
        plot_gap(history, ax=new_figure()),
    ]
    assert title_of(pictures[0]) == "Zero is 20 points below Fish at 2 % of its price"
    assert pictures[0].get_ylabel() == pictures[1].get_ylabel() == "Elo score (points)"
    for ax in pictures:
        written = " ".join(text.get_text() for text in ax.figure.findobj(Text))
        assert not re.search("Arena|CC BY|published", written)
        assert "points" in written


def accuracies(**columns):
    """Make a table with scores on 0 to 1."""
    table = pd.DataFrame(
        {
            "model": list("abcd"),
            "openness": ["osi", "osi", "proprietary", "proprietary"],
            "acc": [0.50, 0.60, 0.62, 0.641],
            PRICE: [1.0, 2, 3, 4],
            "released": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]),
        }
    )
    return table.assign(**columns)


def test_scores_on_0_to_1_have_sentences_and_axes_of_their_own():
    models = accuracies()
    ax = draw(models, quality="acc")[1]
    assert title_of(ax) == "b is 0.041 below d at 50 % of its price"
    assert ax.get_ylabel() == "acc"
    days = ["2025-05-01", "2025-06-01", "2025-07-01"]
    scores = pd.concat([models.assign(date=day, acc=models["acc"] + gain * np.array([1, 1, 0, 0]))
                        for day, gain in zip(pd.to_datetime(days), [0, 0.02, 0.03], strict=True)])  # fmt: skip
    ax = plot_gap(gap_history(scores, quality="acc"), ax=new_figure())
    assert title_of(ax) == (
        "Open-weights models are 0.011 behind proprietary ones; since May 2025 the gap was between 0.011 and 0.041"
    )
    assert ax.get_ylabel() == "Best proprietary minus best open-weights score"
    low, high = ax.get_ylim()
    assert high - low < 0.2
    assert len(set(words_of(ax.yaxis))) >= 3
    worse = scores.assign(acc=scores["acc"] + [0.1, 0.1, 0, 0] * 3)
    assert title_of(plot_gap(gap_history(worse, quality="acc"), ax=new_figure())) == (
        "Open-weights models are 0.089 ahead of proprietary ones; since May 2025 their lead was between 0.059 and 0.089"
    )
    ax = plot_lag(open_lag(models, quality="acc", method="matched"), ax=new_figure())
    assert ax.get_ylabel() == "acc"
    assert len(set(words_of(ax.yaxis))) >= 3
    assert "Scores: acc, 1 Apr 2025." in footer_of(ax)
    for picture in (ax, plot_gap(gap_history(scores, quality="acc"), ax=new_figure())):
        assert "point" not in " ".join(text.get_text() for text in picture.figure.findobj(Text))


def test_large_differences_are_written_in_full():
    models = menu((1, 50_000), (2, 9_000_000)).rename(columns={"elo": "context"})
    assert title_of(draw(models, quality="context")[1]) == "A is 8,950,000 below B at 50 % of its price"


# --- Where less is better.


def errors_of(**columns):
    return accuracies(err=1 - accuracies()["acc"], **columns)


@pytest.mark.parametrize("options", [{}, {"hull": True}, {"band": True}, {"by": "openness"}], ids=lambda o: str([*o]))
def test_where_less_is_better_the_axis_is_turned(options):
    """The picture is that of the qualities negated, mirrored: the same markers and names at the same pixels."""
    table = accuracies(half=0.02)
    table = table.assign(
        err=1 - table["acc"], err_lower=1 - table["acc"] - 0.02, err_upper=1 - table["acc"] + 0.02,
        acc_lower=table["acc"] - 0.02, acc_upper=table["acc"] + 0.02,
    )  # fmt: skip
    by = options.pop("by", None) if "by" in options else None
    turned = plot_frontier(find_frontier(table, quality="err", lower_is_better=True, by=by), ax=new_figure(), **options)
    straight = plot_frontier(find_frontier(table, quality="acc", by=by), ax=new_figure(), **options)
    low, high = turned.get_ylim()
    assert low > high
    for one, other in zip(points_drawn(turned), points_drawn(straight), strict=True):
        spots = [ax.transData.transform(point[:2]) for ax, point in ((turned, one), (straight, other))]
        assert spots[0] == pytest.approx(spots[1], abs=0.01)
        assert one[2:] == other[2:]
    assert [text.get_text() for text in labels_of(turned)] == [text.get_text() for text in labels_of(straight)]
    for one, other in zip(labels_of(turned), labels_of(straight), strict=True):
        assert one.xyann == pytest.approx(other.xyann, abs=0.01)
    check_labels(turned, SAVED_DPI)


def test_where_less_is_better_the_words_say_so():
    found = find_frontier(errors_of(), quality="err", lower_is_better=True)
    ax = plot_frontier(found, callouts={"Ours": ["a", "c"]}, ax=new_figure())
    assert title_of(ax) == "b is 0.041 worse than d at 50 % of its price"
    group = next(text for text in labels_of(ax) if text.get_text() == "#1 Ours")
    assert group.xy[1] == pytest.approx(0.38), "a group's name stands at its best model"
    best = find_frontier(errors_of().iloc[[0, 1]].assign(**{PRICE: [2.0, 1.0]}), quality="err", lower_is_better=True)
    assert title_of(plot_frontier(best, ax=new_figure())) == "b beats the only other on price and quality"
    lag = open_lag(errors_of(), quality="err", method="matched", lower_is_better=True)
    ax = plot_lag(lag, ax=new_figure())
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    moved = {"then": find_frontier(errors_of().head(3), quality="err", lower_is_better=True), "now": found}
    ax = frontier.plot_frontiers(moved, ax=new_figure())
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    with pytest.raises(ValueError, match="in some of the frontiers only"):
        frontier.plot_frontiers({"then": find_frontier(errors_of(), quality="err"), "now": found})


# --- Days.


def test_days_of_any_year_are_written():
    days = np.array(["0001-01-01", "0500-07-01", "2024-02-29", "9999-12-31"], dtype="datetime64[s]")
    models = accuracies(released=days)
    ax = plot_lag(open_lag(models, quality="acc", method="matched"), ax=new_figure())
    words = words_of(ax.xaxis)
    assert 3 <= len(words) <= 12
    assert "as of" not in footer_of(ax)
    assert "31 Dec 9999" in footer_of(ax)
    records = pd.DataFrame({"model": list("abcd"), "date": days, "price": [4.0, 3, 2, 1]})
    assert title_of(plot_price_records(records, ax=new_figure())) == (
        "This quality cost $4 in January 0001 and $1 in December 9999".replace("$", "")
    )
    history = pd.DataFrame({"date": days, "gap": [1.0, 2, 3, 4], "gap_low": np.nan, "gap_high": np.nan})
    ax = plot_gap(history.assign(best_open="o", best_proprietary="p"), ax=new_figure())
    assert "1 Jan 0001 to 31 Dec 9999" in footer_of(ax)


@pytest.mark.parametrize("years", [0.2, 1, 4, 12, 20, 60, 100, 200, 500, 1000, 2000, 9000])
def test_the_days_of_an_axis_do_not_touch(years):
    first = np.datetime64("0900-05-05", "s")
    days = np.array([first, first + np.timedelta64(round(365 * years), "D")])
    records = pd.DataFrame({"model": ["a", "b"], "date": days, "price": [2.0, 1.0]})
    ax = plot_price_records(records, ax=new_figure())
    words = words_of(ax.xaxis)
    assert len(words) == len(set(words)) >= 2
    boxes = [label.get_window_extent() for label in ax.get_xticklabels() if label.get_text()]
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))
    for word, place in zip(words, ax.get_xticks(), strict=True):
        month, year = word.split()
        day = np.datetime64(round(place), "D")
        shown, number, first = str(day).split("-")
        assert (shown, first) == (year, "01")
        assert MONTHS[int(number) - 1].startswith(month)


def test_no_picture_asks_the_language_of_the_machine():
    """Months have English names whatever setlocale says: nothing that words or draws formats a day by it."""
    source = "".join(path.read_text(encoding="utf-8") for room in ("plots", "words") for path in modules_of(room))
    assert not re.findall(r"strftime|%[aAbBcpxX]\b", source)


# --- Columns of any kind.


def as_decimals(table):
    """Turn numbers into Decimal, missing ones into None."""
    kinds = table.dtypes
    return table.assign(
        **{
            column: [None if pd.isna(value) else Decimal(repr(float(value))) for value in table[column]]
            for column in table.columns
            if kinds[column].kind == "f"
        }
    )


KINDS = {
    "nullable": lambda table: table.convert_dtypes(),
    "arrow": lambda table: table.convert_dtypes(dtype_backend="pyarrow"),
    "decimal": as_decimals,
    "object": lambda table: table.astype(object),
    "nothing in attrs": lambda table: pd.DataFrame({column: table[column].to_numpy() for column in table}),
}


@pytest.fixture(scope="module")
def tables(deck, paid, gpt4, claims):
    """Each third model of the deck: as many as have a cell of each kind, and one without, in each column."""
    scores, some = frontier.load_scores(board="text"), deck[::3]
    assert (some.isna().any() == deck.isna().any()).all()
    assert (some.notna().any() == deck.notna().any()).all()
    return {
        "models": some,
        "openai": paid[(paid["organization"] == "OpenAI") & (paid["from"] <= "2025-02-14")],
        "history": gap_history(scores, draws=100),
        "records": gpt4[0],
        "claims": claims,
    }


PICTURES_OF_TABLES = {
    "frontier": lambda t: plot_frontier(find_frontier(t["models"]), ax=new_figure()),
    "classes": lambda t: plot_frontier(
        find_frontier(t["models"], by=openness_class(t["models"])), band=True, ax=new_figure()
    ),
    "makers": lambda t: plot_frontier(find_frontier(t["models"], by="organization"), hull=True, ax=new_figure()),
    "compute": lambda t: plot_frontier(find_frontier(t["models"], cost="training_flop"), ax=new_figure()),
    "frontiers": lambda t: frontier.plot_frontiers(
        {"some": find_frontier(t["models"].head(40)), "all": find_frontier(t["models"])}, ax=new_figure()
    ),
    "lag": lambda t: plot_lag(open_lag(t["models"], method="matched"), ax=new_figure()),
    "gap": lambda t: plot_gap(t["history"], ax=new_figure()),
    "records": lambda t: plot_price_records(t["records"], price_decline(t["records"]), ax=new_figure()),
    "steps": lambda t: plot_price_steps(t["openai"], ax=new_figure()),
    "claims": lambda t: frontier.plot_claims(t["claims"], ax=new_figure()),
}


@pytest.fixture(scope="module")
def converted(tables):
    """The tables with their columns in each other kind of storage."""
    with np.errstate(invalid="ignore"):  # pandas tries 10**26 as an integer
        return {kind: {name: convert(table) for name, table in tables.items()} for kind, convert in KINDS.items()}


@pytest.mark.parametrize("picture", PICTURES_OF_TABLES)
def test_a_picture_does_not_depend_on_how_the_columns_are_stored(tables, converted, picture):
    plot = PICTURES_OF_TABLES[picture]
    plain = content(plot(tables))
    for kind, others in converted.items():
        assert content(plot(others)) == plain, kind


# --- Settings of the user.


@pytest.mark.parametrize("setting", ["figure.constrained_layout.use", "figure.autolayout"])
def test_a_layout_in_the_settings_changes_nothing(deck, setting):
    plain = content(draw(deck)[1])
    with mpl.rc_context({setting: True}):
        assert content(draw(deck)[1]) == plain
        ax = plot_frontier(find_frontier(deck))
        try:
            assert content(ax) == plain
        finally:
            plt.close(ax.get_figure())


# --- Words are elsewhere.


def sentences_of(source):
    """List the texts of more than five words that are not docstrings and not of an error or a warning."""
    tree = ast.parse(source)
    allowed = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and ast.unparse(node.func) == "warnings.warn"):
            allowed |= set(ast.walk(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            allowed.add(node.value)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in texts if node not in allowed and len(node.value.split()) > 5]


def test_sentences_are_found():
    lines = [
        "'A docstring of more than five words.'",
        "raise ValueError('an error may have as many words')",
        "title = f'{name} is one of the best models at {price}'",
    ]
    assert sentences_of("\n".join(lines)) == [" is one of the best models at "]


@pytest.mark.parametrize("path", modules_of("plots"), ids=lambda path: path.stem)
def test_a_picture_has_no_sentence_of_its_own(path):
    assert sentences_of(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", [name for name in frontier.__all__ if name.startswith("plot_")])
def test_data_come_first_and_axes_last(name):
    first, *_, last, look = inspect.signature(getattr(frontier, name)).parameters.values()
    assert first.kind == first.POSITIONAL_OR_KEYWORD
    assert (last.name, last.kind, last.default) == ("ax", last.KEYWORD_ONLY, None)
    assert (look.name, look.kind) == ("look", look.VAR_KEYWORD)


def test_a_headline_is_the_title_of_the_picture(deck):
    said = headline(find_frontier(deck))
    assert said.title == (
        "DeepSeek R1 is 4 points below ChatGPT-4o latest (2024-11-20), within the margin of error, at 22 % of its price"
    )
    with pytest.raises(TypeError, match="there is no headline for int"):
        headline(3)
    with pytest.raises(TypeError, match="there is no headline for this table"):
        headline(deck)


def test_a_summary_is_the_headline_as_sentences(deck):
    said = summary(find_frontier(deck))
    assert said.endswith(
        " price. 6 of 38 models with a price are on the frontier: no other model is both cheaper and better."
    )
    assert summary(frontier.open_gap(deck)).startswith("On 14 February 2025, on the Arena's text board, the best open-")
