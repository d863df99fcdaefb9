"""Anybody's table, of a file or another library: its names, intervals and units, through every command."""

import decimal
import json
import re

import numpy as np
import pandas as pd
import pytest

import frontier
from frontier import find_frontier, open_gap, open_lag, summary
from frontier.cli.main import main
from frontier.data.reader import TableError, read_table
from frontier.frames.boards import is_arena_score
from frontier.frames.costs import currency
from frontier.words.numbers import decimals

EVALS = """\
Model,Accuracy (%),SE,n,Cost per 1k req ($),Licence
vendor0/small,54.0,2.23,500,4.205,MIT
vendor1/large,64.0,3.39,200,28.95,MIT
vendor2/huge,61.5,1.54,1000,12.231,MIT
vendor3/tiny,45.7,1.58,1000,0.247,proprietary
vendor4/wise,100,0,20,60,proprietary
"""
COST, QUALITY = "Cost per 1k req ($)", "Accuracy (%)"
OWN = ("--cost", COST, "--quality", QUALITY)


@pytest.fixture
def evals(tmp_path):
    path = tmp_path / "evals.csv"
    path.write_text(EVALS, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Return a function that runs a command in this process: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def command(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = left.code
        return code, *capsys.readouterr()

    return command


# --- Reading a file.


def test_a_csv_is_read_as_it_stands(evals):
    table = read_table(evals)
    assert list(table) == ["Model", QUALITY, "SE", "n", COST, "Licence"]
    assert table.index.tolist() == [2, 3, 4, 5, 6]
    assert table.index.name == "line"
    assert table[COST].tolist() == [4.205, 28.95, 12.231, 0.247, 60]
    assert table["Licence"].tolist()[0] == "MIT"


def test_parquet_and_json_hold_the_same_table(evals, tmp_path):
    table = read_table(evals)
    table.to_parquet(tmp_path / "evals.parquet", index=False)
    rows = json.loads(table.to_json(orient="records"))
    (tmp_path / "evals.json").write_text(json.dumps(rows))
    (tmp_path / "object.json").write_text(json.dumps({"day": "2025-02-14", "rows": rows}))
    for name in ("evals.parquet", "evals.json", "object.json"):
        other = read_table(tmp_path / name)
        pd.testing.assert_frame_equal(other.reset_index(drop=True), table.reset_index(drop=True), check_dtype=False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "mine.csv: is empty; it must have a header line"),
        ("a,b\n", "mine.csv: has a header and no row"),
        ("a;b\n1;2\n", "mine.csv:1: is separated by ';'; save it as CSV UTF-8"),
        ("a\tb\n1\t2\n", "mine.csv:1: is separated by tabs"),
        ("sep=,\na,b\n1,2\n", "mine.csv:1: 'sep=' is a line that only Excel reads; remove it"),
        ("a,b,a\n1,2,3\n", "mine.csv:1: a: stands twice in the header"),
        ("a,,c\n1,2,3\n", "mine.csv:1: has a column without a name"),
        ("a,b\n1,2,3\n\n4\n", "mine.csv:2: has 3 cells, the header has 2.*\nmine.csv:4: has 1 cells"),
        ('a,b\n"1,2\n', "mine.csv:2: cannot be read as CSV: unexpected end of data"),
        ("3,4\n1,2\n", "mine.csv:1: holds numbers; the first line must be a header"),
        ("a,b\n1,\0\n", "mine.csv:2: holds a NUL byte"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_line(tmp_path, text, words):
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(TableError, match=words):
        read_table(path)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("mine.csv", "a,b\n1,ü\n".encode("latin-1"), "mine.csv:2: is not UTF-8 text .byte 0xfc."),
        ("mine.csv", "a,b\n1,2\n".encode("utf-16"), "mine.csv:1: is UTF-16; save it as CSV UTF-8"),
        ("mine.json", b"{", "mine.json: cannot be read as JSON"),
        ("mine.json", b'{"a": 1}', "mine.json: must be a list of objects"),
        ("mine.json", b"[[1]]", "mine.json: must be a list of objects"),
        ("mine.json", b'[{"a": {"b": 1}}]', "mine.json: row 1: a: holds a list or an object"),
        ("mine.json", b"[" * 100_000, "mine.json: cannot be read as JSON"),
        ("mine.parquet", b"PAR1", "mine.parquet: cannot be read as Parquet"),
        ("mine.csv", b"a,b\n" + b"\n" * 500_000, "500,001 lines, and at most 200,000 rows are read"),
        ("mine.csv", b"a,b\n" + b"1,2\n" * 200_001, "200,002 lines, and at most 200,000 rows are read"),
        ("mine.csv", b"a" * 50_000_001, "50,000,001 bytes, and at most 50,000,000 are read"),
    ],
)
def test_other_bytes_are_refused(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(TableError, match=words):
        read_table(path)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(TableError, match=r"none.csv: does not exist; give the path of a CSV, Parquet or JSON file"):
        read_table(tmp_path / "none.csv")


# --- Names.


@pytest.mark.parametrize("name", ["model", "Model", "MODEL", "name", "Name", "model_name", "Model Name"])
def test_a_column_of_names_is_found_in_any_case(name):
    table = pd.DataFrame({"price": [1.0, 2.0, 3.0], "score": [1.0, 3.0, 2.0], name: ["a", "b", None]})
    found = find_frontier(table, cost="price", quality="score")
    assert found.name == name
    assert found.labels.tolist()[:2] == ["a", "b"]
    assert found.mix(1.5).models == ("a", "b")
    assert "  b" in str(found)
    with pytest.raises(ValueError, match="the cheapest is a at 1"):
        found.best(0.5)


def test_the_names_may_stand_in_a_column_that_is_named(evals):
    found = find_frontier(read_table(evals), cost=COST, quality=QUALITY, name="Licence")
    assert found.labels.tolist() == ["MIT", "MIT", "MIT", "proprietary", "proprietary"]
    assert set(found.excluded) == {"model", "reason"}
    with pytest.raises(ValueError, match="name: the table has no column 'Licens'; did you mean 'Licence'"):
        find_frontier(read_table(evals), cost=COST, quality=QUALITY, name="Licens")


def test_without_names_the_index_names_the_rows():
    table = pd.DataFrame({"price": [1.0, 2.0], "score": [1.0, 3.0]}, index=["x", "y"])
    assert find_frontier(table, cost="price", quality="score").labels.tolist() == ["x", "y"]


# --- Intervals.


def test_standard_errors_ends_and_trials_give_probabilities(evals):
    table = read_table(evals)
    with pytest.warns(UserWarning, match=r"1 of the standard errors are 0.*give n"):
        by_se = find_frontier(table, cost=COST, quality=QUALITY, se="SE")
    assert by_se.table["sd"].to_numpy() == pytest.approx(table["SE"])
    assert by_se.interval == (f"{QUALITY}_lower", f"{QUALITY}_upper")
    ends = table.assign(lo=table[QUALITY] - 1.959964 * table["SE"], hi=table[QUALITY] + 1.959964 * table["SE"])
    by_ends = find_frontier(ends, cost=COST, quality=QUALITY, lower="lo", upper="hi")
    assert by_ends.interval == ("lo", "hi")
    assert by_ends.table["probability"].to_numpy() == pytest.approx(by_se.table["probability"].to_numpy())


def test_trials_give_wilsons_interval(evals):
    """The textbook formula, here by the roots of its quadratic equation; all of 20 right leaves room for error."""
    table = read_table(evals)
    found = find_frontier(table, cost=COST, quality=QUALITY, n="n").table
    for share, trials, low, high in zip(
        table[QUALITY] / 100, table["n"], found[f"{QUALITY}_lower"], found[f"{QUALITY}_upper"], strict=True
    ):
        roots = np.roots([1 + 1.959964**2 / trials, -(2 * share + 1.959964**2 / trials), share**2])
        assert (low / 100, high / 100) == pytest.approx(tuple(sorted(roots.real)), abs=1e-9)
    perfect = found.iloc[-1]
    assert perfect[f"{QUALITY}_lower"] == pytest.approx(83.9, abs=0.05)
    assert perfect[f"{QUALITY}_upper"] == 100
    shares = table.assign(**{QUALITY: table[QUALITY] / 100})
    small = find_frontier(shares, cost=COST, quality=QUALITY, n="n").table
    assert small["probability"].to_numpy() == pytest.approx(found["probability"].to_numpy())


def test_wilsons_interval_covers_a_share_at_its_rate():
    """Of 95 % by the exact binomial probabilities, as published for it: 0.93 to 0.97 in the middle of the range."""
    from scipy import stats

    trials = np.arange(101)
    table = pd.DataFrame({"cost": 1.0, "share": trials / 100, "n": 100})
    found = find_frontier(table, cost="cost", quality="share", n="n").table
    for truth in (0.2, 0.5, 0.8):
        inside = (found["share_lower"] <= truth) & (truth <= found["share_upper"])
        assert 0.93 < stats.binom.pmf(trials[inside], 100, truth).sum() < 0.97


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"lower": "SE"}, "give both lower and upper"),
        ({"se": "SE", "n": "n"}, "come from one of se, lower and upper, or n; got se and n"),
        ({"se": "Sé"}, "se: the table has no column 'Sé'"),
        ({"n": "SE"}, "n must be > 0, and is not in line 6"),
        ({"lower": "SE", "upper": "n"}, r"Accuracy \(%\) is outside SE to n in line"),
    ],
)
def test_intervals_that_make_no_sense_are_refused(evals, how, words):
    with pytest.raises(ValueError, match=words):
        find_frontier(read_table(evals), cost=COST, quality=QUALITY, **how)


