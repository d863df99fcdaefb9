"""Which rule for the price of hosted open weights is the most stable: the comparison behind the default of ``hosts=``.

Run ``python benchmarks/hosts.py [models.csv or its folder]``. For each rule it counts, over all days of the boards that
the Arena showed: jumps of a model's hosted price by more than a factor of two from one day to the next although no host
that sold it on both days changed its price; the members of the frontiers whose place hangs on one host (without its
offer, at the next cheapest one, the model is dominated or has no price); and the published gap on two days.
``newest row`` is what the table did before it kept several hosts: the newest row replaces the one before it, whoever
sells, and of one day the first host counts.
"""

import datetime as dt
import sys
from itertools import pairwise

import numpy as np

import frontier
from frontier.data.check import load_catalog
from frontier.data.offers import price_steps, prices_in_force
from frontier.feeds.sellers import host_order

RULES = ("stay", "fixed", "cheapest", "newest row")
OUTPUT = "output_usd_per_mtok"
JUMP = 2


def one_seller(rows):
    """Return hosted rows as of one seller: of one day the first host's, and none of an earlier one beside it."""
    by_order = sorted(rows, key=lambda row: -host_order(row.host))
    first = {(row.model, row.price_basis, row.from_): row for row in by_order}
    return [row._replace(host=None) for row in first.values()]


def live_offers(rows, day):
    """Return the output price of each live host of each model on a day."""
    newest = {(row.model, row.host): row for row in sorted(rows, key=lambda row: row.from_) if row.from_ <= day}
    live = {}
    for (model, host), row in newest.items():
        if row.until is None or row.until > day:
            live.setdefault(model, {})[host] = row.output_usd_per_mtok
    return live


def priced(models, chosen):
    """Return models with the prices of a rule."""
    return models.assign(**{OUTPUT: [getattr(chosen.get(m), OUTPUT, np.nan) for m in models["model"]]})


def members(models):
    """Return the models of a frontier."""
    return set(frontier.find_frontier(models, uncertainty=False).members["model"])


def hanging(models, chosen, live):
    """Return the hosted members of a frontier that are none without the offer of their host."""
    found = []
    hosted = {model for model in members(models) if chosen[model].price_basis == "host"}
    for model in hosted:
        price = getattr(chosen[model], OUTPUT)
        offers = sorted(live.get(model, {}).values())
        offers.remove(price) if price in offers else None
        other = models.assign(**{OUTPUT: models[OUTPUT].where(models["model"] != model, min(offers, default=np.nan))})
        found += [model] if model not in members(other) else []
    return found, hosted


def main() -> None:
    """Print the table."""
    path = sys.argv[1] if len(sys.argv) > 1 else None
    catalog = load_catalog(path)
    rows = catalog.all_prices
    hosts = [row for row in rows if row.price_basis == "host"]
    boards = {day.date(): models for day, models in frontier.load_scores(path).groupby("date")}
    days = sorted(boards)
    live = {day: live_offers(hosts, day) for day in days}
    last = live[days[-1]].values()
    several = f"{sum(len(offers) > 1 for offers in last)} of {len(last)} hosted models have several hosts"
    print(f"{len(days)} days; {len(hosts)} hosted prices; on the last day {several}")
    print("| rule | jumps over 2x | hosted members | hang on one host | price ratio, score at price: deck | newest |")
    print("|---|---|---|---|---|---|")
    for rule in RULES:
        steps = price_steps(one_seller(rows) if rule == "newest row" else rows, "fixed" if "row" in rule else rule)
        chosen = {day: prices_in_force(steps, day, ("list", "host")) for day in days}
        jumps = [
            f"{before} {model}"
            for before, after in pairwise(days)
            for model, row in chosen[before].items()
            if row.price_basis == "host" and (new := chosen[after].get(model)) and new.price_basis == "host"
            if not 1 / JUMP <= getattr(new, OUTPUT) / getattr(row, OUTPUT) <= JUMP
            if all(live[after][model].get(host, price) == price for host, price in live[before].get(model, {}).items())
        ]
        alone, hosted = zip(*(hanging(priced(boards[d], chosen[d]), chosen[d], live[d]) for d in days), strict=True)
        gaps = []
        for day in (dt.date(2025, 2, 14), days[-1]):
            gap = frontier.open_gap(priced(boards[day], chosen[day]), draws=200)
            gaps.append(f"{gap.price_ratio.value:.2f}, {gap.score_at_price.value:+.1f}")
        counts = [len(jumps), sum(map(len, hosted)), sum(map(len, alone))]
        print(f"| {rule} | {' | '.join(map(str, [*counts, *gaps]))} |")
        print("\n".join(f"  {jump}" for jump in jumps) if "-v" in sys.argv else "", end="")


if __name__ == "__main__":
    main()
