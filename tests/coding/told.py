"""Codings that people of one study might have, made from a seed."""

import numpy as np

from cjm_research.coding.saturation import saturation_of_codings
from cjm_research.model import Coding, Participant, Transcript, Utterance

LABELS = ("phone", "email", "store", "staff", "chat", "forum", "video", "event", "website", "mobile_app", "delivery",
          "contract_paperwork", "search_engine", "social_media", "review_site", "advertising")  # fmt: skip


def coding(who, label, *, transcript=None, kind="touchpoint", stage=None, status="confirmed"):
    return Coding(
        guid=f"{who}-{kind}-{label}", transcript=transcript or who, participant=who, utterance=0, start=0, end=1,
        quote="I", kind=kind, label=label, stage=stage, coder="ann", status=status,
    )  # fmt: skip


def talk(id):
    return Transcript(id=id, utterances=(Utterance(text="I"),))


def told_by(n, *, seed=1, **options):
    """The saturation of `n` people who tell of touchpoints, some frequent and some rare."""
    chances = np.linspace(0.9, 0.04, len(LABELS))
    shown = np.random.default_rng(seed).random((n, len(LABELS))) < chances
    ids = [f"t{at:02}" for at in range(n)]
    codings = [coding(ids[row], LABELS[column]) for row, column in zip(*np.nonzero(shown), strict=True)]
    return saturation_of_codings(
        codings, [Participant(id=id) for id in ids], [talk(id) for id in ids], basis="confirmed", seed=1, **options
    )
