"""Pictures of any size, on any axes, in any style: measured as they are drawn."""

import importlib
import io
import pickle
import re
import zipfile
from contextlib import suppress
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from labels_proof import SIZES, axes_of, faults, made_up
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from test_plots import PRICE, ROOT, dominated, draw, footer_of, frame_texts, labels_of, legend_of, menu, overlap, within

import frontier
from frontier.cli.main import main
from frontier.plots.theme import INVESCO_CALLOUTS, new_figure, save_figure

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def deck():
    return frontier.find_frontier(frontier.load_models(as_of="2025-02-14", price_basis="arena"), uncertainty=False)


def drawn(figure):
    """Lay a figure out as it is drawn, and give the renderer."""
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    return figure.canvas.get_renderer()


def extents(ax, renderer):
    """Give the boxes of all words round the data, and of the Axes with its data."""
    texts = [ax._left_title, *(t for t in ax.texts if t.get_text() and t.xycoords != "data" and t.get_gid() is None)]
    boxes = [text.get_window_extent(renderer).extents for text in texts if text.get_text()]
    boxes += [axis.label.get_window_extent(renderer).extents for axis in (ax.xaxis, ax.yaxis) if axis.label.get_text()]
    legend = ax.get_legend()
    frame = ax.get_window_extent(renderer).extents
    if legend is not None and not within(box := legend.get_window_extent(renderer).extents, frame):
        boxes.append(box)
    return boxes, frame


def check(axes):
    """Fail where words leave the figure, or touch one another, the data or a neighbor."""
    renderer = drawn(axes[0].figure)
    every = []
    for ax in axes:
        boxes, frame = extents(ax, renderer)
        assert not [box for box in boxes if not within(box, ax.figure.bbox.extents, 0.5)]
        assert frame[3] - frame[1] > 0.15 * ax.figure.bbox.height / len({a.get_subplotspec().rowspan for a in axes})
        for axis in (ax.xaxis, ax.yaxis):
            ticks = [
                t.label1.get_window_extent(renderer).extents for t in axis.get_major_ticks() if t.label1.get_text()
            ]
            view = sorted(axis.get_view_interval())
            inside = [view[0] <= tick.get_loc() <= view[1] for tick in axis.get_major_ticks() if tick.label1.get_text()]
            shown = [box for box, seen in zip(ticks, inside, strict=True) if seen]
            assert all(overlap(a, b) <= 0 for a, b in combinations(shown, 2)), "ticks touch"
        every += [*boxes, frame]
    assert not [(a, b) for a, b in combinations(every, 2) if overlap(a, b) > 1]


@pytest.mark.parametrize("seed", range(24))
def test_names_hide_nothing_and_stand_at_their_own_points(seed):
    """All of 300 tables in four sizes, and every snapshot, are measured by `make test-labels`."""
    (found, ax), callouts = made_up(seed, list(SIZES)[seed % 4])
    counts, *_ = faults(found, ax, callouts)
    assert not any(counts.values()), dict(counts)


def test_the_measure_of_names_knows_a_wrong_picture(deck):
    ax = frontier.plot_frontier(deck, ax=new_figure())
    first, second, *_ = labels_of(ax)
    first.set_position((0, 0))
    second.xyann = (60, -90)
    counts, *_ = faults(deck, ax)
    assert counts["label on marker"]
    assert counts["nearer to another"]


@pytest.mark.parametrize("size", SIZES)
def test_every_word_is_on_the_figure_in_any_size(deck, size):
    check([frontier.plot_frontier(deck, callouts=INVESCO_CALLOUTS, ax=axes_of(size))])


@pytest.mark.parametrize(("rows", "layout"), [(2, "constrained"), (2, None), (3, "constrained")])
def test_panels_keep_to_themselves_and_to_one_line(deck, rows, layout):
    axes = Figure(figsize=(10, 6.25), layout=layout).subplots(rows, rows)
    for ax in axes.flat:
        frontier.plot_frontier(deck, subtitle=rows < 3, ax=ax)
    check(list(axes.flat))
    bottoms = [[ax.get_window_extent().y0 for ax in row] for row in axes]
    assert all(np.ptp(row) < 1 for row in bottoms)


