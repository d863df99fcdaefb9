"""The formats of price lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from frontier.feeds.records import Rows, Shape, columns_of, day_of, fields, no_bool, plain, rows_have
from frontier.feeds.sellers import sold_as

_TEXT_MODES = ("chat", "completion", "responses")


def price_of(name: Any, rates: Any, provider: Any, *, per: float | None = None, **about: Any) -> dict[str, Any]:
    """Return a price per million tokens: of a model, as a list calls it, from its seller."""
    amounts = fields(rates, **columns_of("price"))
    if per is not None:
        amounts = {column: _times(value, per) for column, value in amounts.items()}
    basis = {} if "basis" in about else {"basis": sold_as(provider, str(name))}
    return {"name": name, "provider": provider, **amounts, **basis, **about}


def _times(value: object, per: float) -> float | None:
    value = no_bool(value)
    return None if value is None else float(f"{float(value) * per:.10g}")  # type: ignore[arg-type]


def _arena_price(row: Any) -> Rows:
    """Read the Arena's own tables, whose key of the model changed: model_key, then model_api_name."""
    if plain(row.get("output_token_price")) is not None:
        about = fields(row, name="model_api_name|model_key", source="price_source|source", organization="organization")
        yield price_of(rates=row, provider=None, basis="arena", **about)


def _litellm_price(item: Any) -> Rows:
    name, row = item
    if name == "sample_spec" or not isinstance(row, Mapping) or row.get("mode", "chat") not in _TEXT_MODES:
        return
    seller = row.get("litellm_provider") or (name.partition("/")[0] if "/" in name else None)
    flat = [row] if row.get("output_cost_per_token") is not None else []
    for rates in _shortest([*flat, *_shortest(row.get("tiered_pricing"))]) or [row]:
        yield price_of(name, rates, seller, per=1e6, source=row.get("source"))


def _modelsdev_price(item: Any) -> Rows:
    (provider, doc), name, row = item
    cost = row.get("cost") or {}
    about = {"open_weights": row.get("open_weights"), "released": day_of(row.get("release_date")), "source": doc}
    for rates in ([] if cost.get("output") is not None else _shortest(cost.get("tiers"))) or [cost]:
        yield price_of(name, rates, provider, **about)


def _openrouter_price(row: Any) -> Rows:
    pricing = row.get("pricing") or {}
    open_weights = True if row.get("hugging_face_id") else None
    for rates in _shortest(pricing) if isinstance(pricing, list) else [pricing]:
        yield price_of(row.get("id"), rates, "openrouter", per=1e6, basis="host", open_weights=open_weights)


def _llm_price(item: Any) -> Rows:
    vendor, model = item
    for rates in model.get("price_history") or [model]:
        days: dict[str, Any] = {"start": day_of(rates.get("from_date")), "until": day_of(rates.get("to_date"))}
        yield price_of(model.get("id"), rates, vendor or model.get("vendor"), **days)


def _model_price(item: Any) -> Rows:
    provider, name, modes = item
    # a model that has other modes only is named as one without a price
    steps = [step for step in modes.get("standard") or [] if step.get("rates")] or [{"rates": {}}]
    for step, following in zip(steps, [*steps[1:], {}], strict=True):
        rates = step["rates"]
        days: dict[str, Any] = {
            "start": day_of(step.get("start") or rates.get("valid_from")),
            "until": day_of(following.get("start")),
        }
        yield price_of(name, rates, provider, source=rates.get("source"), **days)


def _genai_price(item: Any) -> Rows:
    provider, _, model = item
    prices = model.get("prices")
    hourly, always = list[Any](), list[Any]()
    for step in prices if isinstance(prices, list) else [{"prices": prices}]:
        (hourly if "start_time" in (step.get("constraint") or {}) else always).append(step)
    # where the price depends on the hour, the higher one is the standard rate, and the other a discount
    costlier = bool(hourly) and (not always or _output(hourly[0]) > _output(always[-1]))
    for step in hourly[:1] if costlier else always:
        rates = {column: _tier(rate) for column, rate in (step.get("prices") or {}).items()}
        start = day_of((step.get("constraint") or {}).get("start_date"))
        yield price_of(model.get("id"), rates, provider, start=start)


