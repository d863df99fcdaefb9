"""What `frontier check` finds in a small table that is wrong or doubtful in one way, and what a load makes of it."""

import pytest
from conftest import FROZEN, LIVING
from test_catalog import Tables, change, count, repeat

from frontier import CatalogError, check_models, load_models

ERROR, WARNING = "error", "warning"


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path)


def everywhere(**values):
    """Change the price that alpha has now, in both files that say it."""

    def spoil(tables):
        change("prices", 8, **{k: v for k, v in values.items() if k in tables.header["prices"]})(tables)
        change("models", 2, **{k: v for k, v in values.items() if k in tables.header["models"]})(tables)

    return spoil


def board(*scores):
    """Give the snapshot of 2025-04-26 these scores of beta, alpha, gamma and more models."""

    def spoil(tables):
        for number in range(len(scores) - 3):
            repeat("models", 4, model=f"more-{number}", name=f"More {number}")(tables)
        names = ["beta", "alpha", "gamma", *(f"more-{number}" for number in range(len(scores) - 3))]
        tables.rows["scores"].pop()
        for name, score in zip(names, scores, strict=True):
            own = {"elo": str(score), "elo_lower": "", "elo_upper": "", "votes": "", "interval_date": ""}
            repeat("scores", 2, date="2025-04-26", board="text-style-control", model=name, **own)(tables)
        count(6, len(scores))(tables)

    return spoil


