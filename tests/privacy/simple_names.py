"""A detector and a chooser of pseudonyms that know a few names by heart: what rests on them is tested without them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from cjm_research.privacy.base import Finding
from cjm_research.privacy.key import KeyEntity

# Wording -> (entity, case); a pseudonym takes the same case.
FORMS = {
    "Anna": ("anna", "nom"), "Annę": ("anna", "acc"), "Anny": ("anna", "gen"),
    "Kowalska": ("kowalska", "nom"), "Kowalskiej": ("kowalska", "gen"),
    "Ewa": ("ewa", "nom"), "Ewę": ("ewa", "acc"),
    "Margaret": ("margaret", "nom"), "Peg": ("peg", "nom"), "Hope": ("hope", "nom"),
    "Маргарита": ("маргарита", "nom"), "Маргариту": ("маргарита", "acc"),
}  # fmt: skip
PSEUDONYMS = {
    "anna": {"nom": "Ewa", "acc": "Ewę", "gen": "Ewy"},
    "ewa": {"nom": "Ida", "acc": "Idę"},
    "kowalska": {"nom": "Lis", "gen": "Lis"},
    "margaret": {"nom": "Rosalind"},
    "peg": {"nom": "Ros"},
    "hope": {"nom": "Joy"},
    "маргарита": {"nom": "Ева", "acc": "Еву"},
}
_PHONE = re.compile(r"\+?48[ \d]{8,}\d")


def detect(texts: Sequence[tuple[str, str]], *, known=(), employers=(), keep=()) -> list[list[Finding]]:
    return [sorted(_found(text, keep), key=lambda one: one.start) for text, _language in texts]


def _found(text: str, keep: Collection[str]):
    for match in re.finditer("|".join(sorted(FORMS, key=len, reverse=True)), text):
        entity, case = FORMS[match[0]]
        sureness = "possible" if entity == "hope" else "sure"
        whole = not (text[: match.start()][-1:].isalpha() or text[match.end() :][:1].isalpha())
        if whole and match[0] not in keep:
            yield Finding(*match.span(), match[0], "person", sureness, entity, "test:name", {"case": case})
    for match in _PHONE.finditer(text):
        yield Finding(*match.span(), match[0], "phone", "sure", re.sub(r"\D", "", match[0]), "test:phone")


class Namer:
    """Gives the pseudonyms above, and numbers in brackets."""

    def choose(self, entity: KeyEntity, findings: Sequence[Finding], *, taken, others, seed) -> KeyEntity:
        if entity.kind == "phone":
            number = 1 + sum(one.shown.startswith("[phone ") for one in others)
            return entity.model_copy(update={"pseudonym": {"number": number}, "shown": f"[phone {number}]"})
        forms = PSEUDONYMS.get(entity.name, {"nom": "[person]"})
        return entity.model_copy(update={"pseudonym": forms, "shown": forms["nom"]})

    def words(self, entity: KeyEntity, finding: Finding, language: str) -> str:
        case = finding.traits.get("case", "nom")
        return entity.own or entity.pseudonym.get(case, entity.shown)