# --- Lower is better.


def test_lower_is_better_is_the_negated_question():
    rng = np.random.default_rng(4)
    table = pd.DataFrame({"model": list("abcdefgh"), "cost": rng.uniform(1, 9, 8).round(1)})
    table["error"] = rng.uniform(0.1, 0.9, 8).round(2)
    table["error_lower"], table["error_upper"] = table["error"] - 0.05, table["error"] + 0.1
    plain = find_frontier(table, cost="cost", quality="error", lower_is_better=True)
    turned = table.assign(good=-table["error"], good_lower=-table["error_upper"], good_upper=-table["error_lower"])
    other = find_frontier(turned, cost="cost", quality="good")
    same = ["on_frontier", "layer", "on_hull", "price_multiple", "score_deficit", "probability", "verdict", "best_rank"]
    pd.testing.assert_frame_equal(plain.table[same], other.table[same])
    assert plain.members["model"].tolist() == other.members["model"].tolist()
    assert plain.table["error"].tolist() == table["error"].tolist()
    level = float(table["error"].median())
    assert plain.cheapest(level)["model"] == other.cheapest(-level)["model"]
    assert plain.cheapest(level, confidence=0.5)["model"] == other.cheapest(-level, confidence=0.5)["model"]
    assert plain.best(5).model == other.best(5).model
    assert plain.mix(5).quality == -other.mix(5).quality
    assert plain.price_to_beat(level) == other.price_to_beat(-level)
    assert plain.score_to_beat(5) == -other.score_to_beat(5)
    assert plain.winners_curse() == other.winners_curse()
    np.testing.assert_array_equal(plain.band().quality, -other.band().quality)
    with pytest.raises(ValueError, match="no model has error of at most 0; the best is"):
        plain.cheapest(0)