OUTPUT, INPUT, CACHED = "output_usd_per_mtok", "input_usd_per_mtok", "cached_input_usd_per_mtok"
SPOILED = {
    # the price of now and the history
    "a price overwritten by hand, with a new day": (
        [change("models", 2, output_usd_per_mtok="8", price_date="2026-03-01")],
        (ERROR, "models.csv", 2, OUTPUT, "is 8 from 2026-03-01, and prices.csv:8 says 10 from 2026-01-01",
         "add it, or put the old price back and run frontier price alpha output=8 from=2026-03-01 source=...",
         "a correction is made in both"),
    ),
    "a price overwritten by hand, with the old day": (
        [change("models", 2, output_usd_per_mtok="8")],
        (ERROR, "models.csv", 2, OUTPUT, "is 8 from 2026-01-01, and prices.csv:8 says 10 from 2026-01-01",
         "a row of its own in history/prices.csv", "a correction is made in both"),
    ),
    "a source corrected in one file only": (
        [change("models", 2, price_source="maker AA")],
        (ERROR, "models.csv", 2, "price_source", "is 'maker AA' from 2026-01-01, and prices.csv:8 says 'maker A'"),
    ),
    "a newer price in the history alone": (
        [repeat("prices", 8, output_usd_per_mtok="8", **{"from": "2026-03-01"})],
        (WARNING, "models.csv", 2, "price_date", "prices.csv:10 has a price in force from 2026-03-01; write that one"),
    ),
    "a price that is announced": (
        [repeat("prices", 8, output_usd_per_mtok="8", **{"from": "2099-03-01"})],
        (WARNING, "prices.csv", 10, "from", "is announced: in force from 2099-03-01", "2026-10-08"),
    ),
    "a price of now that has ended": (
        [change("prices", 8, until="2026-10-01")],
        (WARNING, "models.csv", 2, "price_date", "ended on 2026-10-01 (prices.csv:8); clear the price"),
    ),
    "a list price of a retired model": (
        [change("models", 2, retired="2026-06-01")],
        (WARNING, "models.csv", 2, "price_basis", "is list, and the model was retired on 2026-06-01; clear the price"),
    ),
    "a list price from after the retirement": (
        [change("models", 4, retired="2024-01-01"), repeat("prices", 2, model="gamma")],
        (WARNING, "prices.csv", 10, "from", "is 2025-01-01, and the maker retired the model on 2024-01-01"),
    ),
    # the days of a model
    "retired before it was released": (
        [change("models", 4, retired="2023-01-01")],
        (ERROR, "models.csv", 4, "retired", "is 2023-01-01, not after released (2023-05-01)"),
    ),
    "weights of a proprietary model": (
        [change("models", 2, weights_released="2025-01-01")],
        (ERROR, "models.csv", 2, "weights_released", "is given while openness is proprietary"),
    ),
    "weights of before the release": (
        [change("models", 4, weights_released="2023-04-01")],
        (ERROR, "models.csv", 4, "weights_released", "is 2023-04-01, before the release on 2023-05-01"),
    ),
    "no context": (
        [change("models", 2, context_tokens="0")],
        (ERROR, "models.csv", 2, "context_tokens", "must be > 0"),
    ),
    # what a price is
    "output below input": (
        [everywhere(input_usd_per_mtok="12")],
        (WARNING, "prices.csv", 8, OUTPUT, "is 10, below input_usd_per_mtok (12); are the two swapped?"),
    ),
    "cached above input": (
        [everywhere(cached_input_usd_per_mtok="3")],
        (WARNING, "prices.csv", 8, CACHED, "is 3, above input_usd_per_mtok (2.5)"),
    ),
    "output far above input": (
        [everywhere(input_usd_per_mtok="0.1")],
        (WARNING, "prices.csv", 8, OUTPUT, "is 100 times the input price"),
    ),
    "more than twice the highest": (
        [everywhere(output_usd_per_mtok="301", input_usd_per_mtok="")],
        (WARNING, "prices.csv", 8, OUTPUT, "is 301, the highest of the others is 150", "USD per million tokens"),
    ),
    "a hundred times the highest": (
        [everywhere(output_usd_per_mtok="15001", input_usd_per_mtok="")],
        (ERROR, "prices.csv", 8, OUTPUT, "is 15001, the highest of the others is 150"),
    ),
    "below half of the lowest": (
        [everywhere(output_usd_per_mtok="0.004", input_usd_per_mtok="")],
        (WARNING, "prices.csv", 8, OUTPUT, "is 0.004, the lowest of the others is 0.01"),
    ),
    "a price per token": (
        [everywhere(output_usd_per_mtok="0.00001", input_usd_per_mtok="")],
        (ERROR, "prices.csv", 8, OUTPUT, "is 1e-05, the lowest of the others is 0.01"),
    ),
    "a price of before the model": (
        [change("prices", 2, **{"from": "2024-11-30"})],
        (WARNING, "prices.csv", 2, "from", "is 2024-11-30, and the model was released on 2024-12-01"),
    ),
    "a price of before all models": (
        [change("prices", 7, **{"from": "2021-01-01"})],
        (WARNING, "prices.csv", 7, "from", "is 2021-01-01, before any listed model was sold"),
    ),
    "a host of a proprietary model": (
        [repeat("prices", 2, price_basis="host", host="Host H")],
        (WARNING, "prices.csv", 10, "price_basis", "is host for a proprietary model"),
    ),
    "a hosted price without its host": (
        [change("prices", 6, host="")],
        (ERROR, "prices.csv", 6, "host", "is blank while price_basis is host; name the host"),
    ),
    "a host of a list price": (
        [change("prices", 2, host="Host H")],
        (ERROR, "prices.csv", 2, "host", "is 'Host H' while price_basis is list; clear one of the two"),
    ),
    "a host corrected in one file only": (
        [change("models", 3, host="Host J")],
        (ERROR, "models.csv", 3, "host", "is 'Host J' from 2026-02-01, and prices.csv:9 says 'Host H'"),
    ),
    "a price that was observed in one file only": (
        [change("models", 3, observed="true")],
        (ERROR, "models.csv", 3, "observed", "is true from 2026-02-01, and prices.csv:9 says blank"),
    ),
    "neither true nor blank": (
        [change("prices", 2, observed="yes")],
        (ERROR, "prices.csv", 2, "observed", "must be true or blank, got 'yes'"),
    ),
    "a confidence without training compute": (
        [change("models", 2, training_flop_confidence="likely")],
        (ERROR, "models.csv", 2, "training_flop_confidence", "is given while training_flop is blank"),
    ),
    # scores
    "a score far above its board": (
        [board(1300, 1310, 1320, 1330, 1500, 1340)],
        (WARNING, "scores.csv", 12, "elo", "is 1500, the others of its snapshot are 1300 to 1340"),
    ),
    "a score far below its board": (
        [board(1300, 1310, 1320, 1330, 1340, 130)],
        (WARNING, "scores.csv", 13, "elo", "is 130, the others of its snapshot are 1300 to 1340"),
    ),
    "a wide interval": (
        [change("models", 2, elo_upper="1551")],
        (WARNING, "models.csv", 2, "elo_upper", "makes an interval of 61 points"),
    ),
    "an interval that is wide even for a task": (
        [
            change("scores", 8, board="text:coding", elo_lower="1200", elo_upper="1351"),
            change("snapshots", 6, board="text:coding"),
        ],
        (WARNING, "scores.csv", 8, "elo_lower", "makes an interval of 151 points"),
    ),
    "an interval that is no interval": (
        [change("models", 2, elo_lower="7")],
        (ERROR, "models.csv", 2, "elo_lower", "makes an interval of 1503 points, at most 500"),
    ),
    "a score that cannot be": (
        [change("models", 2, elo="15020")],
        (ERROR, "models.csv", 2, "elo", "must be <= 10,000, got 15020"),
    ),
    "one score of two models": (
        [change("scores", 4, elo="1390.5", elo_lower="1380", elo_upper="1400", votes="500"),
         change("scores", 3, elo="1390.5")],
        (WARNING, "scores.csv", 4, "model", "'beta' has every number of 'alpha'"),
    ),
    "a partial snapshot that does not say of what": (
        [change("snapshots", 5, note="")],
        (ERROR, "snapshots.csv", 5, "note", "is blank while the coverage is partial"),
    ),
    # days
    "a day before there were models": (
        [change("models", 4, released="0001-01-01")],
        (ERROR, "models.csv", 4, "released", "must be a day of 2018 or later"),
    ),
    "no release date": (
        [change("models", 4, released="")],
        (WARNING, "models.csv", 4, "released", "is blank; give the day, or its first listing with released_by bound"),
    ),
    # names
    "a blank name": (
        [change("models", 4, name="")],
        (ERROR, "models.csv", 4, "name", "is blank, and must have a value; write the name on a chart, or the key"),
    ),
    "one name of two models": (
        [change("models", 4, name="ALPHA ")],
        (ERROR, "models.csv", 4, "name", "'ALPHA' is also the name on line 2"),
    ),
    "one key, written in two ways": (
        [repeat("models", 2, model="Alpha", name="Other"), count(7, 3)],
        (ERROR, "models.csv", 5, "model", "'Alpha' is 'alpha', written otherwise, on line 2"),
    ),
    "one maker in two spellings": (
        [change("models", 4, organization="maker-a")],
        (ERROR, "models.csv", 4, "organization", "'maker-a' is 'Maker A' on line 2; write it one way"),
    ),
    "one maker in two countries": (
        [change("models", 4, organization="Maker A")],
        (ERROR, "models.csv", 4, "country", "is FR, and US on line 2; a maker has one country"),
    ),
    "one maker with and without its country": (
        [change("models", 4, organization="Maker A", country="")],
        (WARNING, "models.csv", 4, "country", "is blank, and US on line 2"),
    ),
    "no country": (
        [change("models", 4, country="XX")],
        (ERROR, "models.csv", 4, "country", "must be the ISO 3166 code of a country, got 'XX'"),
    ),
    "one license in two spellings": (
        [change("models", 4, license="M.I.T. License", openness="osi")],
        (ERROR, "models.csv", 4, "license", "'M.I.T. License' is 'MIT' on line 3; write it one way"),
    ),
    "one license in two tiers": (
        [change("models", 4, license="MIT")],
        (ERROR, "models.csv", 4, "openness", "is commercial, and osi on line 3; a license has one openness"),
    ),
    "a license in small letters": (
        [change("models", 2, license="proprietary")],
        (ERROR, "models.csv", 2, "license", "is 'proprietary'; write Proprietary"),
    ),
    "a name that nobody can read": (
        [change("models", 4, name="G" * 301)],
        (ERROR, "models.csv", 4, "name", "must have at most 300 characters"),
    ),
    "a key that no file knows": (
        [repeat("models", 4, model="delta", name="Delta")],
        (WARNING, "models.csv", 5, "model", "'delta' has no score and no price of any day"),
    ),
    "compute in another unit": (
        [change("models", 3, training_flop="4.02")],
        (WARNING, "models.csv", 3, "training_flop", "is 4.02 FLOP; is it in another unit?"),
    ),
    # what cannot be seen
    "an escape code": (
        [change("models", 4, note="\x1b[2Jred")],
        (ERROR, "models.csv", 4, "note", "holds U+001B (a control character)", r"'\x1b[2Jred'"),
    ),
    "a mark that turns the text": (
        [change("prices", 2, price_source="maker\u202eA")],
        (ERROR, "prices.csv", 2, "price_source", "holds U+202E (right-to-left override)"),
    ),
    "a blank of no width": (
        [change("models", 4, name="Gam\u200bma")],
        (ERROR, "models.csv", 4, "name", "holds U+200B (zero width space)"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_a_rule_is_placed_explained_and_kept_by_loads(tables, name):
    steps, (level, file, line, column, *words) = SPOILED[name]
    for step in steps:
        step(tables)
    folder = tables.save()
    found = check_models(folder)
    assert [(p.level, p.file, p.line, p.column) for p in found] == [(level, file, line, column)], "\n".join(
        map(str, found)
    )
    for word in words:
        assert word in found[0].message
    assert str(found[0]).isprintable()
    if level == ERROR:
        with pytest.raises(CatalogError) as caught:
            load_models(folder, as_of="2026-10-08")
        assert list(caught.value.problems) == found
    else:
        assert f"{column}: warning: " in str(found[0])
        assert len(load_models(folder, as_of="2026-10-08")) == 2


def test_the_tables_have_no_error_and_no_warning():
    assert check_models(FROZEN) == []


@pytest.mark.living
def test_the_shipped_table_has_no_error():
    assert [problem for problem in check_models(LIVING) if problem.level == ERROR] == []


def test_a_slip_does_not_excuse_another(tables):
    """Prices of thousands are not usual because two models have them."""
    everywhere(output_usd_per_mtok="2000", input_usd_per_mtok="")(tables)
    change("prices", 7, output_usd_per_mtok="2500", input_usd_per_mtok="")(tables)
    assert [(p.line, p.column) for p in tables.warnings()] == [(7, OUTPUT), (8, OUTPUT)]


def test_the_arenas_prices_are_kept_as_they_stood(tables):
    change("prices", 4, input_usd_per_mtok="13")(tables)
    assert check_models(tables.save()) == []


@pytest.mark.parametrize(
    ("step", "file", "line", "column"),
    [
        (change("models", 4, released="2099-01-01"), "models.csv", 4, "released"),
        (everywhere(price_date="2099-01-01", **{"from": "2099-01-01"}), "models.csv", 2, "price_date"),
    ],
)
def test_what_was_seen_on_a_day_to_come_is_refused_by_the_check_and_not_by_a_load(tables, step, file, line, column):
    """A load does not look at the clock: it returns tomorrow what it returns today."""
    tables.rows["scores"] = [row for row in tables.rows["scores"] if row["model"] != "gamma"]
    tables.rows["snapshots"] = tables.rows["snapshots"][1:]
    step(tables)
    (problem,) = tables.problems()
    assert (problem.file, problem.line, problem.column) == (file, line, column)
    assert "is 2099-01-01, which is in the future: nothing was seen then" in problem.message
    assert len(load_models(tables.folder)) == 2


def test_a_snapshot_of_a_day_to_come_is_refused(tables):
    for row in tables.rows["models"][:2]:
        row["elo_date"] = "2099-01-01"
    change("snapshots", 7, date="2099-01-01")(tables)
    assert [(p.file, p.line, p.column) for p in tables.problems()] == [
        ("models.csv", 2, "elo_date"),
        ("models.csv", 3, "elo_date"),
        ("snapshots.csv", 7, "date"),
    ]


@pytest.mark.parametrize("name", ["models.csv", "history/prices.csv", "history/scores.csv", "history/snapshots.csv"])
def test_a_file_cut_inside_its_last_line_is_refused(tables, name):
    path = tables.save() / name
    data = path.read_bytes().rstrip(b"\r\n")
    path.write_bytes(data)
    (problem,) = check_models(tables.folder)
    assert (problem.level, problem.line) == (ERROR, data.count(b"\n") + 1)
    assert "ends inside its last line, without a line break; was it cut?" in problem.message


def test_a_list_of_one_s_own_may_end_without_a_line_break(tmp_path):
    (tmp_path / "mine.csv").write_text("model,elo\na,1\nb,2")
    assert check_models(tmp_path / "mine.csv") == []


@pytest.mark.parametrize(
    ("rows", "line", "column", "message"),
    [
        ("alpha,Alpha One,\ndelta,D,\n", 3, "model", "'delta' has no row in models.csv"),
        ("alpha,Alpha One,\nalpha,Alpha One,\n", 3, "name", "'Alpha One' stands twice for 'alpha', also on line 2"),
        ('alpha,"Alpha One,\n', None, None, "cannot be read as CSV"),
        ("alpha,,\n", 2, "name", "is blank, and must have a value"),
        ("alpha,Alpha One,", 2, None, "ends inside its last line"),
    ],
)
def test_aliases_are_checked_too(tables, rows, line, column, message):
    (tables.save() / "aliases.csv").write_text(f"model,name,note\n{rows}")
    (problem,) = check_models(tables.folder)
    assert (problem.file, problem.level, problem.column) == ("aliases.csv", ERROR, column)
    assert line is None or problem.line == line
    assert message in problem.message
    assert len(load_models(tables.folder)) == 2, "a load does not need them"


def test_one_name_may_move_from_model_to_model(tables):
    (tables.save() / "aliases.csv").write_text("model,name,note\nalpha,latest,\nbeta,latest,\nbeta,-,\n")
    assert check_models(tables.folder) == []


# --- Somebody's own list.


@pytest.mark.parametrize(
    ("text", "level", "line", "column", "message"),
    [
        ('model,elo\nalpha,1300\n"Source: somewhere, 2025",\n', ERROR, 3, "model", "looks like a footnote, not like"),
        ("model,elo\nalpha,1300\n* without preview models,\n", ERROR, 3, "model", "remove the line"),
        ("model,elo\nalpha,1300\nbeta,\n", WARNING, 3, "model", "'beta' has no value in any other column"),
        ("sep=,\nmodel,elo\nalpha,1300\n", ERROR, 1, None, "'sep=' is a line that only Excel reads; remove it"),
        ("sep=\nmodel\nalpha\n", ERROR, 1, None, "'sep=' is a line that only Excel reads; remove it"),
        ("MODEL\nalpha\n", ERROR, 1, None, "write model for 'MODEL'"),
        ("Model,Elo,accuracy\nalpha,1,1\n", WARNING, 1, "Elo", "is not elo; write it so where it means the same"),
        ('Model,accuracy\nalpha,1\n"Source: x",\n', WARNING, 3, "Model", "is it a footnote?"),
        ("Model,accuracy\nal\x07pha,1\n", WARNING, 2, "Model", "holds U+0007"),
        ("model,elo\nal\x07pha,1\n", ERROR, 2, "model", "holds U+0007"),
        ("model,e\x1blo,elo\nalpha,1,1\n", WARNING, 2, None, ""),
    ],
)
def test_a_list_of_one_s_own_is_checked_for_slips(tmp_path, text, level, line, column, message):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    found = check_models(path)
    if message:
        (problem,) = found
        assert (problem.level, problem.line, problem.column) == (level, line, column)
        assert message in problem.message
    assert all(str(problem).isprintable() for problem in found)


def test_a_header_with_an_escape_code_is_never_printed_raw(tables):
    tables.header["models"].append("co\x1b[2Jlor\u202e")
    for row in tables.rows["models"]:
        row["co\x1b[2Jlor\u202e"] = "x"
    found = check_models(tables.save())
    assert found
    assert all(str(problem).isprintable() for problem in found)
    assert any(r"co\x1b[2Jlor\u202e" in str(problem) for problem in found)


SELLERS = "seller,maker,models,only_these,host,host_order,prefix\n"
NAMES = "column,name,means,note\n"


@pytest.mark.parametrize(
    ("file", "text", "line", "column", "message"),
    [
        ("sellers.csv", SELLERS + "xai,xAI,grok,,,,api\n", None, None, None),
        ("sellers.csv", SELLERS + "xai,xAI,grok,,,,\nxai,xAI,grok,,,,\n", 3, "seller", "'xai' stands twice, also on"),
        ("sellers.csv", SELLERS + "groq,,,,Groq,,\n", 2, "host", "is given while host_order is blank"),
        ("sellers.csv", SELLERS + "xai,xAI,,,,,\n", 2, "maker", "is given while models is blank"),
        ("sellers.csv", SELLERS + "xai,xAI,(grok,,,,\n", 2, "models", "must be a regular expression"),
        ("sellers.csv", SELLERS + "xai,xAI,grok,no,,,\n", 2, "only_these", "must be true or blank"),
        ("sellers.csv", SELLERS + "groq,,,,Groq,first,\n", 2, "host_order", "must be a whole number"),
        ("names.csv", NAMES + "license,mrl,Mistral Research,\n", None, None, None),
        ("names.csv", NAMES + "maker,mrl,Mistral,\n", 2, "column", "must be one of 'organization' or 'license'"),
        ("names.csv", NAMES + "license,mrl,A,\nlicense,mrl,B,\n", 3, "name", "'mrl' stands twice for 'license'"),
        ("names.csv", "column,name,note\nlicense,mrl,\n", 1, "means", "is missing; add the column"),
    ],
)
def test_sellers_and_names_are_checked_as_the_other_files(tables, file, text, line, column, message):
    (tables.save() / file).write_text(text, encoding="utf-8")
    found = check_models(tables.folder)
    assert [(p.file, p.line, p.column, p.level) for p in found] == [(file, line, column, ERROR)] * bool(message)
    assert all(message in problem.message for problem in found)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("other,a,1,,2,no", "model", "'other' has no row in models.csv"),
        ("alpha,a,1,,,no", "model", "a refused price has both, an unwanted name neither"),
        (",a,1,,2,no", "model", "a refused price has both, an unwanted name neither"),
        ("alpha,a,1,,2,", "reason", "is blank, and must have a value"),
        ("alpha,a,1,,2,no\nalpha,a,1,,2,again", "name", "'a' is refused twice, also on line 2; keep one line"),
    ],
)
def test_what_is_refused_is_checked_too(tables, row, column, message):
    (tables.save() / "refused.csv").write_text(
        f"model,name,input_usd_per_mtok,cached_input_usd_per_mtok,output_usd_per_mtok,reason\n{row}\n"
    )
    (problem,) = check_models(tables.folder)
    assert (problem.file, problem.level, problem.column) == ("refused.csv", ERROR, column)
    assert message in problem.message


# --- Runs of benchmarks.

BENCHMARK = {
    "benchmark": "puzzles", "title": "Puzzles", "unit": "% solved", "floor": "0", "ceiling": "100", "tasks": "10",
    "cost_of": "all calls", "license": "MIT", "url": "https://example.org",
}  # fmt: skip
RUN = {
    "benchmark": "puzzles", "name": "Alpha (low)", "model": "alpha", "effort": "low", "agent": "bare",
    "date": "2026-03-01", "score": "50", "score_lower": "24", "score_upper": "76", "tasks": "10",
    "input_tokens": "1000000", "cached_tokens": "", "output_tokens": "1000000", "cost_usd": "12.5", "cost_lower": "11",
    "cost_upper": "14", "mean_task_usd": "1.25", "cost_basis": "measured", "source": "a page", "note": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "level", "column", "message"),
    [
        ({}, "", "", ""),
        ({"cost_usd": ""}, "", "", ""),
        ({"model": ""}, "", "", ""),  # not sure which
        (
            {"cost_usd": "0"},
            ERROR,
            "cost_usd",
            "must be > 0, got 0; leave it blank where it is unknown: no run is free",
        ),
        ({"score": "0.5", "score_lower": "0.2", "score_upper": "0.8"}, "", "", ""),
        (
            {"score": "101", "score_upper": "101"},
            ERROR,
            "score",
            "is 101, outside 0 to 100, the scale of its benchmark",
        ),
        ({"score_lower": "60"}, ERROR, "score_lower", "is 60, above score (50); are the two swapped?"),
        ({"cost_upper": "12"}, ERROR, "cost_upper", "is 12, below cost_usd (12.5)"),
        ({"tasks": "100"}, WARNING, "tasks", "is 100, and the benchmark has 10; is it of several runs?"),
        ({"cached_tokens": "2000000"}, ERROR, "cached_tokens", "above input_tokens"),
        ({"benchmark": "puzzle"}, ERROR, "benchmark", "has no row in benchmarks.csv; did you mean 'puzzles'?"),
        ({"model": "alphas"}, ERROR, "model", "has no row in models.csv; did you mean 'alpha'?"),
        (
            {"cost_usd": "13.5", "mean_task_usd": "1.35"},
            WARNING,
            "cost_usd",
            "its tokens cost 12.5 at the price of the",
        ),
        ({"cost_usd": "3.5", "cost_lower": "", "mean_task_usd": ""}, WARNING, "cost_usd", "is it stale?"),
        ({"cost_usd": "4", "cost_lower": "", "mean_task_usd": ""}, "", "", ""),  # cached, perhaps
        ({"date": "2024-01-01", "cost_usd": "13.5", "mean_task_usd": ""}, "", "", ""),  # no price of that day
        ({"mean_task_usd": "1"}, WARNING, "cost_usd", "is 1.25 times that of its 10 tasks at their mean"),
        ({"mean_task_usd": "1", "cost_basis": "summary"}, "", "", ""),
    ],
)
def test_runs_are_checked_too(tables, changes, level, column, message):
    folder = tables.save()
    for name, row in (("benchmarks", BENCHMARK), ("runs", RUN | changes)):
        (folder / f"{name}.csv").write_text(f"{','.join(row)}\n{','.join(row.values())}\n")
    found = [problem for problem in check_models(folder) if problem.file == "runs.csv"]
    assert [(problem.level, problem.column) for problem in found[:1]] == [(level, column)] * bool(level)
    assert all(message in problem.message for problem in found[:1])
    if not changes:
        (folder / "runs.csv").write_text((folder / "runs.csv").read_text() + f"{','.join(RUN.values())}\n")
        (twice,) = check_models(folder)
        assert "stands on line 2 with the same effort, agent and day" in twice.message
