"""Which language models are worth their price, how sure we are, and how far behind open source is.

The public names, and nothing else. They are looked up on first use (PEP 562), so that ``import frontier`` reads no
file and loads neither pandas nor matplotlib.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frontier.analysis import Frontier, Mix, find_frontier, is_open, open_or_proprietary
    from frontier.catalog import (
        CatalogError,
        blended_price,
        check_models,
        load_models,
        load_prices,
        load_scores,
        load_study,
        request_cost,
        training_flop_standing,
    )
    from frontier.claims import check_claims
    from frontier.gap import Gap, Lag, gap_history, open_gap, open_lag
    from frontier.pareto import dominated_area, mixing_hull, pareto_layers, pareto_mask
    from frontier.plots import (
        INVESCO_CALLOUTS,
        plot_claims,
        plot_frontier,
        plot_frontiers,
        plot_gap,
        plot_lag,
        plot_price_records,
        plot_price_steps,
        plot_spend_change,
    )
    from frontier.report import write_report
    from frontier.trend import (
        Decline,
        Shift,
        Spend,
        frontier_shift,
        price_decline,
        price_points,
        price_records,
        spend_change,
    )
    from frontier.uncertainty import (
        Estimate,
        FrontierBand,
        attainment,
        frontier_band,
        frontier_probability,
        lead_interval,
        lead_probability,
        rank_range,
        verdicts,
        winners_curse,
    )

_HOME = {
    "frontier.analysis": ("Frontier", "Mix", "find_frontier", "is_open", "open_or_proprietary"),
    "frontier.catalog": (
        "CatalogError",
        "blended_price",
        "check_models",
        "load_models",
        "load_prices",
        "load_scores",
        "load_study",
        "request_cost",
        "training_flop_standing",
    ),
    "frontier.claims": ("check_claims",),
    "frontier.report": ("write_report",),
    "frontier.gap": ("Gap", "Lag", "gap_history", "open_gap", "open_lag"),
    "frontier.pareto": ("dominated_area", "mixing_hull", "pareto_layers", "pareto_mask"),
    "frontier.plots": (
        "INVESCO_CALLOUTS",
        "plot_claims",
        "plot_frontier",
        "plot_frontiers",
        "plot_gap",
        "plot_lag",
        "plot_price_records",
        "plot_price_steps",
        "plot_spend_change",
    ),
    "frontier.trend": (
        "Decline",
        "Shift",
        "Spend",
        "frontier_shift",
        "price_decline",
        "price_points",
        "price_records",
        "spend_change",
    ),
    "frontier.uncertainty": (
        "Estimate",
        "FrontierBand",
        "attainment",
        "frontier_band",
        "frontier_probability",
        "lead_interval",
        "lead_probability",
        "rank_range",
        "verdicts",
        "winners_curse",
    ),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "INVESCO_CALLOUTS",
    "CatalogError",
    "Decline",
    "Estimate",
    "Frontier",
    "FrontierBand",
    "Gap",
    "Lag",
    "Mix",
    "Shift",
    "Spend",
    "attainment",
    "blended_price",
    "check_claims",
    "check_models",
    "dominated_area",
    "find_frontier",
    "frontier_band",
    "frontier_probability",
    "frontier_shift",
    "gap_history",
    "is_open",
    "lead_interval",
    "lead_probability",
    "load_models",
    "load_prices",
    "load_scores",
    "load_study",
    "mixing_hull",
    "open_gap",
    "open_lag",
    "open_or_proprietary",
    "pareto_layers",
    "pareto_mask",
    "plot_claims",
    "plot_frontier",
    "plot_frontiers",
    "plot_gap",
    "plot_lag",
    "plot_price_records",
    "plot_price_steps",
    "plot_spend_change",
    "price_decline",
    "price_points",
    "price_records",
    "rank_range",
    "request_cost",
    "spend_change",
    "training_flop_standing",
    "verdicts",
    "winners_curse",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'frontier' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULE_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
