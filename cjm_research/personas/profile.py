"""A group of participants -> the statements of a persona: what its members tell, each claim with its people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cjm_research.coding import CONTEXT_KINDS, QuoteSpace, Theme, as_theme
from cjm_research.i18n import _, in_quotes
from cjm_research.measures import wilson
from cjm_research.model import Coding, StageModel, Statement, code_name, feeling_name, term
from cjm_research.personas.claims import DISTRUST, MIN_LEAD, NO_CONTACT, Claim, ClaimIndex

# Sections of a persona sheet, in the order they are read.
SECTIONS = (
    "triggers", "goals", "needs", "motivations", "criteria", "channels", "emotions", "pains", "barriers", "successes",
    "decisions", "questions", "actions", "thoughts",
)  # fmt: skip
# Kind -> its section, where the stage does not matter.
_SECTION_OF = {
    "goal": "goals",
    "need": "needs",
    "touchpoint": "channels",
    "emotion": "emotions",
    "pain_point": "pains",
    "barrier": "barriers",
    "success_point": "successes",
    "question": "questions",
    "action": "actions",
    "thought": "thoughts",
}
# Where it does: what starts the search; what is weighed while choosing; the rest. Stages of the seven-stage model.
_STARTING = frozenset(["awareness"])
_CHOOSING = frozenset(["consideration", "decision"])
_BY_STAGE = {
    "motivation": ("triggers", "criteria", "motivations"),
    "turning_point": ("decisions", "criteria", "decisions"),
}
PER_SECTION = 4
# Sections that a persona is read for hold this many lines even where members are like everybody else.
ALWAYS = (
    "triggers", "goals", "needs", "motivations", "criteria", "channels", "emotions", "pains", "barriers", "successes",
)  # fmt: skip
AT_LEAST = 2
# An example that says what it is about without the words around it; in code points.
TELLING = (25, 110)
# Of more quotes than these, some at equal distances are compared for the one that speaks for all.
QUOTES_COMPARED = 300


class Profiler:
    """Words and quotes for the claims of an index.

    Parameters
    ----------
    codings : sequence of Coding
        The usable codings of the participants: they tell which words are common in this talk.
    index : ClaimIndex
        Of the same codings.
    """

    def __init__(self, codings: Sequence[Coding], index: ClaimIndex):
        self._index = index
        self._space = QuoteSpace(codings)
        self._themes: dict[tuple[str, ...], Theme] = {}

    def statements(
        self, members: Collection[str], claims: Sequence[Claim], *, wording: Mapping[str, str] | None = None
    ) -> tuple[Statement, ...]:
        """The claims worth printing, section by section, at most `PER_SECTION` each, most telling first.

        Parameters
        ----------
        members : collection of str
        claims : sequence of Claim
            Those of the members, the most telling first.
        wording : mapping, optional
            Key of a statement -> the researcher's own words. What a researcher has worded stays, whatever else is told.
        """
        wording = wording or {}
        found = {key: self._index.claim(key, members) for key in wording}
        worded = [claim for claim in found.values() if claim and claim.codings]
        own_words = {claim.key: wording[key] for key, claim in found.items() if claim}
        shared = [claim for claim in claims if claim.is_shared]
        statements: list[Statement] = []
        for section in SECTIONS:
            chosen = self._chosen(section, shared)
            chosen += [c for c in worded if section_of(c, self._index.model) == section and c not in chosen]
            for claim in chosen:
                statement = self.statement(claim, section)
                if claim.key in own_words:
                    statement = statement.model_copy(update={"text": own_words[claim.key], "own": True})
                statements.append(statement)
        return tuple(statements)

    def _chosen(self, section: str, shared: Sequence[Claim]) -> list[Claim]:
        of_section = [claim for claim in shared if section_of(claim, self._index.model) == section]
        chosen = _distinct([claim for claim in of_section if _is_telling(claim)])[:PER_SECTION]
        if section in ALWAYS and len(chosen) < AT_LEAST:
            common = sorted(of_section, key=lambda claim: (-round(claim.share, 9), claim.order))
            chosen = _distinct([*chosen, *common])[:AT_LEAST]
        return chosen

    def statement(self, claim: Claim, section: str) -> Statement:
        """A claim in words, with all its quotes."""
        theme = self._theme(claim)
        return Statement(
            key=claim.key,
            text=text_of(claim, theme.representative.quote),
            code=claim.code,
            section=section,
            inside=claim.inside,
            outside=claim.outside,
            interval=wilson(*claim.inside),
            evidence=theme.evidence,
        )

    def _theme(self, claim: Claim) -> Theme:
        """All quotes of a claim with the one that speaks for them, found once."""
        guids = tuple(coding.guid for coding in claim.codings)
        if guids not in self._themes:
            compared = claim.codings[:: 1 + len(claim.codings) // QUOTES_COMPARED]
            speaker = as_theme(compared, space=self._space, readable=TELLING).representative
            self._themes[guids] = Theme(speaker, claim.codings)
        return self._themes[guids]


def section_of(claim: Claim, model: StageModel) -> str:
    """The section that a claim belongs to; empty for kinds that no statement is made of.

    Motivations at the first stage are what triggers the search; motivations and turning points while choosing are the
    criteria of the choice. A stage that covers both choosing and more counts as more.
    """
    if claim.kind not in _BY_STAGE:
        return _SECTION_OF.get(claim.kind, "")
    pivot = next((frozenset(stage.pivot) for stage in model.stages if stage.key == claim.stage), frozenset())
    starting, choosing, other = _BY_STAGE[claim.kind]
    if not pivot:
        return other
    return starting if pivot <= _STARTING else choosing if pivot <= _CHOOSING else other


def _is_telling(claim: Claim) -> bool:
    return not claim.outside[1] or claim.lead >= MIN_LEAD


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Each subject once, in its first form: a labelled code in one stage, the other kinds once a stage."""
    chosen: dict[tuple[str, str | None], Claim] = {}
    for claim in claims:
        chosen.setdefault((claim.kind, claim.label or claim.stage), claim)
    return list(chosen.values())


def text_of(claim: Claim, quote: str = "") -> str:
    """What is claimed in one line: a name or an example in somebody's own words, and the stage where it has one."""
    stage, said = term("stage", claim.stage) if claim.stage else "", in_quotes(quote) if quote else ""
    topic = _topic(claim)
    if not said or claim.kind in ("touchpoint", "emotion"):
        topic = topic or term("kind", claim.kind)
        return _("{topic}, at the stage “{stage}”").format(topic=topic, stage=stage) if stage else topic
    if not topic:
        if claim.kind not in CONTEXT_KINDS:
            return _("At the stage “{stage}”, for example: {quote}").format(stage=stage, quote=said)
        topic = _("No contact named")
    if stage:
        return _("{topic}, at the stage “{stage}”: {quote}").format(topic=topic, stage=stage, quote=said)
    return _("{topic}: {quote}").format(topic=topic, quote=said)


def contrast_text(claim: Claim) -> str:
    """A claim in a table of codes: its kind is named where the label alone would not tell it."""
    text = text_of(claim)
    if claim.kind in ("touchpoint", "emotion") or not _topic(claim):
        return text
    return _("{kind}: {topic}").format(kind=term("kind", claim.kind), topic=text)


def _topic(claim: Claim) -> str:
    """The name of a claim's label, empty where it has none."""
    if claim.label is None or (claim.kind in CONTEXT_KINDS and claim.label == NO_CONTACT):
        return ""
    if claim.label == DISTRUST:
        return feeling_name("trust", -1)
    return code_name(claim.code.partition("@")[0], below_kind=True)
