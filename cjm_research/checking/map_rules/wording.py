"""Rules about words: stages that mirror the company's departments, and company talk in the customer's rows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cjm_research.checking.map_rules.finding import Hit, MapFacts, Rule, examples
from cjm_research.i18n import LANGUAGES, _, in_quotes, ngettext
from cjm_research.model import JourneyItem, JourneyMap
from cjm_research.model.lanes import CUSTOMER_LANES

WORD_LISTS = Path(__file__).parent / "word_lists"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What to look for, of all languages at once: teams mix them ("upsell", "leady")."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for name, words in tomllib.loads((WORD_LISTS / f"{language}.toml").read_text(encoding="utf-8")).items():
            found.setdefault(name, []).extend(words)
    return {name: re.compile(rf"\b(?:{'|'.join(words)})\b") for name, words in found.items()}


def company_words(text: str) -> tuple[str, ...]:
    """The words of `text` in which a company talks about its customers, in English, Polish or Russian.

    >>> company_words("Our customers compare prices"), company_words("Chcę wiedzieć, ile to kosztuje")
    (('Our customers',), ())
    """
    return tuple(text[m.start() : m.end()] for m in _patterns()["company_talk"].finditer(_folded(text)))


def is_department(name: str) -> bool:
    """Whether a name is that of a department: “Sales”, “Dział sprzedaży”, “Отдел продаж”.

    >>> is_department("Marketing"), is_department("Dział obsługi klienta"), is_department("Zakup")
    (True, True, False)
    """
    folded = _folded(name).strip()
    return bool(_patterns()["department"].fullmatch(folded) or _patterns()["department_head"].search(folded))


def _folded(text: str) -> str:
    # One character for one, so that places in the text stay.
    return "".join(c if len(c := letter.lower()) == 1 else letter for letter in text).replace("ё", "е")


def department_stages(journey_map: JourneyMap, facts: MapFacts) -> Iterator[Hit]:
    """Stages are what the customer goes through, not who works on it."""
    owners = {_folded(name).strip() for name in (*facts.departments, *_departments(journey_map)) if name.strip()}
    for stage in journey_map.stages:
        name = journey_map.stage_name(stage.key)
        if is_department(name) or _folded(name).strip() in owners:
            yield Hit(
                _("This stage is named as a department."),
                _("Name it for what the customer does there, in their words."),
                stage.key,
            )


def _departments(journey_map: JourneyMap) -> Iterator[str]:
    yield from (item.owner for _cell, item in journey_map.items)
    yield from (touchpoint.department for touchpoint in journey_map.touchpoints)
    yield from (sign_off.department for sign_off in journey_map.sign_offs)


def company_talk(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """The customer's rows tell it from the customer's side; quotes are never looked at."""
    for stage in journey_map.stages:
        found = [(key, text) for key, text in _own_texts(journey_map, stage.key) if company_words(text)]
        if found:
            words = company_words(found[0][1])
            text = ngettext(
                "{n} text of the customer's rows speaks as the company does ({words}): {texts}.",
                "{n} texts of the customer's rows speak as the company does ({words}): {texts}.",
                len(found),
            )
            yield Hit(
                text.format(n=len(found), words=in_quotes(words[0]), texts=examples(text for _key, text in found)),
                _("Say it from the customer's side, or move it to a row of the company."),
                stage.key,
                tuple(key for key, _text in found if key),
            )


def _own_texts(journey_map: JourneyMap, stage: str) -> Iterator[tuple[str, str]]:
    """(key, text) of what researchers worded for a stage; an empty key for what they say of the stage itself."""
    of_stage = journey_map.stage(stage)
    if of_stage:
        yield from (
            ("", text) for text in (of_stage.name, of_stage.goal, of_stage.mindset, of_stage.customer_task) if text
        )
    for step in journey_map.steps:
        if step.stage == stage and (step.own or "text" in step.edited):
            yield step.key, step.text
    for cell, item in journey_map.items:
        if cell.stage == stage and cell.lane in CUSTOMER_LANES and _is_own_wording(item):
            yield item.key, item.text


def _is_own_wording(item: JourneyItem) -> bool:
    quoted = {evidence.quote for evidence in item.evidence} | {item.quote}
    return (item.own or "text" in item.edited) and item.text not in quoted


WORDING_RULES = (
    Rule("department_stage", department_stages, "warning"),
    Rule("company_talk", company_talk, "warning"),
)
