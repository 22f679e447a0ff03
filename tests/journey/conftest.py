import pytest

from cjm_research.journey import build_journey_map
from cjm_research.model import Coding


@pytest.fixture
def coding():
    """A coding made by hand."""

    def make(who, kind, label=None, *, stage="purchase", valence=None, quote="some words here", u=1, start=0, **more):
        values = {"coder": "ann", "status": "confirmed", "transcript": who}
        return Coding(
            guid=f"{who}.{kind}.{label}.{stage}.{u}.{start}.{quote}", participant=who, utterance=u, start=start,
            end=start + len(quote), quote=quote, kind=kind, label=label, valence=valence, stage=stage,
            **{**values, **more},
        )  # fmt: skip

    return make


@pytest.fixture
def journey():
    """A map of people a, b and c."""

    def make(codings, people=("a", "b", "c"), **options):
        values = {"key": "all", "title": "All", "actor": "everybody", "groups": ["customer"], "basis": "confirmed"}
        return build_journey_map(codings, participants=people, **{**values, **options})

    return make
