"""How a draft came about, for programs that read it and for whoever wants the same draft again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from cjm_research.i18n import N_
from cjm_research.model import Coding
from cjm_research.personas.blocks import ATTRIBUTE, RATING
from cjm_research.personas.compared import Comparison
from cjm_research.personas.given import Difference
from cjm_research.personas.grouping import Grouping
from cjm_research.personas.large_n import ManyGroups

_FEATURES = N_(
    "number of answers that tell of channels, of channels in their stages and of other codes in their stages, as "
    "log2(1 + n), double-centred, the three alike in weight"
)
_CLUSTERING = N_(
    "Ward clustering of resamples, each of 80% of the people and 70% of the codes; average linkage on how "
    "often two people fall together; then everybody moves to the nearest centre in the directions that tell most"
)
_SHUFFLED = N_(
    "tables in which two people at a time exchange what they told: every code stays as common and everybody nearly as "
    "talkative"
)
_CLUSTERING_OF_MANY = N_(
    "Ward clustering of resamples in random samples of the people tells how many groups there are; k-means puts "
    "everybody into them, halves of everybody tell how firmly"
)
_DEALT_OUT = N_("people dealt out at random to groups of these sizes")
_LIBRARIES = ("numpy", "scikit-learn", "scipy")


def method_of(
    grouping: Grouping | None,
    comparison: Comparison,
    codings: Sequence[Coding],
    *,
    group: str,
    k_chosen_by: str,
    k_found: int,
    seed: int,
    difference: Difference | None = None,
) -> dict[str, Any]:
    """Keys and values are English for programs that read them; a report translates them where it shows them.

    `k_chosen_by` is "data", "researcher", "attribute:NAME" or "hand"; `k_found` is what the data speak for, 1 for no
    groups; `data_sha256` tells whether the codings that count are the same. The p value of groups that somebody made is
    that of their own test.
    """
    method: dict[str, Any] = {
        "group": group,
        "n_codings": len(codings),
        "n_codes": comparison.table.shape[1],
        "seed": seed,
        "k_chosen_by": k_chosen_by,
        "k_found": k_found,
        "data_sha256": _fingerprint(codings),
        "versions": {name: version(name) for name in _LIBRARIES},
    }
    if besides := [str(name) for name in comparison.table.columns if str(name).startswith((ATTRIBUTE, RATING))]:
        method["compared_besides"] = besides
    method |= _clustering(grouping) if grouping is not None else {}
    if difference is not None:
        method |= {
            "null_model": _DEALT_OUT,
            "p_value": difference.p_value,
            "share_of_differences": difference.share,
            "share_by_chance": difference.by_chance,
        }
    return method


def _clustering(grouping: Grouping) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "features": _FEATURES,
        "clustering": _CLUSTERING_OF_MANY if isinstance(grouping.chosen, ManyGroups) else _CLUSTERING,
        "null_model": _SHUFFLED,
        "p_value": round(grouping.p_value, 4),
        "scores": {str(number): score for number, score in grouping.scores.items()},
    }
    if grouping.chosen is not None:
        figures["agreement_of_methods"] = dict(grouping.methods)
    return figures


def _fingerprint(codings: Sequence[Coding]) -> str:
    lines = (
        "\t".join(
            map(str, (c.participant, *c.place, c.code, c.stage or "", c.valence if c.valence is not None else ""))
        )
        for c in codings
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
