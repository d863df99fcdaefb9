"""The titles and subtitles of the published figures: every number is computed again, and one pair has one number."""

import html
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import frontier
from frontier.frames.runs import task_cost

ROOT = Path(__file__).resolve().parent.parent
PAIR = re.compile(r"(?:^|: )(?P<a>[^:]+?) is [^:]+? below (?P<b>.+?)(?:, within [\w ]+,)? at (?P<share>[\d.]+ %)")
DECK = "ChatGPT-4o latest (2024-11-20)"
SAME = {"GPT-4o": DECK}  # the deck's name
PRICE = "output_usd_per_mtok"
MONTH = 365 / 12


@cache
def published():
    """Return title and subtitle of each committed figure, each on one line."""
    found = {}
    for path in sorted((ROOT / "figures").glob("*.svg")):
        parts = [re.search(f"<{tag}>(.*?)</{tag}>", path.read_text(), re.DOTALL) for tag in ("title", "dc:description")]
        found[path.stem] = tuple(html.unescape(part[1]).replace("\n", " ") for part in parts)
    return found


def priced(**day):
    return frontier.load_models(**day).dropna(subset=["elo", PRICE]).set_index("name")


def on_frontier(cost, quality):
    """Return which are on the frontier, by looking at every pair."""
    cost, quality = np.asarray(cost, dtype=float), np.asarray(quality, dtype=float)
    cheap, good = cost[:, None] >= cost, quality[:, None] <= quality
    worse = cheap & good & ((cost[:, None] > cost) | (quality[:, None] < quality))
    return ~worse.any(axis=1)


def below(models, a, b, *, share=True):
    """Return what a title says of two models, from the raw rows."""
    apart = models["elo"][b] - models["elo"][a]
    near = apart <= np.hypot(models["elo_upper"][a] - models["elo"][a], models["elo"][b] - models["elo_lower"][b])
    at = f" at {100 * models[PRICE][a] / models[PRICE][b]:.2g} % of its price" if share else ""
    return f"{a} is {apart:.0f} points below {b}{', within the margin of error,' * bool(near)}{at}"


def best_and_rival(models):
    best = models["elo"].idxmax()
    return models[models[PRICE] <= models[PRICE][best] / 2]["elo"].idxmax(), best


def counted(models):
    on = on_frontier(models[PRICE], models["elo"]).sum()
    return f"{on} of {len(models)} models with a price are on the frontier: no other model is both cheaper and better"


def deck():
    models = priced(as_of="2025-02-14", price_basis="arena")
    return below(models, *best_and_rival(models)).replace(DECK, "GPT-4o"), counted(models)


def newest():
    models = priced()
    return below(models, *best_and_rival(models)), counted(models)


def of_classes(models):
    """Return the rows of both classes, the best of each, and the subtitle."""
    is_open = models["openness"] != "proprietary"
    a, b = (models[rows]["elo"].idxmax() for rows in (is_open, ~is_open))
    on = [on_frontier(models[PRICE][rows], models["elo"][rows]).sum() for rows in (~is_open, is_open)]
    said = f"{on[0]} of {(~is_open).sum()} proprietary and {on[1]} of {is_open.sum()} open-weights models with a price"
    return is_open, a, b, f"{said} are on the frontier of their class"


def deck_classes():
    models = priced(as_of="2025-02-14", price_basis="arena")
    _, a, b, subtitle = of_classes(models)
    return f"Open weights, of those with a price: {below(models, a, b)}", subtitle


def newest_classes():
    models = priced()
    is_open, a, b, subtitle = of_classes(models)
    costs = np.unique(models[PRICE])
    best = [[models["elo"][rows & (models[PRICE] <= cost)].max() for cost in costs] for rows in (is_open, ~is_open)]
    leads = np.flatnonzero(np.array(best[0]) > np.array(best[1]))
    start = next(k for k in leads if set(range(k, leads[-1] + 1)) <= set(leads.tolist()))
    ends = [f"${costs[k]:.2f}".removesuffix(".00") for k in (start, leads[-1] + 1)]
    lead = f"Open weights, of those with a price, lead from {ends[0]} to {ends[1]} and trail above: "
    return lead + below(models, a, b, share=False), subtitle


