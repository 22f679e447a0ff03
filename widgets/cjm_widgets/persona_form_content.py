"""What the persona form shows of a draft, as values that can be sent."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from cjm_research.i18n import _, format_number, in_quotes
from cjm_research.model import (
    AttributeShare,
    Codebook,
    Coding,
    Count,
    Evidence,
    Participant,
    Persona,
    PersonaChoice,
    PersonaDraft,
    PersonaPlan,
    Statement,
    term,
)

# Longer quotes are cut; the interview has all of them. In code points.
QUOTE_SHOWN = 400
# What the contrasts show at most, the strongest first.
CONTRASTS_SHOWN = 12


def draft_content(
    draft: PersonaDraft,
    plan: PersonaPlan | None,
    participants: Iterable[Participant],
    *,
    book: Codebook,
) -> dict[str, Any]:
    """The parts of the page that a draft gives, each sent only when it has changed."""
    known = {person.id: person for person in participants}
    grouped = len(draft.personas) > 1
    choices = {choice.key: choice for choice in plan.personas} if plan else {}
    everybody = sorted({*draft.unassigned, *(who for persona in draft.personas for who in persona.members)})
    return {
        "head": _head(draft),
        "order": [persona.key for persona in draft.personas],
        "personas": {
            persona.key: persona_row(persona, choices.get(persona.key), draft, grouped=grouped, book=book)
            for persona in draft.personas
        },
        "unassigned": list(draft.unassigned),
        "people": {who: _describe(known.get(who)) for who in everybody},
        "plane": _plane(draft, book),
        "sections": _sections(draft),
    }


def persona_row(
    persona: Persona,
    choice: PersonaChoice | None,
    draft: PersonaDraft,
    *,
    grouped: bool,
    book: Codebook,
) -> dict[str, Any]:
    """One persona with all that is known of it."""
    from cjm_research.personas.verdict import BETWEEN
    from cjm_research.rendering.persona_words import steadiness

    written = {statement.guid: statement for statement in choice.statements} if choice else {}
    hidden = choice.hidden if choice else ()
    left_out = {statement.key: statement for statement in persona.left_out}
    strengths = {who: persona.membership.get(who) if grouped else None for who in persona.members}
    return {
        "key": persona.key,
        "title": persona.title,
        "own_title": persona.own_title,
        "role": persona.role,
        "accepted_by": persona.accepted_by,
        "share": [len(persona.members), draft.n],
        "typical": persona.typical_member,
        "steady": steadiness(persona.jaccard),
        "members": [
            {"id": who, "strength": strength, "between": strength is not None and strength < BETWEEN}
            for who, strength in sorted(strengths.items(), key=lambda item: (-(item[1] or 0.0), item[0]))
        ],
        "statements": [
            {
                **_statement_row(statement),
                "mine": statement.key in written,
                "reworded": statement.own and statement.key not in written,
                "linked": list(written[statement.key].evidence) if statement.key in written else [],
            }
            for statement in persona.statements
        ],
        "hidden": [_hidden_row(key, left_out.get(key), book) for key in hidden],
        "contrasts": [
            {"text": c.text, "inside": _pair(c.inside), "outside": _pair(c.outside), "more": _more(c.inside, c.outside)}
            for c in persona.contrasts[:CONTRASTS_SHOWN]
        ],
        "quotes": [evidence_row(quote) for quote in persona.quotes],
        "counter": evidence_row(persona.counter_quote) if persona.counter_quote else None,
        "path": [
            {"label": _channel(step.label, book), "stage": term("stage", step.stage) if step.stage else "",
             "members": _pair(step.members)}
            for step in persona.typical_path
        ],
        "attributes": [_attribute_row(share) for share in persona.attributes],
    }  # fmt: skip


def evidence_row(evidence: Evidence) -> dict[str, Any]:
    """A quote with who said it and where."""
    return {
        "guid": evidence.coding,
        "quote": in_quotes(shorten(evidence.quote)),
        "place": place(evidence),
    }


def place(said: Evidence | Coding) -> str:
    """Who said something and where, in words."""
    where = _("Interview {interview}, turn {turn}").format(interview=said.transcript, turn=said.utterance + 1)
    return where if said.participant == said.transcript else f"{said.participant}, {where}"


def shorten(text: str, most: int = QUOTE_SHOWN) -> str:
    """The beginning of a text."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def fold(text: str) -> str:
    """Letters without accents and case, for searching."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _head(draft: PersonaDraft) -> dict[str, Any]:
    from cjm_research.rendering.persona_words import attributes_note, exploratory_note, group_line

    return {
        "verdict": draft.verdict,
        "name": term("verdict", draft.verdict),
        "line": group_line(draft),
        "contrasts_note": exploratory_note(draft),
        "attributes_note": attributes_note(draft),
        "why": draft.why,
        "n": draft.n,
        "k": len(draft.personas),
        "basis": draft.basis,
        "basis_name": term("basis", draft.basis),
        "warnings": list(draft.warnings),
        "decisions": list(draft.decisions),
    }


def _statement_row(statement: Statement) -> dict[str, Any]:
    return {
        "key": statement.key or statement.code,
        "section": statement.section,
        "text": statement.text,
        "own": statement.own,
        "assumption": statement.is_assumption,
        "inside": list(statement.inside),
        "outside": list(statement.outside),
        "interval": [round(bound, 3) for bound in statement.interval],
        "quotes": len(statement.evidence),
    }


def _hidden_row(key: str, known: Statement | None, book: Codebook) -> dict[str, Any]:
    if known is not None:
        return {"key": key, "section": known.section, "text": known.text}
    # No member tells it any more.
    code, _at, stage = key.partition("@")
    name = book.path_name(code) if code in book else key
    text = _("{topic}, at the stage “{stage}”").format(topic=name, stage=term("stage", stage)) if stage else name
    return {"key": key, "section": "", "text": text}


def _attribute_row(share: AttributeShare) -> dict[str, Any]:
    from cjm_research.model import attribute_text

    row = {"name": term("attribute", share.attribute), "inside": _pair(share.inside), "outside": _pair(share.outside)}
    if share.middle is None:
        return {**row, "value": attribute_text(share.attribute, share.value), "numeric": False}
    inside, outside = ("–" if middle is None else format_number(middle) for middle in share.middle)
    if share.span is None:
        value = _("in the middle {inside}; the others {outside}").format(inside=inside, outside=outside)
    else:
        value = _("in the middle {inside}, from {low} to {high}; the others {outside}").format(
            inside=inside, low=format_number(share.span[0]), high=format_number(share.span[1]), outside=outside
        )
    return {**row, "value": value, "numeric": True}


def _channel(label: str, book: Codebook) -> str:
    key = label if label in book else f"touchpoint/{label}"
    return book.name_of(key) if key in book else term("touchpoint", label)


def _plane(draft: PersonaDraft, book: Codebook) -> dict[str, Any] | None:
    if draft.ordination is None or not draft.ordination.points:
        return None
    return {
        "explained": [round(share, 3) for share in draft.ordination.explained],
        "points": [{"id": p.participant, "x": round(p.x, 4), "y": round(p.y, 4)} for p in draft.ordination.points],
        "arrows": [
            {"name": _code_name(arrow.code, book), "x": round(arrow.x, 4), "y": round(arrow.y, 4)}
            for arrow in draft.ordination.arrows
        ],
    }


def _code_name(code: str, book: Codebook) -> str:
    name, _at, stage = code.partition("@")
    shown = book.name_of(name) if name in book else name
    return f"{shown} · {term('stage', stage)}" if stage else shown


def _sections(draft: PersonaDraft) -> list[list[str]]:
    from cjm_research.personas.profile import SECTIONS
    from cjm_research.rendering.persona_words import section_name

    present = dict.fromkeys(s.section for persona in draft.personas for s in persona.statements)
    keys = [*(key for key in SECTIONS if key in present), *(key for key in present if key not in SECTIONS)]
    keys += [key for key in SECTIONS if key not in present]
    return [[key, section_name(key) if key else _("Other statements")] for key in keys]


def _describe(person: Participant | None) -> str:
    from cjm_research.rendering.persona_words import describe_participant

    return describe_participant(person) if person is not None else ""


def _pair(count: Count) -> list[int]:
    return [count.k, count.n]


def _more(inside: Count, outside: Count) -> bool:
    return inside.k * max(outside.n, 1) >= outside.k * max(inside.n, 1)


def attribute_choices(participants: Sequence[Participant]) -> list[list[str]]:
    """Attributes by which people can be grouped: those in which at least two known values differ."""
    values: dict[str, set[str]] = {}
    for person in participants:
        for name, value in person.attributes.items():
            if value is not None and isinstance(value, (str, int, float, bool)):
                values.setdefault(name, set()).add(str(value))
    return [[name, term("attribute", name)] for name in sorted(values) if len(values[name]) > 1]
