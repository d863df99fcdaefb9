"""The command that compares public leaderboards and price lists with the table, and changes it."""

from __future__ import annotations

import argparse
import contextlib
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frontier
from frontier.cli import options as opt
from frontier.cli.output import GOOD, PRICES, PROBLEMS, USAGE, CommandError, as_json, complain, progress, readable, show
from frontier.cli.tables import table_to_change
from frontier.words.numbers import count
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from frontier.feeds.records import Feed
    from frontier.update.compare import Update

_MANY = 20  # of a long list that is printed for people
_MANY_NAMES = 200
_FEW = 3  # names that are not counted
_FLAGS = ("scores", "prices")
_SEVERAL: Any = {"nargs": "+", "default": []}
_ANYWAY = "to write an entry anyway, give --accept MODEL=NAME, or --trust for all"


# What is read: the name of a public source, its file or address, what of it is wanted, and the board of its scores.
Place = tuple[str | None, str, set[str], str | None]


@opt.command(
    opt.option("--scores", metavar="FILE|URL", help="leaderboards, in any of the known formats", **_SEVERAL),
    opt.option("--prices", metavar="FILE|URL", help="price lists: the best basis counts, then the first", **_SEVERAL),
    opt.option(
        "--without", metavar="NAME", help="public sources to leave out, by their names in sources.toml", **_SEVERAL
    ),
    opt.shared("--as-of", help="date of undated files, and of the prices to take; default: the date of each file"),
    opt.shared("--board", help="board of leaderboards that do not state it: text or text-style-control"),
    opt.option("--accept", metavar="MODEL=NAME", help="accept these suggested or suspicious changes", **_SEVERAL),
    opt.switch("--trust", "accept all suspicious changes"),
    opt.option(
        "--refuse", metavar="MODEL=NAME", help="prices that are not of the model; with --write, for good", **_SEVERAL
    ),
    opt.option("--because", metavar="TEXT", help="why they are refused"),
    opt.switch("--write", "change the table; suspicious and incomplete entries are not written"),
    opt.shared("--data", help="the models.csv to compare and change; default: the shipped one"),
    opt.formats(),
)
def update(options: argparse.Namespace) -> int:
    """Compare public leaderboards and price lists with the table; with --write, change it.

    Without --scores and --prices, the public sources of data/sources.toml are downloaded. The exit code is 1 if the
    table differs, if a source cannot be read, or if something cannot be written.

    example: frontier update --prices prices.json
    """
    from frontier.data.edit import editing
    from frontier.data.tables import as_day
    from frontier.update.apply import apply_update, refusals

    public = not (options.scores or options.prices)
    opt.refuse(
        (options.without and not public, "--without leaves out public sources; it does not go with --scores, --prices"),
        (bool(options.refuse) != bool(options.because), "--refuse needs --because, and only --refuse does"),
    )
    accepted, no = (opt.pairs(words, "MODEL=NAME") for words in (options.accept, options.refuse))
    path = table_to_change(options.data) if options.write else options.data
    feeds, failed = _read_feeds(_public_sources(options) if public else _named_places(options), options)
    if failed and not (public and feeds):
        raise CommandError("\n".join(failed), PROBLEMS if public else USAGE)
    noes = refusals(feeds, no, options.because, as_day(options.as_of))
    written, problems, doubts = list[str](), list[str](), list[Any]()
    compare = partial(_compare, accepted=accepted, noes=noes, path=path, options=options)
    with editing(path) if options.write else contextlib.nullcontext() as tables:
        found = _compare_public(feeds, failed, compare) if public else compare(feeds)
        if tables is not None:
            problems = apply_update(tables, found)
            tables.refuse(noes)
            written, doubts = tables.save(), tables.doubts
    not_written = [f"not written: {problem}" for problem in problems]
    complain([*(f"not read: {why}" for why in failed), *_left_out_words(feeds, public), *not_written, *_cut(doubts)])
    _print(found, options, failed=failed, not_written=problems, written=written)
    return PROBLEMS if failed or problems or (not options.write and len(found.news)) else GOOD


def _print(found: Update, options: argparse.Namespace, **done: list[str]) -> None:
    """Print an update for people, as rows, or as a document."""
    if options.format == "json":
        each = [
            f"{about}{name}: {reason}" for (about, reason), names in _left_out(found.feeds).items() for name in names
        ]
        rows = {"differences": found.differences, "newcomers": found.newcomers, "missing": found.missing}
        print(as_json(rows | {"refused": found.refused(), "left_out": each} | done))
    elif options.format == "csv":
        show(found.differences, options)
    else:
        written = [f"written: {', '.join(done['written']) or 'nothing'}"] * options.write
        print(*_summary(found), *written, sep="\n")