def compute():
    models = frontier.load_models(as_of="2025-02-14").dropna(subset=["elo", "training_flop"]).set_index("name")
    best, largest = models["elo"].idxmax(), models["training_flop"].idxmax()
    share = 100 * models["training_flop"][best] / models["training_flop"][largest]
    points, on = models["elo"][best] - models["elo"][largest], on_frontier(models["training_flop"], models["elo"]).sum()
    said = (
        f"{best} scores {points:.0f} points above {largest}, at about {share:.2g} % of its estimated training compute"
    )
    return said, f"{on} of {len(models)} models are on the frontier: no other model scores higher with less compute"


def coding():
    rows = frontier.load_scores(as_of="2026-10-20", task="all").dropna(subset=["elo", PRICE])
    rows = rows[rows["date"] == "2026-10-20"]
    tables = [rows[rows["board"] == f"text-style-control{task}"].set_index("name") for task in ("", ":coding")]
    on = [set(table.index[on_frontier(table[PRICE], table["elo"])]) for table in tables]
    only = [(on[k] - on[1 - k]) & set(tables[1 - k].index) for k in (0, 1)]
    best = [tables[k]["elo"][list(only[k])].idxmax() for k in (0, 1)]
    parts = [
        f"for {task} only: {best[k]} and {len(only[k]) - 1} more" for k, task in enumerate(("all prompts", "coding"))
    ]
    both = f"{len(on[0] & on[1])} models on every frontier shown; a percentage is a probability of being on it"
    return f"On the frontier {'; '.join(parts)}", both


def band(**day):
    """Draw the scores from their intervals, and count how often each model is on the frontier."""
    from scipy.special import ndtri

    models = priced(**day).sort_values(PRICE)
    sd = (models["elo_upper"] - models["elo_lower"]) / 2 / ndtri(0.975)
    cost, rng = models[PRICE].to_numpy(), np.random.default_rng(0)
    scores = rng.normal(
        models["elo"].to_numpy()[:, None], sd.fillna(sd.max()).to_numpy()[:, None], (len(models), 40_000)
    )
    on = np.empty(len(models))
    for k in range(len(models)):
        others = np.delete(np.arange(len(models))[cost <= cost[k]], k) if cost[k] == cost[: k + 1].max() else []
        on[k] = (scores[k] > scores[others].max(axis=0, initial=-np.inf)).mean()
    sure, maybe = (on >= 0.9).sum(), ((on >= 0.1) & (on < 0.9)).sum()
    title = f"{sure} models are on the frontier with at least 90 % probability, {maybe} more may be"
    expected = f"{on.sum():.1f} of {len(models)} are expected there"
    return title, f"{expected}; a percentage is a model's probability of being there"


def gap():
    rows = frontier.load_scores().query("board == 'text-style-control' and coverage != 'partial'")
    is_open = rows["openness"] != "proprietary"
    best = [rows[one].groupby("date")["elo"].max() for one in (~is_open, is_open)]
    gaps = (best[0] - best[1]).dropna()
    now = f"Open-weights models are {gaps.iloc[-1]:.0f} points behind proprietary ones"
    since = f"since {gaps.index[0]:%B %Y} the gap was between {gaps.min():.0f} and {gaps.max():.0f} points"
    named = "named are the newest best models and those that moved the gap most"
    return f"{now}; {since}", f"above zero proprietary models lead; {named}"


