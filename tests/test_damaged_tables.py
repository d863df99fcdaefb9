"""Twelve hundred tables that were damaged at random: each is read, or refused with problems that a person can read."""

import random
import re

import pytest
from test_catalog import Tables

from frontier import CatalogError, check_models, load_models, load_prices, load_scores
from frontier.cli.main import main
from frontier.data.check import is_own_table
from frontier.data.edit import PRICES, SCORES, SNAPSHOTS, editing
from frontier.data.reader import TableError

NAMES = ["models.csv", SCORES, PRICES, SNAPSHOTS, "aliases.csv"]
ALIASES = "model,name,note\nalpha,maker/alpha,\nbeta,-,none\ngamma,g,the old name\n"
CELLS = [
    "", " ", "-", "0", "-1", "1e308", "1e-320", "nan", "inf", "NaN", "1,5", "$2", "12%", "1_000", "0x10", "9" * 400,
    "2025-02-14", "2025-02-30", "0001-01-01", "9999-12-31", "14.02.2025", "20250214", "2025-2-14", "2025-02-14T00:00",
    "osi", "text", "list", "host", "full", "bound", "US", "XX", "us", "alpha", "ALPHA", "alpha ", "Alpha", "delta",
    "Proprietary", "MIT", "=1+1", "@x", '"', "'", "a,b", "a\nb", "a\rb", "\t", "\x1b[2J", "\x07", "\u202ex", "\u200b",
    "\ufeff", "\u2028", "\ud7ff", "\U0001f600", "通义千问", "\N{NO-BREAK SPACE}", "x" * 301, "x" * 100_000, "{0}", "%s",
    "None", "null", "#N/A", "true", "\\N",
]  # fmt: skip


def cell(rng, text):
    rows = [line.split(",") for line in text.split("\n")]
    row = rng.choice(rows)
    row[rng.randrange(len(row))] = rng.choice(CELLS)
    return "\n".join(map(",".join, rows))


def header(rng, text):
    first, _, rest = text.partition("\n")
    names = first.split(",")
    k = rng.randrange(len(names))
    names[k] = rng.choice(
        [names[k].upper(), f" {names[k]}", names[k][:-1], "", names[k - 1], *CELLS[:8], "\x1bx", "name"]
    )
    return ",".join(names) + "\n" + rest


def lines(rng, text):
    rows = text.split("\n")
    k, other = rng.randrange(len(rows)), rng.randrange(len(rows))
    done = rng.randrange(5)
    if done == 0:
        rows.insert(k, rows[other])
    elif done == 1:
        rows[k], rows[other] = rows[other], rows[k]
    elif done == 2:
        del rows[k]
    elif done == 3:
        rows.insert(
            k, rng.choice(["", ",", ",,,", "sep=,", "Source: somewhere, 2025", "# a note", "a;b;c", '"', ";" * 30])
        )
    else:
        rows[k] = rows[k] + rng.choice([",", ",,,", ",x", '"', " "])
    return "\n".join(rows)


def columns(rng, text):
    rows = [line.split(",") for line in text.split("\n")]
    k, other = (rng.randrange(len(rows[0])) for _ in range(2))
    done = rng.randrange(3)
    for number, row in enumerate(rows):
        if max(k, other) >= len(row) or (done == 2 and number == 0):
            continue
        if done == 0:
            del row[k]
        elif done == 1:
            row.insert(k, row[other])
        else:
            row[k], row[other] = row[other], row[k]
    return "\n".join(map(",".join, rows))


def characters(rng, text):
    k = rng.randrange(len(text))
    return (
        text[:k]
        + rng.choice(['"', ",", "\n", "\r", ";", "\0", "\x1b", "\u202e", "9", "-", "é"])
        + text[k + rng.randrange(2) :]
    )


def cut(rng, text):
    return text[: rng.randrange(len(text))]


QUOTINGS = [(",", ";"), (",", "\t"), ("\n", "\r"), ("\n", "\r\n"), (",", '","'), ("\n", ""), ("\n", "\n\n"), ("a", "A")]


def quoting(rng, text):
    return text.replace(*rng.choice(QUOTINGS)) if rng.random() < 0.9 else text * 2


def encoded(rng, text):
    data = text.encode()
    done = rng.randrange(6)
    if done < 3:
        return text.encode(("utf-16", "utf-8-sig", "utf-32")[done])
    k = rng.randrange(len(data))
    if done == 3:
        return data[:k] + bytes([rng.randrange(256)]) + data[k + 1 :]
    return data[:k] + rng.randbytes(rng.randrange(1, 40)) + (data[k:] if done == 4 else b"")


DAMAGES = [cell, cell, cell, header, lines, lines, columns, characters, cut, quoting, encoded]


def readable(problems):
    assert problems
    for problem in problems:
        assert problem.level in ("error", "warning")
        assert problem.message
        assert str(problem).isprintable()
        assert len(str(problem)) < 2000


REFUSED = "refused"
SAID = re.compile("does not say of which day|no full snapshot|cannot be asked of it")


def outcome(call, *arguments, **how):
    """Return what a call returns, REFUSED if the table is refused, or None if it has not what was asked for."""
    try:
        return call(*arguments, **how)
    except CatalogError as error:
        readable(error.problems)
        return REFUSED
    except TableError as error:
        return REFUSED if str(error).isprintable() or "\n" in str(error) else str(error)
    except ValueError as error:
        if not SAID.search(str(error)):
            raise
    return None


def changed(folder):
    with editing(folder) as tables:
        tables.models[0]["note"] = "changed"
        tables.save()
    return True


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 1200, 100))
def test_a_damaged_table_is_read_or_refused(tmp_path, capsys, start):
    small = Tables(tmp_path)
    small.save()
    (tmp_path / "aliases.csv").write_text(ALIASES, encoding="utf-8")
    whole = {name: (tmp_path / name).read_bytes().replace(b"\r\n", b"\n") for name in NAMES}
    many = {"read": 0, "refused": 0}
    for seed in range(start, start + 100):
        rng = random.Random(seed)
        name = rng.choice([*NAMES, "models.csv", "models.csv", PRICES])
        data: str | bytes = whole[name].decode()
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            if isinstance(data, str) and data:
                data = rng.choice(DAMAGES)(rng, data)
        for other in NAMES:
            (tmp_path / other).write_bytes(whole[other])
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        found = check_models(tmp_path)
        wrong = [problem for problem in found if problem.level == "error"]
        if found:
            readable(found)
        own = is_own_table(tmp_path / "models.csv")
        # days to come and aliases are of the check alone; broken aliases keep it from asking the rules between files
        refused = [p for p in wrong if "in the future" not in p.message and p.file != "aliases.csv"]
        loaded = outcome(load_models, tmp_path, as_of="2026-10-08")
        many["refused" if loaded is REFUSED else "read"] += 1
        assert own or refused == [] or loaded is REFUSED, (seed, found)
        assert wrong or loaded is not REFUSED, (seed, found)
        for load in (load_models, load_prices, load_scores):
            assert wrong or outcome(load, tmp_path) is not REFUSED, (seed, found)
        if not own and seed % 2 and outcome(changed, tmp_path) is True:
            assert wrong == [problem for problem in check_models(tmp_path) if problem.level == "error"], seed
        if seed % 10 == 0:
            assert main(["check", str(tmp_path)]) in (0, 1)
            assert main(["table", "--data", str(tmp_path)]) in (0, 1, 2)
            said = capsys.readouterr()
            assert not {"\x1b", "\x07", "\u202e"} & {*said.out, *said.err}
    assert min(many.values()) > 10