def _compare_public(feeds: dict[str, Feed], failed: list[str], compare: Callable[[dict[str, Feed]], Update]) -> Update:
    """Compare the public sources; a leaderboard that cannot be taken is reported and left out."""
    from dataclasses import replace

    try:
        found = compare(feeds)
        why = found.refused()
    except ValueError as error:
        why = [str(error)]
    if not why:
        return found
    failed += why
    return compare({called: replace(feed, scores=()) for called, feed in feeds.items() if feed.prices})


def _compare(
    feeds: dict[str, Feed],
    accepted: dict[str, str],
    noes: list[dict[str, str]],
    path: Path | str | None,
    options: argparse.Namespace,
) -> Update:
    import datetime as dt

    import pandas as pd

    from frontier.data.schema import PRICE_BASES, PRICE_COLUMNS
    from frontier.data.tables import as_day, every_model, load_aliases, load_refused, table_day
    from frontier.update.compare import compare_feeds

    refused = load_refused(path)
    if noes:
        new = pd.DataFrame(noes).replace("", None)
        refused = pd.concat([refused, new.astype(dict.fromkeys(PRICE_COLUMNS, float))], ignore_index=True)
    models = frontier.load_models(path, price_basis=PRICE_BASES)
    if not {"elo_date", "board", "price_date", "price_basis"} <= set(models):
        raise ValueError(f"{path} does not state the sources of its values, so nothing can be compared with it")
    if models.empty:
        raise ValueError(f"{path} has no snapshot yet, so nothing can be compared with it")
    board = str(models["board"].iloc[0])
    days = [as_day(options.as_of), *(feed.as_of for feed in feeds.values())]
    until = min(max(filter(None, days), default=dt.date.min), dt.date.today())
    if until > table_day(path):  # an announced price may be in force by then
        models = frontier.load_models(path, as_of=until, board=board, price_basis=PRICE_BASES)
    return compare_feeds(
        models,
        feeds,
        as_of=options.as_of,
        board=options.board,
        accept=accepted,
        trust=options.trust,
        aliases=load_aliases(path),
        known=every_model(path, board=board),
        dated=frontier.load_prices(path, as_of=max(until, table_day(path)), hosts="all"),
        refused=refused,
    )


# --- The feeds: files and addresses.


def _public_sources(options: argparse.Namespace) -> list[Place]:
    """Return the public sources with an address, in the order of their file, without those that are left out."""
    from frontier.data.sources import sources

    places = [
        (name, entry[flag], {flag}, entry.get("board"))
        for name, entry in sources(options.data).items()
        for flag in _FLAGS
        if flag in entry
    ]
    known = [name for name, *_ in places]
    unknown = [f"{name!r}{did_you_mean(name, known)}" for name in options.without if name not in known]
    if unknown:
        raise CommandError(f"--without {', '.join(unknown)}: the public sources are {', '.join(known)}")
    return [place for place in places if place[0] not in options.without]


def _named_places(options: argparse.Namespace) -> list[Place]:
    """Return the files and addresses that were given."""
    places = dict.fromkeys([*options.scores, *options.prices])
    return [(None, place, {flag for flag in _FLAGS if place in getattr(options, flag)}, None) for place in places]


def _read_feeds(places: Sequence[Place], options: argparse.Namespace) -> tuple[dict[str, Feed], list[str]]:
    """Read each file or address once; return what was read, and why others cannot be."""
    from dataclasses import replace

    from frontier.feeds.records import FeedError

    feeds, wrong = dict[str, Any](), list[str]()
    for number, (name, place, flags, board) in enumerate(places, 1):
        plain = _without_key(place)
        names = (name or plain.rstrip("/").rpartition("/")[2], plain, f"{plain} ({number})")
        called = next(one for one in names if one not in feeds)
        try:
            feed = _read_feed(place, called, undated=options.as_of is None)
        except FeedError as error:
            wrong.append(str(error))
            continue
        except (OSError, ValueError, OverflowError) as error:  # also a name that no file can have
            wrong.append(f"{place}: {getattr(error, 'strerror', None) or error}")
            continue
        unused: Any = {flag: () for flag in _FLAGS if flag not in flags}
        wrong += [
            f"--{flag}: {place} was read as {feed.kind}, which has none" for flag in flags if not getattr(feed, flag)
        ]
        # the page of a leaderboard has prices too
        feeds[called] = replace(feed, **unused, board=feed.board or board)
    return feeds, wrong


def _without_key(place: str) -> str:
    """Return an address without what follows its ``?``, which may be a secret key."""
    from frontier.feeds.fetch import is_url

    return place.partition("?")[0] if is_url(place) else place


