"""Maps with steps, made by hand: as many as wanted, with ways on and back, times, and events outside."""

from __future__ import annotations

from cjm_research.model import (
    Count,
    EmotionPoint,
    Evidence,
    ExternalFactor,
    JourneyCell,
    JourneyItem,
    JourneyMap,
    JourneyPath,
    JourneyStage,
    JourneyStep,
    PathVariant,
    TimeFrame,
    Transition,
    stage_model,
)
from cjm_research.model.scheme import TOUCHPOINT_LABELS

PEOPLE = tuple(f"a{i:02}" for i in range(1, 13))
WORDS = {
    "en": "They kept me on hold for an hour",
    "pl": "Żółć mnie zalała, łącze zerwało się",
    "ru": "Ёлки-палки, съехал подъёмник",
}


def count(k):
    return Count(k=k, n=len(PEOPLE), interval=(0.1, 0.9))


def said(who, quote):
    return Evidence(participant=who, transcript=who, utterance=2, start=0, end=len(quote), quote=quote)


def stepped_map(language="en", n_steps=14, **fields):
    """A map of seven stages; every third step has a stop, every fifth nobody behind it."""
    quote = WORDS[language]
    stages = stage_model("seven_stage").stages
    steps = tuple(a_step(i, stages[i * len(stages) // n_steps].key, quote) for i in range(n_steps))
    return JourneyMap(
        **{
            "key": "P1",
            "title": quote,
            "actor": "persona",
            "purpose": "See who gives up.",
            "participants": PEOPLE,
            "groups": ("customer",),
            "stage_model": "seven_stage",
            "basis": "confirmed",
            "stages": tuple(a_stage(i, stage) for i, stage in enumerate(stages)),
            "cells": tuple(cell for stage in stages for cell in cells(stage.key, quote)),
            "curve": tuple(
                EmotionPoint(stage=s.key, mean=(i % 5 - 2) * 0.7, n=5, people=(("a01", -1.0), ("a02", 1.0)))
                for i, s in enumerate(stages)
            ),
            "steps": steps,
            "transitions": ways(steps),
            "variants": (
                PathVariant(stages=("awareness", "purchase"), participants=PEOPLE[:5], skipped=("decision",), loops=2),
            ),
            "paths": tuple(
                JourneyPath(participant=who, steps=(), order="walked" if i < 3 else "told")
                for i, who in enumerate(PEOPLE)
            ),
            "factors": (
                ExternalFactor(key="f1", text=quote, date="2020-03", stages=("decision",), source="law"),
                ExternalFactor(key="f2", text=quote),
            ),
            **fields,
        }
    )


def a_stage(number, stage):
    known = TimeFrame(low=2, high=(None, 5)[number % 2], unit=("days", "weeks", "minutes")[number % 3], source="orders")
    return JourneyStage(key=stage.key, phase=stage.phase, count=count(9), time_frame=None if number == 2 else known)


def a_step(number, stage, quote):
    k = 0 if number % 5 == 4 else 2 + number % 8
    return JourneyStep(
        key=f"step-{number}",
        stage=stage,
        text="as it was called when the map was made",
        label=TOUCHPOINT_LABELS[(number * 7) % len(TOUCHPOINT_LABELS)],
        count=count(k),
        place=(number * 5 % 7) / 7,
        repeats=number % 2,
        reached=11,
        stalled=1 if number % 3 == 0 else 0,
        exited=2 if number % 6 == 0 else 0,
        valence=None if number % 5 == 4 else (number % 5 - 2) * 0.9,
        duration=TimeFrame(low=3, unit="hours", source="a03") if number == 1 else None,
        evidence=tuple(said(who, quote) for who in PEOPLE[:k]),
    )


def cells(stage, quote):
    contact = item(f"touchpoint-{stage}", "Phone call", label="phone", valence=-1.0, quote=quote)
    turning = item(f"turning-{stage}", quote, label="phone", quote=quote)
    return (
        JourneyCell(stage=stage, lane="touchpoint", items=(contact,)),
        JourneyCell(stage=stage, lane="turning", items=(turning,)),
        JourneyCell(
            stage=stage, lane="emotion", items=(item(f"emotion-{stage}", "Anger", label="anger", valence=-1.0),)
        ),
        JourneyCell(stage=stage, lane="pain", items=(item(f"pain-{stage}", quote, label="phone", four_c="cost"),)),
        JourneyCell(stage=stage, lane="question", items=(item(f"question-{stage}", quote),)),
    )


def item(key, text, *, quote="words", **fields):
    return JourneyItem(
        key=key,
        text=text,
        quote=quote,
        count=count(3),
        evidence=tuple(said(who, quote) for who in PEOPLE[:3]),
        **fields,
    )


def ways(steps):
    """Everybody goes on; some skip three steps, some go back four."""
    rows = [(i, i + 1, 5, False) for i in range(len(steps) - 1)]
    rows += [(i, i + 4, 2, False) for i in range(0, len(steps) - 4, 3)]
    rows += [(i, i - 4, 3, True) for i in range(4, len(steps), 4)]
    return tuple(
        Transition(source=steps[a].key, target=steps[b].key, people=k, leaving=8, times=k, is_back=back)
        for a, b, k, back in rows
    )