def lag(**day):
    """Go through the records of both classes in the order in which they came."""
    models = frontier.load_models(**day).dropna(subset=["elo", "released"])
    is_open = models["openness"] != "proprietary"
    models = models.assign(came=models["weights_released"].where(is_open).fillna(models["released"]), is_open=is_open)
    models = models[models["came"] <= models["elo_date"].max()].sort_values(["came", "elo"], ascending=[True, False])
    months, ahead = [], 0
    for own in models[~models["is_open"]].itertuples():
        before = models[~models["is_open"] & (models["came"] <= own.came) & (models.index != own.Index)]
        reached = models[models["is_open"] & (models["elo"] >= own.elo)]["came"].min()
        if before["elo"].max() >= own.elo or reached <= own.came:
            continue
        ahead += pd.isna(reached)
        months += [] if pd.isna(reached) else [(reached - own.came).days / MONTH]
    mean = np.mean(months)
    title = (
        f"have reached {len(months)} proprietary records after {mean:.1f} months on average; {ahead} are still ahead"
    )
    return (
        f"Open-weights models {title}",
        rf"lag “matched”: {mean:.1f} \((?P<low>.*) to (?P<high>.*)\) months; a bar runs from a record .*",
    )


def price_of_gpt4():
    from scipy import stats

    scores, prices = frontier.load_scores(), frontier.load_prices(price_basis=("list", "host"))
    records = frontier.price_records(
        frontier.price_points(scores, prices, reference="gpt-4-0314"), at_least="gpt-4-0314"
    )
    first, last = records.iloc[0], records.iloc[-1]
    total, days = first["price"] / last["price"], (records["date"] - first["date"]).dt.days
    ends = [f"${end['price']:.2f}".removesuffix(".00") + f" in {end['date']:%B %Y}" for end in (first, last)]
    years = days / 365
    fit = stats.linregress(years, np.log(records["price"]))
    half = stats.t.ppf(0.95, len(records) - 2) * fit.stderr
    rate, low, high = (f"{np.exp(-fit.slope + side * half):.3g}" for side in (0, -1, 1))
    title = f"The quality of GPT-4 (0314): from {ends[0]} to {ends[1]}, {float(f'{total:.2g}'):,.0f} times cheaper"
    fitted = f"fitted through {len(records)} records in {days.iloc[-1]} days: {rate} times a year"
    return f"{title}, {total ** (1 / years.iloc[-1]):.2g} times a year", f"{fitted} (90 % interval {low} to {high})"


def deck_prices():
    rows = frontier.load_prices(price_basis="list").query("organization == 'OpenAI' and `from` <= '2025-02-14'")
    rows = rows.dropna(subset=[PRICE]).sort_values("from", kind="stable")
    ends = [rows[rows[PRICE] == rows[PRICE].agg(which)].iloc[0] for which in ("max", "min")]
    words = [
        f"{end['name'].split(' (')[0]} at ${f'{end[PRICE]:.2f}'.removesuffix('.00')} ({end['from']:%B %Y})"
        for end in ends
    ]
    return f"From {words[0]} to {words[1]}", "Price per million output tokens (USD, log scale); a triangle marks a cut"


def steps_of(cost, quality):
    """Return the corners of a frontier."""
    on = on_frontier(cost, quality)
    points = sorted({*zip(np.asarray(cost)[on], np.asarray(quality)[on], strict=True)})
    return np.array(points, dtype=float).T


def moved(before, after, scores, prices):
    """Return how many times cheaper and how many points better one step frontier is than another, on fine grids."""
    at, along = np.linspace(*scores, 100_001)[:-1], np.geomspace(*prices, 100_001)
    least = [cost[np.searchsorted(quality, at)] for cost, quality in (before, after)]
    most = [quality[np.searchsorted(cost, along, side="right") - 1] for cost, quality in (before, after)]
    return np.exp(np.log(least[0] / least[1]).mean()), (most[1] - most[0]).mean()


def shared(*frontiers):
    """Return the scores and the prices over which the last is compared with each of the others."""
    *before, (last_cost, last) = frontiers
    scores = max(min(q[0], last[0]) for _, q in before), min(min(q[-1], last[-1]) for _, q in before)
    prices = max(max(c[0], last_cost[0]) for c, _ in before), min(max(c[-1], last_cost[-1]) for c, _ in before)
    return scores, prices