def _output(step: Any) -> float:
    return float(_tier((step.get("prices") or {}).get("output_mtok")) or 0)


def _models_of(providers: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any, Any]]:
    """Return each model of each provider: who it is, the model's key, and what is said of it."""
    for provider, models in providers:
        if isinstance(models, Mapping | list):
            for name, row in models.items() if isinstance(models, Mapping) else enumerate(models):
                yield provider, name, row


def _modelsdev_items(content: Any) -> Iterator[tuple[Any, Any, Any]]:
    providers = ((name, about) for name, about in content.items() if isinstance(about, Mapping))
    return _models_of(((name, about.get("doc")), about.get("models")) for name, about in providers)


def _genai_items(content: Any) -> Iterator[tuple[Any, Any, Any]]:
    return _models_of((about.get("id"), about.get("models")) for about in content if isinstance(about, Mapping))


def _tier(rate: Any) -> Any:
    """Return the price of the shortest context, where it depends on it."""
    if not isinstance(rate, Mapping):
        return rate
    tiers = [] if rate.get("base") is not None else _shortest(rate.get("tiers"))
    return tiers[0].get("price") if len(tiers) == 1 else rate.get("base")


def _shortest(tiers: Any) -> list[Any]:
    """Return the tiers of the shortest context: one, or several that cannot be distinguished."""
    from_of = [(_begins(tier), tier) for tier in tiers or () if isinstance(tier, Mapping)]
    least = min((begin for begin, _ in from_of), default=0.0)
    return [tier for begin, tier in from_of if begin == least]


def _begins(tier: Any) -> float:
    """Return from how many tokens of context a tier holds, as the lists write it; 0 where it does not say."""
    bound = fields(tier, start="range|context|tier|min_context|start|min")["start"]
    if isinstance(bound, Mapping):
        bound = fields(bound, start="min|size|start")["start"]
    return float((bound[0] if isinstance(bound, list) else bound) or 0)


def _has_cost(content: Any) -> bool:
    rows = (row for row in content.values() if isinstance(row, Mapping))
    return any(name.endswith("cost_per_token") or name == "tiered_pricing" for row in rows for name in row)


PRICE_LISTS = {
    "arena-prices": Shape(
        "the Arena's price tables (CSV or JSON with input_token_price and output_token_price)",
        lambda c: rows_have(c, "model_key|model_api_name", "input_token_price", "output_token_price"),
        prices=(lambda c: c, _arena_price),
    ),
    "model-prices": Shape(
        "model-prices' snapshot (prices by provider, model and mode, dated)",
        lambda c: isinstance(c["prices"], dict) and "updated_at" in c,
        prices=(lambda c: _models_of(c["prices"].items()), _model_price),
        as_of=lambda c: c.get("updated_at"),
    ),
    "llm-prices": Shape(
        "llm-prices (vendor with models and their price_history, or its list of prices)",
        lambda c: (
            ("vendor" in c and "price_history" in c["models"][0])
            or (isinstance(c["prices"], list) and "vendor" in c["prices"][0])
        ),
        prices=(lambda c: ((c.get("vendor"), row) for row in c.get("models") or c["prices"]), _llm_price),
        as_of=lambda c: c.get("updated_at"),
    ),
    "openrouter": Shape(
        "OpenRouter's /api/v1/models (data with pricing.prompt, USD per token)",
        lambda c: "pricing" in c["data"][0],
        prices=(lambda c: c["data"], _openrouter_price),
    ),
    "genai-prices": Shape(
        "genai-prices' data (a list of providers with models and input_mtok)",
        lambda c: "models" in c[0] and "prices" in c[0]["models"][0],
        prices=(_genai_items, _genai_price),
    ),
    "litellm": Shape(
        "LiteLLM's model_prices_and_context_window.json (USD per token)",
        lambda c: isinstance(c, dict) and ("sample_spec" in c or _has_cost(c)),
        prices=(lambda c: c.items(), _litellm_price),
    ),
    "models.dev": Shape(
        "models.dev's api.json (providers with models and cost, USD per million)",
        lambda c: any("cost" in row for *_, row in _modelsdev_items(c)),
        prices=(_modelsdev_items, _modelsdev_price),
    ),
}
