"""A small journey map that holds one of everything that a map can hold."""

from __future__ import annotations

from cjm_research.model import (
    Count,
    EmotionPoint,
    Evidence,
    ExternalFactor,
    JourneyCell,
    JourneyItem,
    JourneyMap,
    JourneyStage,
    JourneyStep,
    Metric,
    PathVariant,
    SignOff,
    TimeFrame,
    Touchpoint,
    Transition,
)

PEOPLE = tuple(f"a{i}" for i in range(1, 9))
WORDS = {
    "en": "They kept me on hold for an hour",
    "pl": "Żółć mnie zalała, łącze zerwało się w pół słowa",
    "ru": "Ёлки-палки, съехал подъёмник и ждал ещё час",
}
STAGES = (("awareness", "before", 8), ("purchase", "during", 6), ("experience", "after", 3))


def entry(key, text, k=1, **fields):
    evidence = tuple(said(who, text) for who in PEOPLE[:k])
    return JourneyItem(key=key, text=text, quote=text if k else "", count=count(k), evidence=evidence, **fields)


def count(k):
    return Count(k=k, n=len(PEOPLE), interval=(0.1, 0.8))


def said(who, quote):
    return Evidence(participant=who, transcript=f"t_{who}", utterance=6, start=0, end=len(quote), quote=quote)


def cell(stage, lane, *items):
    return JourneyCell(stage=stage, lane=lane, items=items)


def full_map(language="en", **fields):
    """The map, its quotes in that language."""
    words = WORDS[language]
    steps = (
        step("step-shop", "awareness", "Online store", "online_store", 5, repeats=2),
        step("step-call", "purchase", "Phone call", "phone", 4, stalled=1, exited=1, place=0.2),
        step("step-pay", "purchase", "Checkout and payment", "checkout_payment", 6, place=0.8, decision="Pay or not"),
        step("step-use", "experience", "The product in use", "product", 3, duration=TimeFrame(low=2, unit="weeks")),
    )
    values = {
        "key": "P1",
        "title": "The patient caller",
        "actor": "persona",
        "purpose": "See who gives up.",
        "scenario": "A wardrobe before Christmas",
        "version": "2.0",
        "authors": "A. Nowak",
        "review_due": "2027-01-31",
        "participants": PEOPLE,
        "groups": ("customer",),
        "stage_model": "seven_stage",
        "basis": "confirmed",
        "stages": tuple(
            JourneyStage(key=key, phase=phase, count=count(k), goal="Find one", mindset="In a hurry",
                         time_frame=TimeFrame(low=1, high=3, unit="days", source="orders"))
            for key, phase, k in STAGES
        ),
        "cells": _cells(words),
        "curve": (
            EmotionPoint(stage="awareness", mean=1.0, n=4, people=tuple((who, 1.0) for who in PEOPLE[:4])),
            EmotionPoint(stage="purchase", mean=-1.5, n=5, people=tuple((who, -1.5) for who in PEOPLE[:5]),
                         interval=(-1.9, -1.0)),
            EmotionPoint(stage="experience", mean=0.5, n=0, own=True),
        ),
        "curve_to_be": tuple(EmotionPoint(stage=key, mean=1.2, n=0) for key, _phase, _k in STAGES),
        "steps": steps,
        "transitions": (Transition(source="step-use", target="step-call", people=2, leaving=3, times=2, is_back=True),),
        "variants": (PathVariant(stages=("awareness", "experience"), participants=("a8",), skipped=("purchase",)),),
        "touchpoints": (Touchpoint(key="phone", setting="offline", owner="brand", department="Hotline", own=True),),
        "metrics": (
            Metric(key="csat", name="CSAT", stage="purchase", value=3.4, before=3.1, target=4.5, n=120, period="2026"),
            Metric(key="cost", name="Cost of service", value=12, unit="EUR"),
        ),
        "factors": (
            ExternalFactor(key="law", text="New consumer law", date="2026-05", stages=("purchase",)),
            ExternalFactor(key="season", text="Christmas"),
        ),
        "sign_offs": (SignOff(key="s1", department="Logistics", person="O. Lis", version="2.0"),),
        "none_found": ("turning",),
    }  # fmt: skip
    return JourneyMap(**{**values, **fields})


def step(key, stage, text, label, k, **fields):
    return JourneyStep(key=key, stage=stage, text=text, label=label, count=count(k), reached=8,
                       evidence=tuple(said(who, text) for who in PEOPLE[:k]), **fields)  # fmt: skip


def _cells(words):
    return (
        cell("awareness", "question", entry("question.1", words + "?")),
        cell("awareness", "action", entry("action.1", words, k=3, flow="advance")),
        cell("purchase", "action", entry("action.2", words + "!", flow="exit")),
        cell("awareness", "need", entry("need.1", words, is_met=True), entry("need.2", words, is_met=False)),
        cell("awareness", "touchpoint", entry("touchpoint.1", "Online store", k=5, label="online_store")),
        cell("purchase", "touchpoint", entry("touchpoint.2", "Phone call", k=4, label="phone", valence=-1.0),
             entry("touchpoint.3", "Review site", label="review_site")),
        cell("purchase", "thought", entry("thought.guess", "They hope to be called back", k=0, own=True,
                                          verdict="contradicted")),
        cell("purchase", "emotion", entry("emotion.1", "Anger", k=3, label="anger", valence=-1.5)),
        cell("purchase", "pain",
             entry("pain.1", words, k=4, is_barrier=True, marks=("wait",), four_c="convenience"),
             entry("pain.2", words + ".", is_barrier=True, marks=("near_failure",))),
        cell("awareness", "success", entry("success.1", words, k=2, marks=("wow", "keep"), edited=("text",))),
        cell("purchase", "solution",
             entry("solution.1", "Call back within the hour", k=0, own=True, links=("pain.1",), owner="Hotline",
                   layer="to_be")),
        cell("awareness", "frontstage", entry("front.0", "Stock is shown", k=0, own=True)),
        cell("purchase", "frontstage", entry("front.1", "Agent answers", k=0, own=True, actors=("Bank",))),
        cell("purchase", "backstage", entry("back.1", "Order is looked up", k=0, own=True, owner="IT")),
        cell("purchase", "communication", entry("comm.1", "Text message with a date", k=0, own=True)),
    )  # fmt: skip