def _read_feed(place: str, called: str, *, undated: bool) -> Feed:
    """Read an address or a file; an undated one gets the day of its file."""
    import datetime as dt
    from dataclasses import replace

    from frontier.feeds.fetch import is_url, read_url
    from frontier.feeds.read import read_feed
    from frontier.feeds.records import FIRST_BOARD, MAX_BYTES

    path, day = Path(place), dt.date.today()
    if is_url(place):
        feed = read_feed(read_url(place, progress=progress), source=_without_key(place))
    else:
        with path.open("rb") as file:
            feed = read_feed(file.read(MAX_BYTES + 1), source=path.name)  # one byte more: a file that is too large
        day = min(day, dt.date.fromtimestamp(path.stat().st_mtime))
    if feed.as_of or not undated:
        return feed
    if day < FIRST_BOARD:
        complain([f"{called} states no day, and the clock of its file is wrong ({day}); give --as-of"])
        return feed
    if not is_url(place):
        complain([f"{called} states no day: assumed to be of {day}; --as-of sets another day"])
    return replace(feed, as_of=day)


# --- What an update changes, for people.


def _summary(found: Update) -> list[str]:
    """Return what an update would change: each kind of difference, and what follows for the frontier and the gap."""
    rows = _in_one_line(found.differences, ["model", "name", "source", "suspicious", "held"])
    lines = list[str]()
    for what, own in rows[rows["what"].isin(found.news["what"])].groupby("what", sort=False):
        blocks: Mapping[str, Any] = {"delisted": _delisted, "withdrawn": _withdrawn, "new": partial(_new, found=found)}
        block = blocks.get(str(what), _changed)(own)
        number = count(own["model"].nunique(), "model")
        lines += [f"{what}: {number}", *textwrap.indent("\n".join(block), "  ").split("\n"), ""]
    changes = bool(lines)
    since = found.models["elo_date"].max().date()
    later = [day for called, day in found.days.items() if found.feeds[called].scores and day and day > since]
    if "rescored" not in set(rows["what"]):
        lines += [f"a new snapshot, of {day}: no listed model has another score" for day in later]
    hidden = {
        "disputed": "lists differ, and the table has the price of one of them",
        "ended": "no longer sold by the table, and still in a list",
    }
    for what, about in hidden.items():
        models = list(rows.loc[rows["what"] == what, "model"].unique())
        lines += [f"{about}: {_some(models)}"] * bool(models)
    lines += [f"refused before: {count(found.unasked, 'price')}"] * bool(found.unasked)
    if found.missing:
        names = textwrap.fill(
            ", ".join(_cut([" ".join(name.split()) for name in found.missing], _MANY_NAMES)),
            110,
            break_on_hyphens=False,
        )
        lines += [f"missing: {count(len(found.missing), 'model')} of the lists", textwrap.indent(names, "  "), ""]
    if not changes:
        return lines if later else [*lines, "the table says the same"]
    lines += _consequences(found)
    held = rows.loc[(rows["held"] == "suspicious") & (rows["what"] != "ended"), "model"].unique()
    if len(held):
        lines.append(f"held back as suspicious: {_some(list(held), 400)}; {_ANYWAY}")
    return lines + [f"nothing would be written: {why}" for why in found.refused()]


def _left_out(feeds: Mapping[str, Feed]) -> dict[tuple[str, str], list[str]]:
    """Return what was left out of the feeds: the names, by the words before them and the reason behind them."""
    names = dict[tuple[str, str], list[str]]()
    for called, feed in feeds.items():
        for problem in feed.problems:
            about = f"{called}: {'left out: ' * problem.is_row}"
            names.setdefault((about, problem.reason), []).append(problem.name)
    return names


def _left_out_words(feeds: Mapping[str, Feed], public: bool) -> list[str]:
    """Return what was left out, a line for each reason; of the public sources only how many rows."""
    if public:
        return [
            f"{called}: {count(len(feed.problems), 'row')} left out; --json says why"
            for called, feed in feeds.items()
            if feed.problems
        ]
    return _cut([f"{about}{_some(names)}: {reason}" for (about, reason), names in _left_out(feeds).items()])


def _cut(lines: Sequence[object], most: int = _MANY) -> list[str]:
    """Return the first lines, and how many more there are."""
    more = [f"and {len(lines) - most} more; --json has all"] if len(lines) > most else []
    return [*map(str, lines[:most]), *more]


def _some(names: Sequence[str], width: int = 80) -> str:
    """Return as many names as fit into a line, and of many first how many there are."""
    shown = textwrap.shorten(", ".join(names), width, placeholder=" ...")
    return shown if len(names) <= _FEW else f"{len(names)} ({shown})"


