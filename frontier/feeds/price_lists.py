"""The formats of price lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from frontier.feeds.leaderboards import _day, _million
from frontier.feeds.records import _ABSURD, _TINY, _WRONG, FeedProblem, PriceRecord, Rows, _plain
from frontier.feeds.sellers import sold_as


def _as_far_as_it_goes(
    items: Callable[[Any], Iterable[Any]], content: Any, problems: list[FeedProblem]
) -> Iterator[Any]:
    try:
        yield from items(content)
    except _WRONG as error:
        problems.append(FeedProblem("what follows", f"cannot be read: {error}"))


def _is_a_price(price: PriceRecord, problems: list[FeedProblem]) -> bool:
    """Tell whether a price may be written; name one that may not."""
    output, cost = price.output_usd_per_mtok, price.input_usd_per_mtok
    parts = [part for part in (output, cost, price.cached_input_usd_per_mtok) if part is not None]
    if output is None:
        why = "has no price" if cost is None else "has no output price"
    elif min(output, cost or output) < 0:
        why = "has a price below zero, which is none"
    elif output <= 0 or (cost is not None and cost <= 0):
        why = "has a price of zero or less: a free tier or preview is not a price"
    elif max(parts) > _ABSURD or output < _TINY:
        odd = max(parts) if max(parts) > _ABSURD else output
        why = f"has a price of {odd:,.6g} USD per million tokens, which is a slip of the unit"
    else:
        return True
    problems.append(FeedProblem(price.name, why))
    return False


def _page_price(row: Any) -> Rows:
    if row.get("price_completion") is not None:
        yield (
            str(row.get("model")),
            {
                "name": row.get("model"),
                "input_usd_per_mtok": row.get("price_prompt"),
                "output_usd_per_mtok": row.get("price_completion"),
                "basis": "unverified",
                "organization": row.get("vendor"),
            },
        )


def _arena_price(row: Any) -> Rows:
    """Read the Arena's own tables, whose key of the model changed: model_key, then model_api_name."""
    name = row.get("model_api_name", row.get("model_key"))
    if _plain(row.get("output_token_price")) is not None:
        yield (
            str(name),
            {
                "name": name,
                "input_usd_per_mtok": row.get("input_token_price"),
                "output_usd_per_mtok": row.get("output_token_price"),
                "basis": "arena",
                "source": row.get("price_source", row.get("source")),
                "organization": row.get("organization"),
            },
        )


def _litellm_price(item: Any) -> Rows:
    name, row = item
    if name == "sample_spec" or not isinstance(row, Mapping) or row.get("mode", "chat") not in _TEXT_MODES:
        return
    provider = row.get("litellm_provider") or (name.partition("/")[0] if "/" in name else None)
    flat = [row] if row.get("output_cost_per_token") is not None else []
    for rates in _shortest([*flat, *_shortest(row.get("tiered_pricing"))]) or [row]:
        yield (
            name,
            {
                "name": name,
                "input_usd_per_mtok": _million(rates.get("input_cost_per_token"), 1e6),
                "cached_input_usd_per_mtok": _million(rates.get("cache_read_input_token_cost"), 1e6),
                "output_usd_per_mtok": _million(rates.get("output_cost_per_token"), 1e6),
                "provider": provider,
                "basis": sold_as(provider, name),
                "source": row.get("source"),
            },
        )


def _modelsdev_price(item: Any) -> Rows:
    provider, doc, name, row = item
    cost = row.get("cost") or {}
    for rates in ([] if cost.get("output") is not None else _shortest(cost.get("tiers"))) or [cost]:
        yield (
            f"{provider}: {name}",
            {
                "name": name,
                "input_usd_per_mtok": rates.get("input"),
                "cached_input_usd_per_mtok": rates.get("cache_read"),
                "output_usd_per_mtok": rates.get("output"),
                "provider": provider,
                "basis": sold_as(provider, name),
                "source": doc,
                "open_weights": row.get("open_weights"),
                "released": _day(row.get("release_date")),
            },
        )


def _modelsdev_items(content: Any) -> Iterator[Any]:
    for provider, about in content.items():
        models = about.get("models") if isinstance(about, Mapping) else None
        for name, row in (models if isinstance(models, Mapping) else {}).items():
            yield provider, about.get("doc"), name, row


def _openrouter_price(row: Any) -> Rows:
    told = row.get("pricing") or {}
    for pricing in _shortest(told) if isinstance(told, list) else [told]:
        yield (
            str(row.get("id")),
            {
                "name": row.get("id"),
                "input_usd_per_mtok": _million(pricing.get("prompt"), 1e6),
                "cached_input_usd_per_mtok": _million(pricing.get("input_cache_read"), 1e6),
                "output_usd_per_mtok": _million(pricing.get("completion"), 1e6),
                "provider": "openrouter",
                "basis": "host",
                "open_weights": True if row.get("hugging_face_id") else None,
            },
        )