def test_a_gap_of_errors_is_the_negated_gap():
    table = pd.DataFrame(
        {
            "model": list("abcdef"),
            "openness": ["osi", "proprietary"] * 3,
            "error": [0.3, 0.2, 0.25, 0.22, 0.4, 0.18],
            "output_usd_per_mtok": [1.0, 2, 3, 4, 0.5, 9],
            "released": pd.date_range("2024-01-01", periods=6, freq="30D"),
        }
    )
    table["error_lower"], table["error_upper"] = table["error"] - 0.01, table["error"] + 0.01
    turned = table.assign(good=-table["error"], good_lower=-table["error_upper"], good_upper=-table["error_lower"])
    gap, other = open_gap(table, quality="error", lower_is_better=True), open_gap(turned, quality="good")
    assert (gap.best, gap.priced, gap.probability_ahead) == (other.best, other.priced, other.probability_ahead)
    for number in ("score", "price_ratio", "score_at_price", "lag"):
        assert repr(getattr(gap, number)) == repr(getattr(other, number)), number
    assert gap.shared_scores == tuple(-end for end in reversed(other.shared_scores))
    assert "c (0.25), is 0.070" in summary(gap)
    assert "behind the best proprietary one, f (0.18)" in summary(gap)
    dated = [one.assign(released=pd.date_range("2024-01-01", periods=6, freq="30D")[::-1]) for one in (table, turned)]
    for method in ("backward", "staircase", "matched"):
        lag = open_lag(dated[0], quality="error", lower_is_better=True, method=method)
        mirror = open_lag(dated[1], quality="good", method=method)
        assert repr(lag.months) == repr(mirror.months)
        assert lag.pairs["score"].tolist() == [-s for s in mirror.pairs["score"]]
        assert lag.staircases["score"].tolist() == [-s for s in mirror.staircases["score"]]


