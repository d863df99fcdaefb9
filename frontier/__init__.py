"""Which language models are worth their price, how sure we are, and how far behind open source is.

The public names, and nothing else. They are looked up on first use (PEP 562), so that ``import frontier`` reads no
file and loads neither pandas nor matplotlib. ``__init__.pyi`` declares them for type checkers.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {
    "claims.check": "check_claims",
    "core.dominance": "pareto_mask",
    "core.estimate": "Estimate",
    "core.probability": "frontier_probability",
    "data.check": "check_models",
    "data.reader": "CatalogError",
    "data.runs": "load_runs",
    "data.tables": "load_models load_prices load_scores load_study",
    "frames.costs": "blended_price request_cost",
    "frames.frontier": "Frontier find_frontier",
    "frames.gap": "gap_history open_gap",
    "frames.lag": "open_lag",
    "frames.openness": "is_open openness_class",
    "frames.prices": "price_decline price_points price_records",
    "frames.runs": "price_reversals run_frontier task_cost",
    "frames.shift": "frontier_shift frontier_shifts",
    "frames.votes": "fit_ratings",
    "plots.claims": "plot_claims",
    "plots.frontier": "plot_frontier plot_frontiers",
    "plots.gap": "plot_gap plot_lag",
    "plots.prices": "plot_price_records plot_price_steps",
    "plots.theme": "save_figure",
    "report.page": "write_report",
    "words.headlines": "headline summary",
}
_MODULE_OF = {name: f"frontier.{module}" for module, names in _PUBLIC.items() for name in names.split()}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("llm-frontier")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'frontier' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULE_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__