def frontiers(*days):
    words = [f"{pd.Timestamp(day).day} {pd.Timestamp(day):%b %Y}" for day in days]
    tables = [frontier.load_models(as_of=days[-1], prices_as_of=day).dropna(subset=["elo", PRICE]) for day in days]
    found = [steps_of(table[PRICE], table["elo"]) for table in tables]
    scores, prices = shared(*found)
    (cheaper, better), step = moved(found[0], found[-1], scores, prices), shared(*found[1:])
    newer, _ = moved(found[1], found[2], *step)
    title = f"on average about {cheaper:.2g} times cheaper at equal quality, {float(f'{better:.2g}'):.0f} points better"
    title = f"From {words[0]} to {words[2]}: {title} at equal price; since {words[1]} about {newer:.2g} times cheaper"
    money = [f"${price:.2f}".removesuffix(".00") for price in prices]
    over = [f"{low:,.0f} to {high:,.0f}" for low, high in (scores, step[0])]
    means = f"means over scores of {over[0]}, and over prices of {money[0]} to {money[1]}; 95 % intervals "
    inside = r"(?P<low>[\d.]+) to (?P<high>[\d.]+) times, [\d.]+ to [\d.]+ points"
    return title, re.escape(means) + inside + re.escape(f"; since {words[1]} over {over[1]}"), cheaper


def claims(unit, what):
    table = frontier.check_claims()
    table = table[table["unit"] == unit]
    own = table["tested_on"] == "the study's own points"
    known = table["value"].notna() & table[["published_value", "published_low"]].notna().any(axis=1)
    shown = table[(known | (table["verdict"] == "cannot be tested")) & ~own]
    count = shown["verdict"].value_counts()
    parts = [f"{count.get('holds', 0)} of {len(shown)} published {what} hold on these data"]
    words = {"holds in part": "in part", "cannot be tested": "cannot be tested"}
    parts += [f"{count[verdict]} {word}" for verdict, word in words.items() if verdict in count]
    title = ", ".join(parts) + (f"; {count['does not hold']} do not" if "does not hold" in count else "")
    again = table[own]
    held = f"{(again['verdict'] == 'holds').sum()} of {len(again)} numbers come back from the study's own points"
    return title, f"each verdict follows from a stated rule; the command frontier claims prints both; {held}"


def efforts():
    runs = frontier.load_runs(benchmark="aider-polyglot")
    runs = runs.assign(
        cost=runs["cost_usd"] / runs["tasks"], shown=runs["name"] + (" (" + runs["effort"] + ")").fillna("")
    )
    runs = runs[(runs["cost"] > 0) & runs["score"].notna()].reset_index(drop=True)
    best = runs["score"].idxmax()
    rival = runs[runs["cost"] <= runs["cost"][best] / 2]["score"].idxmax()
    apart, share = runs["score"][best] - runs["score"][rival], runs["cost"][rival] / runs["cost"][best]
    on = on_frontier(runs["cost"], runs["score"]).sum()
    a, b = (re.escape(str(runs["name"][row])) + r"(?: \(\w+\))?" for row in (rival, best))
    return (
        rf"{a} is {apart:.3g} percentage points below {b} at {100 * share:.2g} % of its cost",
        f"{on} of {len(runs)} runs are on the frontier: no other run is both cheaper and better",
    )


def task_prices():
    aider, prices = frontier.load_runs(benchmark="aider-polyglot"), frontier.load_prices(price_basis=("list", "host"))
    costs = [task_cost(aider, prices, as_of=day) for day in ("run", "2026-10-08")]
    rows = costs[0].notna() & costs[1].notna()
    found = [steps_of(cost[rows], aider["score"][rows]) for cost in costs]
    scores, spent = shared(*found)
    cheaper, better = moved(*found, scores, spent)
    assert abs(np.log(cheaper)) < 0.05, "nearly the same"
    over = f"means over score of {scores[0]:.3g} to {scores[1]:.3g}, and over costs of "
    ends = [f"${float(f'{end:.2g}' if end >= 0.01 else f'{end:.1g}'):g}" for end in spent]
    inside = r"; 95 % intervals (?P<low>[\d.]+) to (?P<high>[\d.]+) times, 0 to (?P<most>[\d.]+)"
    title = (
        "From the day of the run to 8 Oct 2026: on average nearly the same cost at equal quality, no clear difference"
    )
    assert 0 <= better < 0.2
    return f"{title} at equal cost", re.escape(f"{over}{ends[0]} to {ends[1]}") + inside, cheaper


