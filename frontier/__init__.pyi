"""The public names, for type checkers: the same as in ``__init__.py``."""

from frontier.claims.check import check_claims as check_claims
from frontier.core.bands import FrontierBand as FrontierBand
from frontier.core.bands import attainment as attainment
from frontier.core.bands import frontier_band as frontier_band
from frontier.core.bands import rank_range as rank_range
from frontier.core.bands import verdicts as verdicts
from frontier.core.bands import winners_curse as winners_curse
from frontier.core.dominance import dominated_area as dominated_area
from frontier.core.dominance import mixing_hull as mixing_hull
from frontier.core.dominance import pareto_layers as pareto_layers
from frontier.core.dominance import pareto_mask as pareto_mask
from frontier.core.estimate import Estimate as Estimate
from frontier.core.lead import lead_interval as lead_interval
from frontier.core.lead import lead_probability as lead_probability
from frontier.core.probability import frontier_probability as frontier_probability
from frontier.data.check import check_models as check_models
from frontier.data.parse import CatalogError as CatalogError
from frontier.data.tables import load_models as load_models
from frontier.data.tables import load_prices as load_prices
from frontier.data.tables import load_scores as load_scores
from frontier.data.tables import load_study as load_study
from frontier.frames.costs import blended_price as blended_price
from frontier.frames.costs import request_cost as request_cost
from frontier.frames.frontier import Frontier as Frontier
from frontier.frames.frontier import Mixture as Mixture
from frontier.frames.frontier import find_frontier as find_frontier
from frontier.frames.gap import Gap as Gap
from frontier.frames.gap import gap_history as gap_history
from frontier.frames.gap import open_gap as open_gap
from frontier.frames.lag import Lag as Lag
from frontier.frames.lag import open_lag as open_lag
from frontier.frames.openness import is_open as is_open
from frontier.frames.openness import openness_class as openness_class
from frontier.frames.prices import Decline as Decline
from frontier.frames.prices import Spend as Spend
from frontier.frames.prices import price_decline as price_decline
from frontier.frames.prices import price_points as price_points
from frontier.frames.prices import price_records as price_records
from frontier.frames.prices import spend_change as spend_change
from frontier.frames.shift import Shift as Shift
from frontier.frames.shift import frontier_shift as frontier_shift
from frontier.plots.claims import plot_claims as plot_claims
from frontier.plots.frontier import plot_frontier as plot_frontier
from frontier.plots.frontier import plot_frontiers as plot_frontiers
from frontier.plots.gap import plot_gap as plot_gap
from frontier.plots.lag import plot_lag as plot_lag
from frontier.plots.prices import plot_price_records as plot_price_records
from frontier.plots.prices import plot_price_steps as plot_price_steps
from frontier.plots.prices import plot_spend_change as plot_spend_change
from frontier.plots.theme import INVESCO_CALLOUTS as INVESCO_CALLOUTS
from frontier.report.page import write_report as write_report

__all__ = [
    "INVESCO_CALLOUTS",
    "CatalogError",
    "Decline",
    "Estimate",
    "Frontier",
    "FrontierBand",
    "Gap",
    "Lag",
    "Mixture",
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
    "openness_class",
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
    "verdicts",
    "winners_curse",
    "write_report",
]
