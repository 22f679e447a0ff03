"""What a persona sheet says in words: headings, the verdict, who somebody is, and how sure a group is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cjm_research.i18n import _, format_number, pgettext
from cjm_research.model import Participant, Persona, PersonaDraft, attribute_text

# From so much similarity on, a group comes back when people are left out, and from so much almost unchanged: Hennig's
# reading of his index (2007). Below the first it often comes out otherwise.
UNSTEADY, STEADY, FIRM = 0.6, 0.75, 0.85
# Begins `PersonaDraft.method["k_chosen_by"]` where people were grouped by an attribute.
BY_ATTRIBUTE = "attribute:"


def verdict_line(verdict: str) -> str:
    """What a reader may do with a persona of this verdict, in one sentence."""
    return {
        "stable": _("A stable group: it came out the same when interviews were left out."),
        "tentative": _("A tentative group: its core is clear, people on its border may belong elsewhere."),
        "hypothesis": _("A hypothesis to be tested with further interviews, not a segment."),
        "no_groups": _("A portrait of everybody: the interviews give no ground for separate groups."),
    }[verdict]


def group_line(draft: PersonaDraft) -> str:
    """`verdict_line`, in other words where the groups, or the one portrait, were not what the procedure found."""
    if one_by_choice(draft):
        return _("A portrait of everybody, as researchers chose; the interviews speak for groups.")
    if draft.verdict == "tentative" and (made_by_hand(draft) or grouped_by(draft)):
        return _("A tentative group: its members differ from the others by more than chance; check it with new people.")
    return verdict_line(draft.verdict)


def one_by_choice(draft: PersonaDraft) -> bool:
    """Whether researchers chose one portrait of everybody where the procedure finds groups."""
    return draft.verdict == "no_groups" and int(draft.method.get("k_found", 1)) > 1


def made_by_hand(draft: PersonaDraft) -> bool:
    """Whether researchers said who stands together."""
    return draft.method.get("k_chosen_by") == "hand"


def grouped_by(draft: PersonaDraft) -> str:
    """The attribute by which people were grouped; empty where by what they tell."""
    chosen = str(draft.method.get("k_chosen_by", ""))
    return chosen.removeprefix(BY_ATTRIBUTE) if chosen.startswith(BY_ATTRIBUTE) else ""


def status_line(persona: Persona) -> str:
    """Whether a researcher accepted the persona."""
    if not persona.accepted_by:
        return _("Draft: nobody has accepted it yet")
    coder = _("the researcher") if persona.accepted_by == "coder" else persona.accepted_by
    return _("Accepted by: {coder}").format(coder=coder)


def steadiness(jaccard: float | None) -> str:
    """How alike a group comes out when people are left out (0..1), in words; empty where it was not computed."""
    if jaccard is None:
        return ""
    steps: Mapping[float, Callable[[], str]] = {
        FIRM: lambda: _("comes back almost the same (similarity {value})"),
        STEADY: lambda: _("comes back much the same (similarity {value})"),
        UNSTEADY: lambda: _("its core comes back, its border changes (similarity {value})"),
        0.0: lambda: _("often comes out otherwise (similarity {value})"),
    }
    words = next(words for least, words in steps.items() if jaccard >= least)
    return words().format(value=format_number(jaccard, 2))


def exploratory_note(draft: PersonaDraft) -> str:
    """What the differences between a group and the others cannot say."""
    if grouped_by(draft):
        return _(
            "Exploratory: many codes were compared, so some of these differences are chance. Check with new people."
        )
    return _(
        "Exploratory: the same interviews that made the groups are compared, so the differences are larger than they "
        "would be among new people."
    )


def attributes_note(draft: PersonaDraft) -> str:
    """What the attributes have to do with the groups."""
    if grouped_by(draft):
        return _("People were grouped by one of these; the others describe the group and did not make it.")
    return _("This describes the group and did not make it.")


def section_name(section: str) -> str:
    """The heading of a section of statements; a researcher's own section is shown as it is."""
    names = {
        "triggers": _("What starts the search"),
        "goals": _("Goals"),
        "needs": _("Needs"),
        "motivations": _("Motivations"),
        "criteria": _("What decides the choice"),
        "channels": pgettext("persona section", "Channels and contacts"),
        "emotions": _("Emotions"),
        "pains": _("Pain points"),
        "barriers": _("Barriers"),
        "successes": _("Success points"),
        "decisions": pgettext("persona section", "Decisions"),
        "questions": _("Questions"),
        "actions": _("Actions"),
        "thoughts": _("Thoughts"),
    }
    return names.get(section, section.replace("_", " "))


def describe_participant(participant: Participant) -> str:
    """Who a participant is, in a few words: age, gender, occupation, household and region where they are known."""
    wanted = ("age", "gender", "occupation", "household", "region")
    parts = [attribute_text(key, participant.attributes[key]) for key in wanted if key in participant.attributes]
    return ", ".join(part for part in parts if part)