def task_ranks():
    prices = frontier.load_prices(price_basis=("list", "host"))
    table = frontier.price_reversals(frontier.load_runs(benchmark="openhands-swe-bench"), prices).table
    price, cost = table["price"].to_numpy(), table["cost"].to_numpy()
    up, more = np.sign(price - price[:, None]), np.sign(cost - cost[:, None])
    pairs, turned = (up * more != 0).sum() // 2, (up * more < 0).sum() // 2
    factor = np.where((up > 0) & (more < 0), cost[:, None] / cost, 0)
    cheap, dear = (table["model"].iloc[row] for row in np.unravel_index(factor.argmax(), factor.shape))
    title = f"{100 * turned / pairs:.0f} % of pairs of models change order when the cost of a task replaces the price"
    worst = f"{cheap} has a lower price than {dear}, and costs {factor.max():.2g} times as much a task"
    inside = r" \(95 % interval (?P<low>\d+) to (?P<high>\d+) %\); "
    return title, rf"{turned} of {pairs} pairs{inside}{re.escape(worst)}", 100 * turned / pairs


FACTS = {
    "deck": deck,
    "deck-band": lambda: band(as_of="2025-02-14", price_basis="arena"),
    "deck-classes": deck_classes,
    "newest": newest,
    "october-band": lambda: band(as_of="2026-10-08"),
    "newest-classes": newest_classes,
    "coding": coding,
    "deck-compute": compute,
    "gap": gap,
    "lag": lag,
    "deck-lag": lambda: lag(as_of="2025-02-14"),
    "price-of-gpt4": price_of_gpt4,
    "deck-prices": deck_prices,
    "deck-frontiers": lambda: frontiers("2024-02-14", "2024-08-14", "2025-02-14"),
    "frontiers": lambda: frontiers("2024-10-08", "2025-10-08", "2026-10-08"),
    "claims-months": lambda: claims("months", "lags"),
    "claims-rates": lambda: claims("times a year", "rates at which prices fell"),
    "task-ranks": task_ranks,
    "task-efforts": efforts,
    "task-prices": task_prices,
}


@pytest.mark.living
@pytest.mark.parametrize("figure", FACTS)
def test_title_and_subtitle_say_what_the_tables_say(figure):
    """Where a subtitle has an interval, it includes the estimate as it is computed here."""
    title, subtitle, *value = FACTS[figure]()
    said = published()[figure]
    assert said[0] == title or re.fullmatch(title, said[0])
    match = re.fullmatch(subtitle, said[1])
    assert said[1] == subtitle or match
    for inside in value:
        assert float(match["low"]) - 0.01 <= inside <= float(match["high"]) + 0.01


@pytest.mark.living
def test_every_figure_has_its_facts():
    assert list(FACTS) == re.findall(r'^name = "(.*)"', (ROOT / "figures" / "figures.toml").read_text(), re.MULTILINE)


@pytest.mark.living
def test_no_two_published_titles_give_one_pair_of_models_two_ratios():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    alternatives = [text for page in pages for text in re.findall(r"!\[(.*?)\]", page.read_text(encoding="utf-8"))]
    found = [
        match for text in [title for title, _ in published().values()] + alternatives if (match := PAIR.search(text))
    ]
    assert found
    said = pd.DataFrame([(SAME.get(m["a"], m["a"]), SAME.get(m["b"], m["b"]), m["share"]) for m in found])
    assert said.groupby([0, 1])[2].nunique().max() == 1, said.to_string()
