"""What charts are drawn of: one small map, pains and personas, with words in three languages."""

from __future__ import annotations

import pytest

from cjm_research.coding import codings_of
from cjm_research.journey import build_journey_map
from cjm_research.model import (
    Count,
    Evidence,
    Persona,
    PersonaDraft,
    Statement,
    Transcript,
    TranscriptCoding,
    Utterance,
)
from cjm_research.model.journey import RankedPain

WORDS = {
    "en": "They kept me on hold for an hour",
    "pl": "Żółć mnie zalała, łącze zerwało się",
    "ru": "Ёлки-палки, ждал целый час",
}


@pytest.fixture(params=sorted(WORDS))
def words(request):
    """Words of a person in each of the three languages, in tests that look for them."""
    return WORDS[request.param]


def interview(number, text):
    kinds = (("pain_point", None, None), ("touchpoint", "phone", -1), ("emotion", "anger", -2))
    return Transcript(
        id=f"t{number}",
        utterances=(Utterance(text=text),),
        codings=tuple(
            TranscriptCoding(u=0, quote=text, kind=kind, label=label, valence=valence, stage="purchase")
            for kind, label, valence in kinds
        ),
    )


@pytest.fixture
def codings():
    """The same trouble told by four people."""
    return [coding for i in range(4) for coding in codings_of(interview(i, WORDS["ru"]))]


@pytest.fixture
def journey_map(codings):
    """The map of the four and of a fifth who told nothing."""
    people = sorted({c.participant for c in codings} | {"t9"})
    return build_journey_map(
        codings, key="all", title="All & everybody", actor="everybody", participants=people, basis="confirmed"
    )


@pytest.fixture
def pains():
    """Two ranked pains, one of which stopped somebody."""
    return pains_of(WORDS["pl"])


@pytest.fixture
def spoken_pains(words):
    """The same with words in each language."""
    return pains_of(words)


def pains_of(words):
    common = {"count": Count(k=4, n=5, interval=(0.38, 0.96)), "mentions": 4}
    return [
        RankedPain(rank=1, text=words, stopped=1, **common),
        RankedPain(rank=2, text=f"{words}, {words}, {words}", **common),
    ]


@pytest.fixture
def draft():
    """Two personas of two people; the fifth person is in none."""
    words = WORDS["ru"]
    quote = Evidence(participant="t0", transcript="t0", utterance=0, start=0, end=len(words), quote=words)
    statement = Statement(
        text=words, code="touchpoint/phone", inside=(2, 2), outside=(1, 3), interval=(0.34, 1.0), evidence=(quote,)
    )
    personas = tuple(
        Persona(key=f"P{i}", title=f"Caller {i}", members=members, membership={}, statements=(statement,))
        for i, members in enumerate((("t0", "t1"), ("t2", "t3")), start=1)
    )
    return PersonaDraft(verdict="tentative", why="", n=5, k=2, personas=personas)
