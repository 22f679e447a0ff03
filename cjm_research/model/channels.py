"""What kind of contact a touchpoint category is: on line or not, and in whose hands."""

from __future__ import annotations

from typing import Literal

from cjm_research.model.base import Model
from cjm_research.model.scheme import TOUCHPOINT_LABELS

Setting = Literal["online", "offline", "either"]
Owner = Literal["brand", "paid", "independent", "either"]


class Channel(Model):
    """Typical attributes of a touchpoint category; a single contact may differ.

    `owner` is "brand" for what the company runs or controls, "paid" for room it buys, "independent" for people and
    media it does not control.
    """

    label: str
    setting: Setting
    owner: Owner

    @property
    def controllable(self) -> bool:
        """Whether the company can change the contact itself."""
        return self.owner in ("brand", "paid")


_ATTRIBUTES: dict[str, tuple[Setting, Owner]] = {
    "word_of_mouth": ("offline", "independent"),
    "search_engine": ("online", "independent"),
    "social_media": ("online", "independent"),
    "forum": ("online", "independent"),
    "review_site": ("online", "independent"),
    "price_comparison": ("online", "independent"),
    "blog_article": ("online", "independent"),
    "video": ("online", "independent"),
    "advertising": ("either", "paid"),
    "print_material": ("offline", "brand"),
    "event": ("offline", "either"),
    "website": ("online", "brand"),
    "online_store": ("online", "brand"),
    "marketplace": ("online", "independent"),
    "checkout_payment": ("either", "brand"),
    "mobile_app": ("online", "brand"),
    "email": ("online", "brand"),
    "messaging": ("online", "brand"),
    "chat": ("online", "brand"),
    "phone": ("offline", "brand"),
    "store": ("offline", "brand"),
    "staff": ("offline", "brand"),
    "demo_trial": ("offline", "brand"),
    "contract_paperwork": ("either", "brand"),
    "delivery": ("offline", "brand"),
    "product": ("offline", "brand"),
    "onboarding": ("either", "brand"),
    "self_service": ("online", "brand"),
    "support_service": ("either", "brand"),
    "returns_refund": ("either", "brand"),
    "loyalty_programme": ("either", "brand"),
    "unspecified": ("either", "either"),
}
CHANNELS: dict[str, Channel] = {
    label: Channel(label=label, setting=setting, owner=owner)
    for label, (setting, owner) in ((label, _ATTRIBUTES[label]) for label in TOUCHPOINT_LABELS)
}


def channel(label: str | None) -> Channel:
    """The attributes of a category; those of “unspecified” for None and for a study's own labels."""
    return CHANNELS.get(label or "unspecified", CHANNELS["unspecified"])
