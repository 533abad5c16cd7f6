"""Figures: each draws a result frame on matplotlib axes and computes nothing."""

from npsanalysis.figures.comments import plot_statements
from npsanalysis.figures.scores import plot_distribution, plot_estimates
from npsanalysis.figures.style import alt_text, show

__all__ = ["alt_text", "plot_distribution", "plot_estimates", "plot_statements", "show"]
