"""Display names of every identifier a person sees, in the language in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from math import isfinite

from cjm_research.i18n import N_, _, format_number, pgettext

# Key of a code -> the name that the researcher gave it, in the study at work.
_own_names: ContextVar[Mapping[str, str]] = ContextVar("own_names", default={})  # noqa: B039 - never changed in place

_TERMS: dict[str, dict[str, str]] = {
    "kind": {
        "touchpoint": N_("Touchpoint"),
        "emotion": N_("Emotion"),
        "pain_point": N_("Pain point"),
        "barrier": N_("Barrier"),
        "success_point": N_("Success point"),
        "turning_point": N_("Turning point"),
        "goal": N_("Goal"),
        "need": N_("Need"),
        "question": N_("Question"),
        "motivation": N_("Motivation"),
        "action": N_("Action"),
        "thought": N_("Thought"),
        "quote_worthy": N_("Quote to remember"),
    },
    "kinds": {
        "touchpoint": N_("Touchpoints"),
        "emotion": N_("Emotions"),
        "pain_point": N_("Pain points"),
        "barrier": N_("Barriers"),
        "success_point": N_("Success points"),
        "turning_point": N_("Turning points"),
        "goal": N_("Goals"),
        "need": N_("Needs"),
        "question": N_("Questions"),
        "motivation": N_("Motivations"),
        "action": N_("Actions"),
        "thought": N_("Thoughts"),
        "quote_worthy": N_("Quotes to remember"),
    },
    "touchpoint": {
        "word_of_mouth": N_("Word of mouth"),
        "search_engine": N_("Search engine"),
        "social_media": N_("Social media"),
        "forum": N_("Forum"),
        "review_site": N_("Review site"),
        "price_comparison": N_("Price comparison site"),
        "blog_article": N_("Blog or article"),
        "video": N_("Video"),
        "advertising": N_("Advertising"),
        "print_material": N_("Printed material"),
        "event": N_("Event"),
        "website": N_("Brand website"),
        "online_store": N_("Online store"),
        "marketplace": N_("Marketplace"),
        "checkout_payment": N_("Checkout and payment"),
        "mobile_app": N_("Mobile app"),
        "email": N_("E-mail"),
        "messaging": N_("Messages (SMS, messengers)"),
        "chat": N_("Live chat"),
        "phone": N_("Phone call"),
        "store": N_("Store or premises"),
        "staff": N_("Staff in person"),
        "demo_trial": N_("Demo or trial"),
        "contract_paperwork": N_("Contract and paperwork"),
        "delivery": N_("Delivery and installation"),
        "product": N_("The product in use"),
        "onboarding": N_("Set-up help and manuals"),
        "self_service": N_("Self-service"),
        "support_service": N_("Complaints and repairs"),
        "returns_refund": N_("Returns and refunds"),
        "loyalty_programme": N_("Loyalty programme"),
        "unspecified": N_("Other contact"),
    },
    "emotion": {
        "joy": N_("Joy"),
        "satisfaction": N_("Satisfaction"),
        "relief": N_("Relief"),
        "trust": N_("Trust"),
        "anticipation": N_("Anticipation"),
        "surprise": N_("Surprise"),
        "confusion": N_("Confusion"),
        "fear": N_("Fear"),
        "sadness": N_("Sadness"),
        "shame": N_("Shame"),
        "frustration": N_("Frustration"),
        "anger": N_("Anger"),
        "disgust": N_("Disgust"),
    },
    "stage_model": {
        "seven_stage": N_("Seven stages"),
        "five_stage": N_("Five stages"),
        "consumer_six": N_("Six consumer steps"),
        "b2b_seven": N_("Seven business-to-business stages"),
        "three_phase": N_("Before, during, after"),
        "three_classic": N_("Three classic stages, up to the purchase"),
        "two_part": N_("Until purchase and in use"),
    },
    "mindset": {
        # Translators: what goes through a business buyer's mind at each stage, in the first person.
        "out_of_market": N_("I want us to work better, and I am open to ideas."),
        "trigger": N_("Something has to change, and I want to know what could help us."),
        "initial_consideration": N_("We gather requirements and a long list of those who could do it."),
        "active_evaluation": N_("I meet the vendors of our short list and ask whom we can trust."),
        "purchase_decision": N_("We choose, sign, and agree how we will know that it was right."),
        "experience": N_("It has to start quickly, and everybody must be able to use it."),
        "loyalty": N_("I see what it brings us, and whether we want more of it."),
    },
    "stage": {
        "awareness": N_("Awareness"),
        "consideration": N_("Consideration"),
        "decision": N_("Decision"),
        "purchase": N_("Purchase"),
        "experience": N_("Experience"),
        "loyalty": N_("Loyalty"),
        "advocacy": N_("Advocacy"),
        "conversion": N_("Conversion"),
        "retention": N_("Retention"),
        "need_recognition": N_("Recognising the need"),
        "information_search": N_("Searching for information"),
        "evaluation_of_alternatives": N_("Weighing the alternatives"),
        "consumption": N_("Use"),
        "disposal": N_("Disposal"),
        "out_of_market": N_("Out of the market"),
        "trigger": N_("Trigger"),
        "initial_consideration": N_("First consideration"),
        "active_evaluation": N_("Active evaluation"),
        "purchase_decision": N_("Purchase decision"),
        "before": N_("Before"),
        "during": N_("During"),
        "after": N_("After"),
        "until_purchase": N_("Until purchase"),
        "use": N_("In use"),
    },
    "group": {
        "customer": N_("Customer"),
        "non_user": N_("Non-user"),
        "expert": N_("Expert"),
    },
    "method": {
        "retrospective": N_("Retrospective interview"),
        "walk_along": N_("Accompanied walk"),
    },
    "role": {
        "interviewer": N_("Interviewer"),
        "participant": N_("Participant"),
        "other": N_("Other speaker"),
    },
    "lane": {
        "motivation": N_("Motivations"),
        "goal": N_("Goals"),
        # Translators: a lane of the journey map: what the customer has to get done at a stage.
        "task": N_("Customer's tasks"),
        "question": N_("Questions"),
        "action": N_("Actions"),
        "touchpoint": N_("Touchpoints"),
        # Translators: a lane of the journey map: what people see, hear and smell on the spot.
        "sensory": N_("What they see, hear, smell"),
        "thought": N_("Thoughts"),
        "need": N_("Needs"),
        "emotion": N_("Emotions"),
        "pain": N_("Pain points and barriers"),
        "success": N_("Success points"),
        "turning": N_("Turning points"),
        # Translators: a lane of the journey map: contacts with competitors, and why people chose one.
        "competitor": N_("Competitors"),
        "quote": N_("Quotes"),
        "solution": N_("Solutions"),
        "company_task": N_("Company's tasks"),
        # Translators: a lane of the journey map: how the brand reacts at a stage.
        "reaction": N_("How the brand reacts"),
        "communication": N_("Communication plan"),
        # Translators: a lane of the journey map: texts, films and other material that a contact needs.
        "content": N_("Content and material"),
        # Translators: lanes of a service blueprint: what customers see the company do, what they do not see, and
        # what others do for it.
        "frontstage": N_("Frontstage"),
        "backstage": N_("Backstage"),
        "support": N_("Support processes"),
        # Translators: a lane of the journey map: departments and people who answer for a stage or contact.
        "owner": N_("Owners"),
        "metric": N_("Metrics"),
    },
    "map_status": {
        "assumption": N_("Assumption"),
        "draft": N_("Draft"),
        "evidenced": N_("Evidenced"),
        "final": N_("Final"),
    },
    "map_kind": {
        "cjm": N_("Customer journey map"),
        "ujm": N_("User journey map"),
        "lxm": N_("Life experience map"),
        "blueprint": N_("Service blueprint"),
    },
    "layer": {
        # Translators: the journey of today, and the planned one.
        "as_is": N_("As is"),
        "to_be": N_("To be"),
    },
    "flow": {
        # Translators: what an action or turning point led to.
        "advance": N_("Goes on"),
        "stall": N_("Gets stuck"),
        "exit": N_("Gives up"),
    },
    "mark": {
        # Translators: marks of entries on a journey map.
        "wow": N_("Wow effect"),
        "near_failure": N_("Nearly lost"),
        "keep": N_("Leave as it is"),
        "wait": N_("Time is lost here"),
        "information_needed": N_("More information needed"),
    },
    "four_c": {
        # Translators: the 4C of marketing (Lauterborn 1990), from the customer's point of view.
        "expectations": N_("Expectations and value"),
        "cost": N_("Cost"),
        "convenience": N_("Convenience"),
        "communication": N_("Communication"),
    },
    "outcome": {
        # Translators: how the journey ended for a person.
        "advocate": N_("Recommends it"),
        "repeat": N_("Bought again"),
        "lapsed": N_("Stopped using it"),
        "lost": N_("Went elsewhere"),
        "never_bought": N_("Never bought"),
    },
    "quadrant": {
        # Translators: the areas of an empathy map, as headings in the present tense: what a person says, thinks, ...
        "says": N_("Says"),
        "thinks": N_("Thinks"),
        "does": N_("Does"),
        "feels": N_("Feels"),
        "sees": N_("Sees"),
        "hears": N_("Hears"),
        # Translators: the usual names of these areas: Polish "bóle" and "korzyści", Russian "боли" and "выгоды".
        "pains": N_("Pains"),
        "gains": N_("Gains"),
        "who": N_("Who"),
        # Translators: heading of the area of an empathy map with the people's goals and needs.
        "task": N_("What they need to do"),
    },
    "setting": {
        "online": N_("Online"),
        "offline": N_("Offline"),
        "either": N_("Online or offline"),
    },
    "owner": {
        "brand": N_("The brand's own"),
        "paid": N_("Paid for by the brand"),
        "independent": N_("Independent of the brand"),
        "either": N_("The brand's own or independent"),
    },
    "verdict": {
        "stable": N_("Stable groups"),
        "tentative": N_("Tentative groups"),
        "hypothesis": N_("A hypothesis only"),
        "no_groups": N_("No groups found"),
    },
    "basis": {
        "confirmed": N_("Confirmed codings"),
        "machine": N_("Machine suggestions, not reviewed"),
    },
    "instrument": {
        "csat": N_("Satisfaction (CSAT)"),
        "ces1": N_("Customer effort (CES 1.0)"),
        "ces2": N_("Ease (CES 2.0)"),
        "nps": N_("Recommendation (NPS)"),
        "rating": N_("Rating"),
    },
    "attribute": {
        "age": N_("Age"),
        "gender": N_("Gender"),
        "region": N_("Region"),
        "household": N_("Household"),
        "occupation": N_("Occupation"),
        "income": N_("Income"),
        "interests": N_("Interests"),
    },
}


def term(family: str, key: str) -> str:
    """The display name of `key`; a researcher's own identifier is shown as it is, without underscores.

    Parameters
    ----------
    family : str
        One of kind, kinds (plural), touchpoint, emotion, stage_model, mindset, stage, group, method, role, lane,
        map_kind, layer, flow, mark, four_c, outcome, quadrant, setting, owner, verdict, basis, instrument, attribute.
    key : str
        The identifier.
    """
    own = _own_names.get()
    if own and (named := own.get(key if family == "kind" else f"{family}/{key}")):
        return named
    name = _TERMS[family].get(key)
    return _(name) if name else key.replace("_", " ")


def attribute_text(attribute: str, value: object) -> str:
    """The value of a participant's attribute as a person reads it; empty where there is none."""
    if value is None:
        return ""
    if attribute == "gender":
        names = {"f": pgettext("gender", "woman"), "m": pgettext("gender", "man")}
        return names.get(str(value).strip().casefold(), str(value))
    if isinstance(value, bool) or str(value) in {"true", "false"}:
        return _("yes") if str(value).casefold() == "true" else _("no")
    if isinstance(value, float) and isfinite(value):
        # No separators in the thousands: most attributes that are numbers are years or ages.
        return str(int(value)) if value.is_integer() else format_number(value, 1)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value).strip()


