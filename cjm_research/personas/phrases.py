"""Titles of personas: a role phrase that a person would say, one whole phrase for each code.

Names of codes are never put into a sentence: their endings would be wrong in Polish and Russian. Each phrase is in the
third person singular of the present tense and says what members tell, not what they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cjm_research.i18n import N_, _
from cjm_research.model import term
from cjm_research.personas.claims import DISTRUST, MIN_LEAD, NO_CONTACT, Claim

IN_TITLE = 2

# Translators: a title of a persona, what such a person does: third person singular, without a subject, no gender.
_CONTACTS: dict[str, str] = {
    "word_of_mouth": N_("Asks friends and family"),
    "search_engine": N_("Searches the web"),
    "social_media": N_("Looks on social media"),
    "forum": N_("Reads forums"),
    "review_site": N_("Reads reviews"),
    "price_comparison": N_("Compares prices on line"),
    "blog_article": N_("Reads articles and guides"),
    "video": N_("Watches videos"),
    "advertising": N_("Notices advertising"),
    "print_material": N_("Reads leaflets and catalogues"),
    "event": N_("Goes to fairs and events"),
    "website": N_("Visits the brand's website"),
    "online_store": N_("Looks round the online store"),
    "marketplace": N_("Uses marketplaces"),
    "checkout_payment": N_("Talks about ordering and paying"),
    "mobile_app": N_("Uses the app"),
    "email": N_("Keeps in touch by e-mail"),
    "messaging": N_("Keeps in touch by messages"),
    "chat": N_("Uses the live chat"),
    "phone": N_("Calls on the phone"),
    "store": N_("Goes to the store"),
    "staff": N_("Talks to the staff in person"),
    "demo_trial": N_("Tries before buying"),
    "contract_paperwork": N_("Deals with contracts and paperwork"),
    "delivery": N_("Talks about delivery and installation"),
    "product": N_("Talks about the product in use"),
    "onboarding": N_("Uses manuals and set-up help"),
    "self_service": N_("Uses self-service"),
    "support_service": N_("Complains or asks for repair"),
    "returns_refund": N_("Returns things"),
    "loyalty_programme": N_("Uses the loyalty programme"),
}
# Translators: as above; what such a person talks about in the interview.
_FEELINGS: dict[str, str] = {
    "joy": N_("Talks about joy"),
    "satisfaction": N_("Talks about satisfaction"),
    "relief": N_("Talks about relief"),
    "trust": N_("Talks about trust"),
    DISTRUST: N_("Talks about distrust"),
    "anticipation": N_("Talks about looking forward to it"),
    "surprise": N_("Talks about surprise"),
    "confusion": N_("Talks about confusion"),
    "fear": N_("Talks about fear"),
    "sadness": N_("Talks about sadness"),
    "shame": N_("Talks about shame"),
    "frustration": N_("Talks about frustration"),
    "anger": N_("Talks about anger"),
    "disgust": N_("Talks about disgust"),
}


def titles_of(claims_of_groups: Sequence[Sequence[Claim]]) -> list[str]:
    """A role phrase for each group: the two contacts that set it apart most, or feelings where no contact does.

    Each contact and feeling stands in the title of one group only, the one that it sets apart most, so no two
    titles are alike. A group that nothing sets apart has an empty title.
    """
    contacts, feelings = (_owned(claims_of_groups, kind) for kind in ("touchpoint", "emotion"))
    return [
        _joined(_phrases("touchpoint", used) or _phrases("emotion", felt))
        for used, felt in zip(contacts, feelings, strict=True)
    ]


def _owned(claims_of_groups: Sequence[Sequence[Claim]], kind: str) -> list[list[str]]:
    """The labels of a kind that set each group apart, the most telling first."""
    best: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for group, claims in enumerate(claims_of_groups):
        for claim in claims:
            if claim.kind == kind and claim.label and claim.label != NO_CONTACT and claim.is_shared:
                best[claim.label].append((-round(claim.lead, 9), -round(claim.share, 9), group))
    owned: list[list[tuple[float, float, str]]] = [[] for _group in claims_of_groups]
    for label, leads in best.items():
        lead, share, group = min(leads)
        if -lead >= MIN_LEAD:
            owned[group].append((lead, share, label))
    return [[label for *_order, label in sorted(labels)] for labels in owned]


def _phrases(kind: str, labels: Sequence[str]) -> list[str]:
    known = _CONTACTS if kind == "touchpoint" else _FEELINGS
    return [
        _(known[label]) if label in known else _("Talks about “{name}”").format(name=term(kind, label))
        for label in labels[:IN_TITLE]
    ]


def _joined(phrases: Sequence[str]) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    # Translators: two phrases like “Reads reviews” and “calls on the phone” become one title.
    return _("{first}, {second}").format(first=phrases[0], second=lower_first(phrases[1]))


def lower_first(name: str) -> str:
    """`name` as it stands inside a sentence; an abbreviation keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
