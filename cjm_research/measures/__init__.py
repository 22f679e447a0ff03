"""LAYER 2 - the numbers of the field: shares with intervals, means over people, scale changes."""

from cjm_research.measures.discovery import discovery_of_counts, discovery_of_table, found_share, people_for_share
from cjm_research.measures.intervals import bootstrap_mean, count_of, wilson
from cjm_research.measures.richness import richness_of_counts, richness_of_table
from cjm_research.measures.sample_size import chance_of_meeting, people_needed, sample_plan
from cjm_research.measures.saturation import base_run
from cjm_research.measures.scales import percent_of_maximum, rating_of_valence

__all__ = [
    "base_run",
    "bootstrap_mean",
    "chance_of_meeting",
    "count_of",
    "discovery_of_counts",
    "discovery_of_table",
    "found_share",
    "people_for_share",
    "people_needed",
    "percent_of_maximum",
    "rating_of_valence",
    "richness_of_counts",
    "richness_of_table",
    "sample_plan",
    "wilson",
]