def test_a_picture_is_laid_out_again_when_its_figure_or_its_axes_change(deck):
    """Another size, a turned or a linear axis, a title and an axis name of the reader's own."""
    ax = frontier.plot_frontier(deck, ax=new_figure())
    ax.set_title("My own title", loc="left")
    ax.set_xlabel("My own axis")
    ax.figure.set_size_inches(6.5, 4)
    check([ax])
    assert (ax.get_title(loc="left"), ax.get_xlabel()) == ("My own title", "My own axis")
    ax.invert_xaxis()
    check([ax])
    assert ax.xaxis_inverted()
    faulty, *_ = faults(deck, ax)
    assert not any(faulty.values()), dict(faulty)
    ax.set_xscale("linear")
    check([ax])
    assert ax.get_xscale() == "linear"
    turned = new_figure()
    turned.invert_xaxis()
    assert frontier.plot_frontier(deck, ax=turned).xaxis_inverted()
    assert pickle.loads(pickle.dumps(ax.figure)).axes[0].get_title(loc="left") == "My own title"


@pytest.mark.parametrize("groups", [1, 2, 11, 60])
@pytest.mark.parametrize("cost", [1.0, 1e-7])
def test_groups_and_costs_of_any_size(groups, cost):
    points = [(cost * x, y) for x, y in dominated(3 * groups)]
    models = menu(*points, maker=[f"maker number {k % groups}" for k in range(len(points))])
    _, ax = draw(models, by="maker", ax=Figure(figsize=(3.3, 2.6)).add_subplot())
    check([ax])
    (left, right), (floor, top) = ax.get_xlim(), ax.get_ylim()
    assert all(left < x < right and floor < y < top for x, y in points)


@pytest.mark.parametrize("count", [1, 4])
def test_one_model_and_equal_values(count):
    _, ax = draw(menu(*[(2.0, 5.0)] * count), ax=axes_of("half a page"))
    check([ax])


def test_words_of_ones_own_and_none(deck):
    own = {"title": "Title", "subtitle": "Subtitle", "footer": "Footer"}
    ax = frontier.plot_frontier(deck, **own, ax=new_figure())
    assert frame_texts(ax)[:2] == ("Title", "Subtitle")
    assert footer_of(ax) == "Footer"
    bare = frontier.plot_frontier(deck, **dict.fromkeys(own, False), legend=False, labels=None, ax=new_figure())
    assert (bare.get_title(loc="left"), bare.get_legend()) == ("", None)
    assert not [text for text in bare.texts if text.get_text()]
    one = frontier.plot_frontier(deck, labels=["deepseek-r1", "o1-mini"], ax=new_figure())
    assert {text.get_text() for text in labels_of(one)} == {"DeepSeek R1", "o1-mini"}
    with pytest.raises(ValueError, match="labels names what the picture does not have: 'gpt-9'"):
        frontier.plot_frontier(deck, labels=["gpt-9"], ax=new_figure())
    with pytest.raises(TypeError, match="there is no option 'titel'; there are title, subtitle, footer"):
        frontier.plot_frontier(deck, titel="x", ax=new_figure())


def contrast(a, b):
    """Give the contrast of two colors, as WCAG defines it."""
    light = [np.where((c := np.array(to_rgb(x))) <= 0.03928, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) for x in (a, b)]
    low, high = sorted(float(values @ [0.2126, 0.7152, 0.0722]) for values in light)
    return (high + 0.05) / (low + 0.05)


def test_a_style_sets_colors_font_and_size(deck):
    with plt.style.context("dark_background"):
        ax = frontier.plot_frontier(deck, callouts=INVESCO_CALLOUTS, ax=axes_of("16:9"))
        texts = [ax._left_title, *ax.texts, *ax.get_legend().get_texts()]
        assert min(contrast(text.get_color(), "black") for text in texts if text.get_text()) > 4.5
        assert min(contrast(line.get_color(), "black") for line in ax.get_lines()) > 3
    with mpl.rc_context({"font.size": 14, "axes.prop_cycle": mpl.cycler(color=["#123456", "#aa5500"])}):
        ax = frontier.plot_frontier(deck, ax=axes_of("16:9"))
    assert ax.texts[0].get_fontsize() == pytest.approx(9.5 * 1.4)
    assert legend_of(ax)["Proprietary"].get_color() == "#123456"