def _llm_price(item: Any) -> Rows:
    vendor, model = item
    for price in model.get("price_history") or [model]:
        yield (
            str(model.get("id")),
            {
                "name": model.get("id"),
                "input_usd_per_mtok": price.get("input"),
                "cached_input_usd_per_mtok": price.get("input_cached"),
                "output_usd_per_mtok": price.get("output"),
                "provider": vendor or model.get("vendor"),
                "basis": sold_as(vendor or model.get("vendor"), str(model.get("id"))),
                "start": _day(price.get("from_date")),
                "until": _day(price.get("to_date")),
            },
        )


def _model_price(item: Any) -> Rows:
    provider, name, modes = item
    # a model that has other modes only is named as one without a price
    steps = [step for step in modes.get("standard") or [] if step.get("rates")] or [{"rates": {}}]
    for step, following in zip(steps, [*steps[1:], {}], strict=True):
        rates = step["rates"]
        yield (
            f"{provider}: {name}",
            {
                "name": name,
                "input_usd_per_mtok": rates.get("input"),
                "cached_input_usd_per_mtok": rates.get("cache_read"),
                "output_usd_per_mtok": rates.get("output"),
                "provider": provider,
                "basis": sold_as(provider, name),
                "start": _day(step.get("start") or rates.get("valid_from")),
                "until": _day(following.get("start")),
                "source": rates.get("source"),
            },
        )


def _model_items(content: Any) -> Iterator[Any]:
    for provider, models in content["prices"].items():
        for name, modes in (models if isinstance(models, Mapping) else {}).items():
            yield provider, name, modes


def _genai_price(item: Any) -> Rows:
    provider, model = item
    prices = model.get("prices")
    steps = prices if isinstance(prices, list) else [{"prices": prices}]
    hourly, always = list[Any](), list[Any]()
    for step in steps:
        (hourly if "start_time" in (step.get("constraint") or {}) else always).append(step)
    # where the price depends on the hour, the dearer is the standard rate, and the other a discount
    dearer = bool(hourly) and (not always or _output(hourly[0]) > _output(always[-1]))
    for step in hourly[:1] if dearer else always:
        rates, limit = step.get("prices") or {}, step.get("constraint") or {}
        yield (
            f"{provider}: {model.get('id')}",
            {
                "name": model.get("id"),
                "input_usd_per_mtok": _tier(rates.get("input_mtok")),
                "cached_input_usd_per_mtok": _tier(rates.get("cache_read_mtok")),
                "output_usd_per_mtok": _tier(rates.get("output_mtok")),
                "provider": provider,
                "basis": sold_as(provider, str(model.get("id"))),
                "start": _day(limit.get("start_date")),
            },
        )


def _output(step: Any) -> float:
    return float(_tier((step.get("prices") or {}).get("output_mtok")) or 0)


def _genai_items(content: Any) -> Iterator[Any]:
    for provider in content:
        models = provider.get("models") if isinstance(provider, Mapping) else None
        for model in models if isinstance(models, list) else []:
            yield provider.get("id"), model


def _tier(rate: Any) -> Any:
    """Return the price of the shortest context, where it depends on it."""
    if not isinstance(rate, Mapping):
        return rate
    tiers = [] if rate.get("base") is not None else _shortest(rate.get("tiers"))
    return tiers[0].get("price") if len(tiers) == 1 else rate.get("base")


def _shortest(tiers: Any) -> list[Any]:
    """Return the tiers of the shortest context: one, or several that cannot be told apart."""
    from_of = [(_begins(tier), tier) for tier in tiers or () if isinstance(tier, Mapping)]
    least = min((begin for begin, _ in from_of), default=0.0)
    return [tier for begin, tier in from_of if begin == least]


def _begins(tier: Any) -> float:
    """Return from how many tokens of context a tier holds, as the lists write it; 0 where it does not say."""
    bound = next(
        (tier[name] for name in ("range", "context", "tier", "min_context", "start", "min") if name in tier), 0
    )
    if isinstance(bound, Mapping):
        bound = next((bound[name] for name in ("min", "size", "start") if name in bound), 0)
    elif isinstance(bound, list):
        bound = bound[0]
    return float(bound or 0)


_TEXT_MODES = ("chat", "completion", "responses")


def _rows_have(content: Any, *columns: str) -> bool:
    """Tell whether content is a table whose first row has one of each of these columns, alternatives by |."""
    first = content[0] if isinstance(content, list) and content and isinstance(content[0], Mapping) else {}
    return bool(first) and all(any(name in first for name in column.split("|")) for column in columns)


def _has_cost(row: Any) -> bool:
    return isinstance(row, Mapping) and any(
        str(name).endswith("cost_per_token") or name == "tiered_pricing" for name in row
    )