def _in_one_line(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return rows in which the text of a feed cannot begin a line."""
    plain = {c: rows[c].map(lambda text: " ".join(str(text).split()), na_action="ignore") for c in columns}
    return rows.assign(**plain)


def _block(rows: pd.DataFrame) -> list[str]:
    """Return the first rows, without empty columns, and how many more there are."""
    filled = rows[[c for c in rows if (rows[c].notna() & (rows[c] != "")).any()]]
    return [readable(filled.head(_MANY)), *_cut(list(rows.index))[_MANY:]]


def _warnings_of(rows: pd.DataFrame) -> pd.Series[str]:
    """Return what is suspicious of each model, each warning once."""
    joined = rows.groupby("model", sort=False)["suspicious"].agg("; ".join)
    return joined.map(lambda text: "; ".join(dict.fromkeys(filter(None, text.split("; ")))))


def _delisted(rows: pd.DataFrame) -> list[str]:
    names = ", ".join(_cut(list(rows["model"].unique())))
    warnings = [f"! {warning}" for warning in rows["suspicious"].unique() if warning]
    return [textwrap.fill(names, 110, break_on_hyphens=False), *warnings]


def _withdrawn(rows: pd.DataFrame) -> list[str]:
    return _cut([f"{model}: {host}, {name}" for model, host, name in rows[["model", "host", "name"]].to_numpy()])


def _new(rows: pd.DataFrame, found: Update) -> list[str]:
    """Return what the feeds say of each new model, and what keeps it from being written."""
    values = rows.pivot_table(index="model", columns="column", values="new", sort=False)
    values = values.reindex(columns=["elo", "input_usd_per_mtok", "output_usd_per_mtok"])
    about = _in_one_line(found.newcomers, ["model", "organization"]).set_index("model")
    about = about[["organization", "license", "released", "lacking"]].assign(suspicious=_warnings_of(rows))
    about["released"] = about["released"].dt.strftime("%Y-%m-%d")
    about["lacking"] = about["lacking"].replace("suspicious", "")
    return _block(values.join(about).sort_values("elo", ascending=False).reset_index())


def _changed(rows: pd.DataFrame) -> list[str]:
    """Return one row a model, its score or prices before and after; first what is suspicious, then what moved most."""
    text = rows[["old", "new"]].map(lambda value: "none" if value != value else f"{value:.6g}")
    cell = text["new"].where(text["old"] == text["new"], text["old"] + " -> " + text["new"])
    about = rows.assign(cell=cell, by=(rows["new"] - rows["old"]).round(2))
    first, elo, output = (
        about[about["column"].isin(columns)].drop_duplicates("model").set_index("model")
        for columns in (about["column"], ["elo"], ["output_usd_per_mtok"])
    )
    same = first["name"] == first.index
    table = about.pivot_table(index="model", columns="column", values="cell", aggfunc="first", sort=False)
    table = table.rename(columns=PRICES).assign(
        name=first["name"].mask(same, ""),
        how=first["how"].mask(same, ""),
        by=elo["by"],
        factor=output["factor"].map("{:.3g}".format, na_action="ignore"),
        basis=first["basis"],
        suspicious=_warnings_of(rows),
    )
    shown = ["name", "how", "elo", "by", *PRICES.values(), "factor", "basis", "suspicious"]
    table = table.reindex(columns=shown).reset_index()
    table = table.sort_values("by", key=lambda by: -by.abs(), kind="stable")
    table = table.sort_values("suspicious", key=lambda texts: texts == "", kind="stable")
    moved = table[["elo", *PRICES.values()]].notna().any(axis="columns") | table["suspicious"].ne("")
    others = [f"{int((~moved).sum())} of them only in interval or votes"] if not moved.all() else []
    return [*_block(table[moved]), *others]


def _consequences(found: Update) -> list[str]:
    """Return who would join and leave the frontier, and what would happen to the gap."""
    models, changed = (
        one.assign(output_usd_per_mtok=one["output_usd_per_mtok"].where(one["price_basis"].isin(["list", "host"])))
        for one in (found.models, found.changed())
    )
    before, after = (list(frontier.find_frontier(one, uncertainty=False).members["model"]) for one in (models, changed))
    joins, leaves = ([m for m in one if m not in other] for one, other in ((after, before), (before, after)))
    lines = [
        f"joins the frontier: {', '.join(' '.join(model.split()) for model in joins) or 'none'}",
        f"leaves the frontier: {', '.join(leaves) or 'none'}",
    ]
    try:
        old, new = (frontier.open_gap(one).score for one in (models, changed))
        lines.append(f"open models are behind by: {old.value:.1f} points, then {new.value:.1f}")
    except ValueError as error:
        lines.append(f"the gap cannot be computed: {error}")
    skipped = int((~found.newcomers["lacking"].isin(["", "suspicious"])).sum())
    if skipped:
        lines.append(f"{count(skipped, 'new model')} skipped (missing fields); add with `frontier add`")
    return lines
