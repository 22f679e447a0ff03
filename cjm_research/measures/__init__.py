"""LAYER 2 - the numbers of the field: shares with intervals, means over people, scale changes."""

from cjm_research.measures.intervals import bootstrap_mean, count_of, wilson
from cjm_research.measures.scales import percent_of_maximum, rating_of_valence

__all__ = ["bootstrap_mean", "count_of", "percent_of_maximum", "rating_of_valence", "wilson"]