def test_groups_have_the_same_look_in_every_picture_and_countries_their_names():
    models = menu((1, 5), (2, 9), (3, 8), (4, 7), country=["CN", "CN", "FR", "US"])
    models = models.assign(released=pd.date_range("2025-01-01", periods=4))
    _, ax = draw(models, by="country")
    entries = legend_of(ax)
    assert list(entries)[:3] == ["United States", "China", "France"]
    lag = frontier.plot_lag(frontier.open_lag(models, by="country", between=("US", "CN")), ax=new_figure())
    other = legend_of(lag)
    assert [other["US"].get_color(), other["CN"].get_color()] == [
        entries["United States"].get_color(), entries["China"].get_color()
    ]  # fmt: skip
    _, ax = draw(models, by="country", palette={"CN": "#ff0000"})
    assert legend_of(ax)["China"].get_color() == "#ff0000"


def test_text_stays_text(deck, tmp_path):
    ax = frontier.plot_frontier(deck, ax=new_figure())
    save_figure(ax, tmp_path / "a.svg", editable=True)
    assert "DeepSeek R1</text>" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    save_figure(ax, tmp_path / "a.pdf")
    assert b"/TrueType" in (tmp_path / "a.pdf").read_bytes() or b"/CIDFontType2" in (tmp_path / "a.pdf").read_bytes()


def test_the_command_draws_any_size_with_the_readers_words(tmp_path, capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("frontier.plots.theme.save_figure", lambda ax, _, **how: shown.append((ax, how)))
    deck = ["plot", "--as-of", "2025-02-14", "--price-basis", "arena", "-o", str(tmp_path / "a.png")]
    look = ["--size", "1600x900", "--title", "Mine", "--palette", "#112233,#445566", "--font", "DejaVu Serif"]
    which = ["--country", "US", "CN", "--callout", "Ours=deepseek-r1,o1-mini", "--label", "deepseek-r1", "o1-mini"]
    assert main([*deck, *look, *which]) == 0
    ax, how = shown[-1]
    assert (how["dpi"], tuple(ax.figure.get_size_inches()), ax.get_title(loc="left")) == (160, (10, 5.625), "Mine")
    assert {text.get_text() for text in labels_of(ax)} == {"#1 Ours", "DeepSeek R1", "o1-mini"}
    assert "Only models from United States, China." in footer_of(ax).replace("\n", " ")
    for wrong, says in (
        (["--size", "big"], "must be a shape such as 16:9"),
        (["--font", "Nothing Sans"], "there is no font 'Nothing Sans'"),
        (["--palette", "tab99"], "palette must be colors, or a colormap"),
        (["--country", "XX"], "--country: there is no model of 'XX'"),
    ):
        with suppress(SystemExit):  # of the parser
            assert main([*deck, *wrong]) == 2
        assert says in capsys.readouterr().err


def test_a_workbook_has_the_rows_of_the_csv_the_same_bytes_every_time(tmp_path, capsys):
    names, files = ["table", "--as-of", "2025-02-14", "--maker", "OpenAI"], [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    assert [main([*names, "--xlsx", str(file)]) for file in files] == [0, 0]
    capsys.readouterr()
    assert main([*names, "--csv"]) == 0
    rows = pd.read_csv(io.StringIO(capsys.readouterr().out))
    with zipfile.ZipFile(files[0]) as book:
        words, sheet = (book.read(f"xl/{part}.xml").decode() for part in ("sharedStrings", "worksheets/sheet1"))
    assert all(f"<t>{word}</t>" in words for word in [*rows, *rows["model"]])
    assert sheet.count("<row ") == len(rows) + 1
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_page_of_all_sizes_is_drawn(tmp_path, monkeypatch):
    """One picture of it: `make docs` draws all."""
    monkeypatch.syspath_prepend(ROOT / "figures")
    page = importlib.import_module("sizes").draw(tmp_path, ["deck-prices"]).read_text(encoding="utf-8")
    files = re.findall(r'src="([^"]+)"', page)
    assert len(files) == 9
    assert {path.name for path in tmp_path.glob("*.png")} == set(files)


def test_a_large_table_is_drawn():
    """20,000 models with 500 on the frontier: `benchmarks/labels.py` has the time."""
    steps = [(1 + k / 100, 1000 + k) for k in range(100)]
    found, ax = draw(menu(*steps, *dominated(3000), names=range(3100)))
    assert len(found.table) == 3100
    assert found.cost == PRICE
    assert "Without room for a name: " in footer_of(ax)