def feeling_name(family: str, valence: float | None) -> str:
    """The display name of an emotion family; trust below zero is distrust."""
    return _("Distrust") if family == "trust" and valence is not None and valence < 0 else term("emotion", family)


def code_name(code: str, *, below_kind: bool = False) -> str:
    """The display name of ``kind``, ``kind/label`` or ``kind/label@stage``; with `below_kind` without the kind."""
    code, _at, stage = code.partition("@")
    kind, _slash, label = code.partition("/")
    name = term("kind", kind)
    if label:
        below = _own_names.get().get(code) or _label_name(kind, label)
        name = below if below_kind else f"{name}: {below}"
    return f"{name} ({term('stage', stage)})" if stage else name


def _label_name(kind: str, label: str) -> str:
    # Pains and successes bear the touchpoint they were met at.
    return term(kind if kind in _TERMS else "touchpoint", label)


def own_names() -> Mapping[str, str]:
    """Key of a code -> the name that the researcher gave it, in the study at work."""
    return _own_names.get()


@contextmanager
def using_names(names: Mapping[str, str]) -> Iterator[None]:
    """Within the block, codes are shown under the names that the researcher gave them (key -> name)."""
    token = _own_names.set(names)
    try:
        yield
    finally:
        _own_names.reset(token)


def families() -> dict[str, tuple[str, ...]]:
    """Every family of terms with its identifiers (for tests and code lists)."""
    return {family: tuple(names) for family, names in _TERMS.items()}
