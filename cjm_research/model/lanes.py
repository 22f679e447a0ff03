"""The lanes of a journey map: what each row holds, and who may fill it."""

from __future__ import annotations

from typing import Literal

LaneKey = Literal[
    "motivation", "goal", "task", "question", "action", "touchpoint", "sensory", "thought", "need", "emotion",
    "pain", "success", "turning", "competitor", "quote",
    "solution", "company_task", "reaction", "communication", "content", "frontstage", "backstage", "support", "owner",
    "metric",
]  # fmt: skip
LANES: tuple[LaneKey, ...] = LaneKey.__args__  # type: ignore[attr-defined]

# What the company does or plans: filled by researchers, never from what participants said.
COMPANY_LANES: tuple[LaneKey, ...] = (
    "solution", "company_task", "reaction", "communication", "content", "frontstage", "backstage", "support", "owner",
    "metric",
)  # fmt: skip
# What people do, meet and think: in their words, from their point of view.
CUSTOMER_LANES: tuple[LaneKey, ...] = tuple(lane for lane in LANES if lane not in COMPANY_LANES)
# Journey (what people do) and experience (what they make of it) are different things.
PERCEPTION_LANES: tuple[LaneKey, ...] = ("sensory", "thought", "need", "emotion", "pain", "success", "quote")
# Lanes whose items stand under the name of their label instead of a quote.
LABELLED_LANES: tuple[LaneKey, ...] = ("touchpoint", "emotion")
# Every map must hold these, or say that none was found.
REQUIRED_LANES: tuple[LaneKey, ...] = ("pain", "success", "turning")

Preset = Literal["minimal", "standard", "full", "blueprint"]
# From top to bottom: why, what for, what they did, thought and felt, and what came of it (order of NN/g).
LANE_PRESETS: dict[Preset, tuple[LaneKey, ...]] = {
    "minimal": ("question", "touchpoint", "emotion", "pain", "success", "turning", "solution"),
    "standard": (
        "goal", "action", "touchpoint", "thought", "emotion", "pain", "success", "turning", "solution", "quote",
    ),
    "full": LANES,
    # A service blueprint: evidence, customer | frontstage | backstage | support, and who answers for it.
    "blueprint": ("touchpoint", "action", "emotion", "pain", "frontstage", "backstage", "support", "owner"),
}  # fmt: skip
# Shown even where nothing is in them: "none found" is a finding. Others are left out when empty.
STEADY_LANES: frozenset[LaneKey] = frozenset(
    {"goal", "action", "touchpoint", "thought", "emotion", "pain", "success", "turning", "quote"}
)


def is_company_lane(lane: str) -> bool:
    """Whether the lane tells of the company's side, which no participant's words fill."""
    return lane in COMPANY_LANES