# --- Numbers of other scales.


def test_scores_from_0_to_1_give_right_sentences():
    table = pd.DataFrame(
        {
            "model": list("abcd"),
            "openness": ["osi", "osi", "proprietary", "proprietary"],
            "acc": [0.50, 0.60, 0.62, 0.641],
            "output_usd_per_mtok": [1, 2, 3, 4.0],
            "released": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]),
        }
    )
    table["acc_lower"], table["acc_upper"] = table["acc"] - 0.01, table["acc"] + 0.01
    said = summary(open_gap(table, quality="acc"))
    assert "b (0.6), is 0.041 (95 % interval 0.027 to 0.055) behind the best proprietary one, d (0.641)" in said
    assert "level" not in said
    assert "points" not in said
    level = open_gap(table.assign(acc=[0.5, 0.64, 0.62, 0.64]).drop(columns=["acc_lower", "acc_upper"]), quality="acc")
    assert "b (0.64), is level with the best proprietary one, d (0.64)" in summary(level)


@pytest.mark.parametrize(
    ("values", "digits"),
    [
        ([0.6, 0.62, 0.641], 2),
        ([1300, 1310], 0),
        ([1e-7, 2e-7], 7),
        ([0.1 + 0.2, 0.3, 5], 0),
        ([5.25], 2),
        ([8_950_000, 10.5], 0),
        ([], 0),
        ([0, 0], 0),
        ([float("nan"), 1.5, 2.5], 0),
    ],
)
def test_decimals_tell_neighbors_apart(values, digits):
    assert decimals(values) == digits


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("output_usd_per_mtok", "$"),
        ("Cost per 1k req ($)", "$"),
        ("price_eur", "€"),
        ("cost in EUR", "€"),
        ("GBP", "£"),
        ("price", ""),
        ("neural", ""),
        ("european_cost", ""),
        ("training_flop", ""),
    ],
)
def test_the_currency_is_that_of_the_name(name, sign):
    assert currency(name) == sign


def test_a_chess_table_is_not_the_arenas():
    chess = pd.DataFrame({"model": ["Ann", "Bob"], "elo": [2500, 2400]})
    assert not is_arena_score(chess, "elo")
    assert not is_arena_score(chess.assign(board="club"), "elo")
    assert is_arena_score(chess.assign(board="text"), "elo")
    assert not is_arena_score(chess.assign(board="text"), "votes")


# --- Tables of other libraries, and what is none.


def test_a_table_of_pyarrow_or_polars_is_the_same_table(evals):
    pa = pytest.importorskip("pyarrow")
    frame = read_table(evals).reset_index(drop=True)
    expected = find_frontier(frame, cost=COST, quality=QUALITY, n="n")
    found = find_frontier(pa.Table.from_pandas(frame), cost=COST, quality=QUALITY, n="n")
    pd.testing.assert_frame_equal(found.table, expected.table, check_dtype=False)

    class Other:
        """What polars has: a way to become a pandas DataFrame."""

        def to_pandas(self):
            return frame

    assert find_frontier(Other(), cost=COST, quality=QUALITY, n="n").table.equals(expected.table)


@pytest.mark.parametrize(
    ("models", "words"),
    [
        ([{"a": 1}], r"got list; make a table of it with pandas.DataFrame\(...\)"),
        ({"a": [1]}, r"got dict; make a table of it with pandas.DataFrame\(...\)"),
        (np.zeros((2, 2)), r"got ndarray; make a table of it with pandas.DataFrame\(...\)"),
        ("models.csv", r"got the path 'models.csv'; read it with load_models\(path\)"),
        (pd.Series([1.0]), "got Series; pass the whole table, not one column"),
        (None, "got NoneType; pass a pandas DataFrame, or a table of polars or pyarrow"),
    ],
)
@pytest.mark.parametrize("verb", [find_frontier, open_gap, open_lag, frontier.gap_history])
def test_what_is_no_table_gets_one_sentence(models, words, verb):
    with pytest.raises(TypeError, match=f"models must be a table, {words}"):
        verb(models)


