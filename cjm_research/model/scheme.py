"""The built-in coding scheme: kinds, labels and their typical valence.

Identifiers are fixed; a study may add codes below them. Display names live in the catalogues (see `terms`).
"""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "touchpoint",
    "emotion",
    "pain_point",
    "barrier",
    "success_point",
    "turning_point",
    "goal",
    "need",
    "question",
    "motivation",
    "action",
    "thought",
    "quote_worthy",
]
Role = Literal["interviewer", "participant", "other"]
Group = Literal["customer", "non_user", "expert"]
Method = Literal["retrospective", "walk_along"]

KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
ROLES: tuple[Role, ...] = Role.__args__  # type: ignore[attr-defined]
GROUPS: tuple[Group, ...] = Group.__args__  # type: ignore[attr-defined]
METHODS: tuple[Method, ...] = Method.__args__  # type: ignore[attr-defined]

# The kinds that every journey map needs and that the tagger is first of all measured on.
CORE_KINDS: tuple[Kind, ...] = ("touchpoint", "emotion", "pain_point", "success_point", "turning_point")

# "barrier" implies "pain_point": wherever trouble is counted, both count.
PAIN_KINDS: tuple[Kind, ...] = ("pain_point", "barrier")

TOUCHPOINT_LABELS: tuple[str, ...] = (
    "word_of_mouth", "search_engine", "social_media", "forum", "review_site", "price_comparison", "blog_article",
    "video", "advertising", "print_material", "event", "website", "online_store", "marketplace", "checkout_payment",
    "mobile_app", "email", "messaging", "chat", "phone", "store", "staff", "demo_trial", "contract_paperwork",
    "delivery", "product", "onboarding", "self_service", "support_service", "returns_refund", "loyalty_programme",
    "unspecified",
)  # fmt: skip

# Family -> typical valence; intensifiers and diminishers move it (coding scheme, "Valence").
EMOTION_VALENCE: dict[str, int] = {
    "joy": 2, "satisfaction": 1, "relief": 1, "trust": 1, "anticipation": 1, "surprise": 0, "confusion": -1,
    "fear": -1, "sadness": -1, "shame": -1, "frustration": -1, "anger": -2, "disgust": -2,
}  # fmt: skip
EMOTION_LABELS: tuple[str, ...] = tuple(EMOTION_VALENCE)

LABELS: dict[str, tuple[str, ...]] = {"touchpoint": TOUCHPOINT_LABELS, "emotion": EMOTION_LABELS}

VALENCE_RANGE = (-2, 2)

# Which quadrant of an empathy map a kind feeds.
EMPATHY_SOURCES: dict[str, tuple[Kind, ...]] = {
    "says": ("quote_worthy",),
    "thinks": ("thought", "question"),
    "does": ("action", "touchpoint"),
    "feels": ("emotion",),
    "pains": ("pain_point", "barrier"),
    "gains": ("goal", "need", "success_point"),
}
