"""Journey maps to draw: made by hand, from the corpus, empty and hostile."""

from __future__ import annotations

import json

import pytest

from cjm_research.coding import codings_of
from cjm_research.i18n import using_language
from cjm_research.journey import build_journey_map
from cjm_research.model import (
    Count,
    EmotionPoint,
    Evidence,
    JourneyCell,
    JourneyItem,
    JourneyMap,
    JourneyStage,
    Transcript,
)

FLAGSHIPS = {"en": "flat-pack-furniture", "pl": "wakacje-z-lotem", "ru": "okna-v-kvartiru"}
WORDS = {
    "en": "They kept me on hold for an hour",
    "pl": "Żółć mnie zalała, łącze zerwało się w pół słowa",
    "ru": "Ёлки-палки, съехал подъёмник и ждал ещё час",
}
HOSTILE = '<script>alert(1)</script>"\'><img src="http://example.org/x" onerror=alert(1)></style>]]>&amp; {{ 7 * 7 }}'


@pytest.fixture(scope="session")
def flagship_map(corpus):
    """language, number of people -> the map of the first of them in that language's flagship study."""
    known = {}

    def build(language, n=24):
        if (language, n) not in known:
            files = sorted((corpus / language / FLAGSHIPS[language]).glob(f"{language}_*.json"))[:n]
            transcripts = [Transcript.model_validate(json.loads(file.read_text("utf-8"))) for file in files]
            with using_language(language):
                known[language, n] = build_journey_map(
                    [coding for transcript in transcripts for coding in codings_of(transcript)],
                    key="all",
                    title="Everybody",
                    actor="everybody",
                    participants=[transcript.id for transcript in transcripts],
                    groups=["customer"],
                    basis="confirmed",
                    purpose="Find where people lose time.",
                )
        return known[language, n]

    return build


@pytest.fixture(scope="session")
def make_map():
    """A map of two stages and three people; the quote, the number of items a cell and other fields can be set."""

    def make(quote="They kept me on hold for an hour", n_items=1, basis="confirmed", **fields):
        return JourneyMap(
            **{
                "key": "P1",
                "title": "The patient caller",
                "actor": "persona",
                "purpose": "See who gives up.",
                "participants": ("a1", "a2", "a3"),
                "groups": ("customer",),
                "stage_model": "seven_stage",
                "basis": basis,
                "stages": (stage("awareness", "before", 3), stage("purchase", "during", 2)),
                "cells": (
                    JourneyCell(stage="purchase", lane="pain", items=pains(quote, n_items)),
                    JourneyCell(stage="awareness", lane="touchpoint", items=(contact(quote),)),
                ),
                "curve": (
                    EmotionPoint(stage="awareness", mean=1.0, n=1, people=(("a1", 1.0),)),
                    EmotionPoint(stage="purchase", mean=-1.5, n=2, people=(("a1", -1.0), ("a2", -2.0))),
                ),
                **fields,
            }
        )

    return make


def stage(key, phase, k):
    return JourneyStage(key=key, phase=phase, count=Count(k=k, n=3, interval=(0.2, 0.9)))


def contact(quote):
    evidence = tuple(said(who, quote) for who in ("a1", "a2", "a3"))
    return JourneyItem(
        key="awareness.touchpoint.1",
        text="Phone call",
        label="phone",
        quote=quote,
        valence=-1.0,
        count=Count(k=3, n=3, interval=(0.4, 1.0)),
        evidence=evidence,
    )


def pains(quote, n):
    return tuple(
        JourneyItem(
            key=f"purchase.pain.{i}",
            text=f"{quote} {i}",
            quote=f"{quote} {i}",
            is_barrier=i == 1,
            count=Count(k=1, n=3, interval=(0.1, 0.8)),
            evidence=(said("a2", f"{quote} {i}", utterance=i),),
        )
        for i in range(1, n + 1)
    )


def said(who, quote, utterance=4):
    return Evidence(participant=who, transcript=f"t_{who}", utterance=utterance, start=0, end=len(quote), quote=quote)


@pytest.fixture(params=sorted(WORDS))
def words(request):
    """Words of a person in each of the three languages."""
    return WORDS[request.param]


@pytest.fixture
def hostile():
    """What a transcript must never be able to do to a page."""
    return HOSTILE