@pytest.mark.parametrize("cost", [np.array([1.0, 2.0]), [1.0, 2.0], {"a": 1}])
def test_a_cost_that_is_no_column_gets_one_sentence(cost):
    table = pd.DataFrame({"score": [1.0, 2.0]})
    with pytest.raises(
        TypeError, match=r"cost must be the name of a column, or a pandas Series .* add it to the table"
    ):
        find_frontier(table, cost=cost, quality="score")


def test_two_columns_of_one_name_are_refused():
    table = pd.DataFrame([[1.0, 2.0, 3.0]], columns=["cost", "elo", "elo"])
    for verb in (lambda: find_frontier(table, cost="cost"), lambda: open_lag(table.assign(openness="osi"))):
        with pytest.raises(ValueError, match="the table has 2 columns 'elo'; rename or drop the others"):
            verb()


@pytest.mark.parametrize(
    "convert",
    [
        lambda t: t.convert_dtypes(),
        lambda t: t.convert_dtypes(dtype_backend="pyarrow"),
        lambda t: t.astype({"cost": object, "score": object}),
        lambda t: t.assign(cost=[decimal.Decimal(str(c)) for c in t["cost"]]),
        lambda t: t.astype({"score": "float32", "model": "category"}),
    ],
    ids=["nullable", "arrow", "object", "decimal", "narrow"],
)
def test_every_kind_of_number_gives_the_same_answer(convert):
    table = pd.DataFrame(
        {
            "model": list("abcd"),
            "cost": [1.0, 2.0, 3.0, None],
            "score": [0.25, 0.5, 0.375, 0.75],
            "score_lower": [0.125, 0.375, 0.25, None],
            "score_upper": [0.375, 0.625, 0.5, None],
            "openness": ["osi", "proprietary", "osi", None],
            "released": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01", None]),
        }
    )
    expected = find_frontier(table.iloc[:3], cost="cost", quality="score")
    found = find_frontier(convert(table.iloc[:3]), cost="cost", quality="score")
    assert found.members["model"].tolist() == expected.members["model"].tolist()
    assert found.table["probability"].tolist() == expected.table["probability"].tolist()
    assert str(found) == str(expected)
    with_missing = convert(table) if table["cost"].notna().all() else table.convert_dtypes()
    assert find_frontier(with_missing, cost="cost", quality="score").excluded["model"].tolist() == ["d"]
    gap = open_gap(convert(table.iloc[:3]), cost="cost", quality="score")
    assert summary(gap) == summary(open_gap(table.iloc[:3], cost="cost", quality="score"))
    lag = open_lag(convert(table.iloc[:3]), quality="score", method="matched")
    assert str(lag) == str(open_lag(table.iloc[:3], quality="score", method="matched"))


def test_a_column_of_the_callers_is_never_overwritten():
    table = pd.DataFrame({"model": ["a", "b"], "cost": [1.0, 2.0], "error": [0.5, 0.4]})
    with pytest.raises(ValueError, match=r"a column 'error' with other values.*lower_is_better=True"):
        find_frontier(table, cost="cost", quality=-table["error"])
    with pytest.raises(ValueError, match="a column 'cost' with other values"):
        find_frontier(table, cost=(2 * table["cost"]).rename(None), quality="error")
    with pytest.raises(ValueError, match="has a column 'layer', the name of a result; rename or drop it"):
        find_frontier(table.assign(layer=[12, 24]), cost="cost", quality="error")
    with pytest.raises(ValueError, match="a column 'error_lower' with other values"):
        find_frontier(table.assign(error_lower=0.1, se=0.1), cost="cost", quality="error", se="se")
    again = find_frontier(find_frontier(table, cost="cost", quality="error").table, cost="cost", quality="error")
    assert again.members["model"].tolist() == ["a"]


