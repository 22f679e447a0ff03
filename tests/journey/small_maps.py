"""Journey maps of a few entries, written down by hand for the tests of what is made of maps."""

from cjm_research.measures import count_of
from cjm_research.model import EmotionPoint, Evidence, JourneyCell, JourneyItem, JourneyMap, JourneyStage, JourneyStep
from cjm_research.model.lanes import LANES

STAGES = (("awareness", "before"), ("purchase", "during"), ("experience", "after"))
PEOPLE = ("a", "b", "c", "d")


def evidence(who, *, about="x", quote="some words"):
    return Evidence(
        participant=who, transcript=who, utterance=1, start=0, end=len(quote), quote=quote, coding=f"{who}.{about}"
    )


def item(key, who=(), *, n=4, about=None, **values):
    """An entry of these people, each with one coding named after the entry."""
    values = {"text": key, "quote": f"quote of {key}", **values}
    proof = tuple(evidence(one, about=about or key) for one in who)
    return JourneyItem(key=key, count=count_of(len(who), n), evidence=proof, **values)


def step(key, stage, who=(), *, n=4, **values):
    proof = tuple(evidence(one, about=key) for one in who)
    return JourneyStep(key=key, stage=stage, text=key, count=count_of(len(who), n), evidence=proof, **values)


def journey(cells=(), *, people=PEOPLE, told=None, curve=None, **values):
    """A map of three stages; `cells` are {(stage, lane): entries}, `told` people per stage, `curve` feelings."""
    told, n = told or {}, len(people)
    cells = dict(cells)
    points = curve or {}
    stages = tuple(
        JourneyStage(key=key, phase=phase, count=count_of(told.get(key, n), n), position=float(at))
        for at, (key, phase) in enumerate(STAGES)
    )
    order = sorted(cells, key=lambda place: (LANES.index(place[1]), place[0]))
    return JourneyMap(
        **{
            "key": "all", "title": "Everybody", "actor": "everybody", "participants": people, "groups": ("customer",),
            "stage_model": "three", "basis": "confirmed", "stages": stages,
            "cells": tuple(JourneyCell(stage=s, lane=lane, items=tuple(cells[s, lane])) for s, lane in order),
            "curve": tuple(points.get(key) or EmotionPoint(stage=key, mean=None, n=0) for key, _phase in STAGES),
            **values,
        }
    )  # fmt: skip
