"""The public names, for type checkers: the same as in ``__init__.py``."""

from frontier.claims.check import check_claims as check_claims
from frontier.core.dominance import pareto_mask as pareto_mask
from frontier.core.estimate import Estimate as Estimate
from frontier.core.probability import frontier_probability as frontier_probability
from frontier.data.check import check_models as check_models
from frontier.data.reader import CatalogError as CatalogError
from frontier.data.runs import load_runs as load_runs
from frontier.data.tables import load_models as load_models
from frontier.data.tables import load_prices as load_prices
from frontier.data.tables import load_scores as load_scores
from frontier.data.tables import load_study as load_study
from frontier.frames.costs import blended_price as blended_price
from frontier.frames.costs import request_cost as request_cost
from frontier.frames.frontier import Frontier as Frontier
from frontier.frames.frontier import find_frontier as find_frontier
from frontier.frames.gap import gap_history as gap_history
from frontier.frames.gap import open_gap as open_gap
from frontier.frames.lag import open_lag as open_lag
from frontier.frames.openness import is_open as is_open
from frontier.frames.openness import openness_class as openness_class
from frontier.frames.prices import price_decline as price_decline
from frontier.frames.prices import price_points as price_points
from frontier.frames.prices import price_records as price_records
from frontier.frames.runs import price_reversals as price_reversals
from frontier.frames.runs import run_frontier as run_frontier
from frontier.frames.runs import task_cost as task_cost
from frontier.frames.shift import frontier_shift as frontier_shift
from frontier.frames.shift import frontier_shifts as frontier_shifts
from frontier.frames.votes import fit_ratings as fit_ratings
from frontier.plots.claims import plot_claims as plot_claims
from frontier.plots.frontier import plot_frontier as plot_frontier
from frontier.plots.frontier import plot_frontiers as plot_frontiers
from frontier.plots.gap import plot_gap as plot_gap
from frontier.plots.gap import plot_lag as plot_lag
from frontier.plots.prices import plot_price_records as plot_price_records
from frontier.plots.prices import plot_price_steps as plot_price_steps
from frontier.plots.theme import save_figure as save_figure
from frontier.report.page import write_report as write_report
from frontier.words.headlines import headline as headline
from frontier.words.headlines import summary as summary

__version__: str