def test_many_columns_give_no_warning_and_all_stay():
    table = pd.DataFrame({f"c{k}": [float(k), 2.0] for k in range(169)}).assign(model=["a", "b"])
    assert set(find_frontier(table, cost="c1", quality="c2").table) > set(table)


# --- Through the commands.


def test_plot_table_and_pick_of_anybodys_table(run, evals, tmp_path):
    code, out, err = run("table", "--data", evals, *OWN, "--n", "n")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split()[:2] == ["Model", "Cost"]
    assert [line.split()[0] for line in out.splitlines()[1:]] == [
        "vendor3/tiny", "vendor0/small", "vendor2/huge", "vendor1/large", "vendor4/wise",
    ]  # fmt: skip
    code, out, _ = run("pick", "--data", evals, *OWN, "--n", "n", "--budget", "20")
    assert code == 0
    assert out.startswith(f"vendor2/huge: {QUALITY} 61.5 (58.")
    code, out, _ = run("plot", "--data", evals, *OWN, "--n", "n", "--band", "-o", "own.svg")
    assert code == 0
    drawn = (tmp_path / "own.svg").read_text(encoding="utf-8")
    assert "Chatbot Arena" not in drawn
    code, out, _ = run("pick", "--data", evals, *OWN, "--lower-is-better", "--at-most", "50")
    assert out.startswith("vendor3/tiny")


def test_json_is_an_object_that_says_what_the_rows_are(run, evals):
    document = json.loads(run("table", "--data", evals, *OWN, "--json")[1])
    assert document["cost"] == COST
    assert document["cost_unit"] == "$"
    assert document["quality"] == QUALITY
    assert [document[fact] for fact in ("day", "board", "price_basis", "quality_unit")] == [None] * 4
    assert document["left_out"] == []
    assert document["rows"][0]["Model"] == "vendor3/tiny"
    shipped = json.loads(run("table", "--as-of", "2025-02-14", "--price-basis", "arena", "--json")[1])
    assert [shipped[fact] for fact in ("day", "board", "price_basis", "cost_unit", "quality_unit")] == [
        "2025-02-14", "text", ["arena"], "USD per million output tokens", "points",
    ]  # fmt: skip
    assert len(shipped["left_out"]) == 166
    assert shipped["rows"][0]["name"]
    assert shipped["rows"][0]["price_source"]


def test_gap_of_anybodys_table(run, evals):
    code, out, _ = run("gap", "--data", evals, *OWN, "--n", "n", "--by", "Licence")
    assert code == 0
    assert "the best MIT model, vendor1/large (64), is 36" in out
    code, _, err = run("gap", "--data", evals, *OWN)
    assert code == 2
    assert "no column 'openness'" in err
    assert "--by" in err


def test_text_among_the_numbers_is_named_with_its_line(run, evals):
    evals.write_text(EVALS.replace("28.95", "$28.95").replace("12.231", "-"))
    code, out, err = run("table", "--data", evals, *OWN)
    assert (code, out) == (2, "")
    assert re.search(r"evals.csv: cost must be numeric.*'\$28.95' \(line 3\), '-' \(line 4\); write plain numbers", err)


def test_a_spreadsheet_runs_no_cell(run, tmp_path):
    (tmp_path / "mine.csv").write_text("model,score,cost\n=1+1,3,1\n@a,4,2\n-5,5,3\n")
    words = ["table", "--data", tmp_path / "mine.csv", "--cost", "cost", "--quality", "score", "--csv"]
    assert [line.split(",")[0] for line in run(*words)[1].splitlines()] == ["model", "'=1+1", "'@a", "'-5"]


def test_no_escape_code_of_a_table_reaches_the_terminal(run, tmp_path):
    (tmp_path / "mine.csv").write_text("model,score,cost\na\x1b[2Jb,3,1\n\u202egnp,4,2\n", encoding="utf-8")
    words = ["--data", tmp_path / "mine.csv", "--cost", "cost", "--quality", "score"]
    for command in (["table"], ["table", "--csv"], ["pick", "--budget", "1"], ["table", "--json"]):
        code, out, err = run(*command, *words)
        assert code == 0
        assert not [c for c in out + err if not c.isprintable() and c != "\n"]
    err = run("table", *words[:2], "--cost", "\x1b[2J")[2]
    assert "\x1b" not in err
