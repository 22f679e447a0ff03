"""Learning from the researchers: what they accepted, rejected and added corrects the tagger in their own study.

What is learnt lies in the study's folder, ``features/own.npz``: numbers and the keys of own codes, no words of
interviews.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_number, format_percent, ngettext
from cjm_research.model import Coding, Transcript
from cjm_research.model.base import Model
from cjm_research.model.terms import term
from cjm_research.tagging import TAGGER_VERSION

if TYPE_CHECKING:
    from cjm_research.storage import Store
    from cjm_research.study.features import ChosenSource
    from cjm_research.tagging.own.learning import Learnt
    from cjm_research.tagging.own.model import OwnFile

Progress = Callable[[int, int], None]
FOLDER, FILE = "features", "own.npz"
FINDING = "finding"


class LearntPart(Model):
    """One thing that could be learnt, and whether it helped on interviews that it was not learnt from.

    `name` is "finding" (where passages stand; `before` and `after` are clicks for wrong and missing suggestions), what
    is decided of a passage ("touchpoint label", "stage" ...; shares that are right), or an own code ("need/parking";
    the share of its suggestions that is right, `before` that of all pieces of talk that hold it: right by chance).
    """

    name: str
    examples: int = Field(ge=0)
    before: float = Field(ge=0)
    after: float = Field(ge=0)
    used: bool

    @property
    def is_code(self) -> bool:
        """Whether it is a code of the study's own."""
        return "/" in self.name


class LearnReport(Model):
    """What a study learnt from its people.

    `coded` passages and `rejected` suggestions in `interviews` interviews were learnt from; `few` lists own codes with
    too few passages yet, and their number; `names` are the names of own codes.
    """

    interviews: int = Field(ge=0)
    coded: int = Field(ge=0)
    rejected: int = Field(ge=0)
    parts: tuple[LearntPart, ...] = ()
    few: tuple[tuple[str, int], ...] = ()
    names: dict[str, str] = Field(default_factory=dict)
    forgotten: bool = False

    @property
    def helps(self) -> bool:
        """Whether anything of it is used from now on."""
        return any(part.used for part in self.parts)

    def __str__(self) -> str:
        if self.forgotten:
            return _("What the study had learnt is forgotten; the tagger that comes with the package is used again.")
        return "\n".join([self._learnt_from(), *self._said(), self._last()])

    __repr__ = __str__

    def _learnt_from(self) -> str:
        parts = [
            ngettext("{n} coded passage", "{n} coded passages", self.coded).format(n=self.coded),
            ngettext("{n} rejected suggestion", "{n} rejected suggestions", self.rejected).format(n=self.rejected),
            ngettext("{n} interview worked on", "{n} interviews worked on", self.interviews).format(n=self.interviews),
        ]
        return _("Learnt from: {parts}.").format(parts=", ".join(parts))

    def _said(self) -> list[str]:
        lines = [self._sentence(part) for part in self.parts if part.used]
        lines += [
            _("“{code}” is not suggested yet: it would be right too seldom.").format(code=self._name(part.name))
            for part in self.parts
            if part.is_code and not part.used
        ]
        lines += [
            ngettext(
                "“{code}” has {n} passage so far; suggestions need about {least}.",
                "“{code}” has {n} passages so far; suggestions need about {least}.",
                n,
            ).format(code=self._name(name), n=n, least=_least_examples())
            for name, n in self.few
        ]
        return lines

    def _sentence(self, part: LearntPart) -> str:
        if part.name == FINDING:
            return _(
                "Wrong and missing suggestions cost {after} clicks instead of {before}, each interview being left out "
                "of the learning in turn."
            ).format(after=format_number(round(part.after)), before=format_number(round(part.before)))
        after, before = format_percent(part.after), format_percent(part.before)
        if part.is_code:
            return ngettext(
                "“{code}” is suggested from now on, learnt from {n} passage; about {share} of the suggestions are "
                "right.",
                "“{code}” is suggested from now on, learnt from {n} passages; about {share} of the suggestions are "
                "right.",
                part.examples,
            ).format(code=self._name(part.name), n=part.examples, share=after)
        kind, _blank, what = part.name.rpartition(" ")
        texts = {
            "label": _("{kind}: {after} of the labels are right instead of {before}."),
            "valence": _("{kind}: {after} of the valences are right instead of {before}."),
            "stage": _("Stages: {after} are right instead of {before}."),
        }
        return texts[what].format(kind=term("kind", kind) if kind else "", after=after, before=before)

    def _last(self) -> str:
        if self.helps:
            return _("Tag the interviews to see what changes; what you have decided on stays as it is.")
        if not self.parts:
            return _("That is too little to learn from. Work through an interview or two first.")
        return _("The tagger that comes with the package does as well on these interviews, so it stays in use.")

    def _name(self, key: str) -> str:
        return self.names.get(key) or key.partition("/")[2].replace("_", " ")


def _least_examples() -> int:
    from cjm_research.tagging.own.codes import LEAST_EXAMPLES

    return LEAST_EXAMPLES


def learn_study(
    store: Store,
    *,
    features: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    forget: bool = False,
    progress: Progress | None = None,
) -> LearnReport:
    """Learn from everything that people have decided in the study; what was learnt before is replaced.

    Parameters
    ----------
    features : sequence of str
        The additional feature sources of the study, on top of which it learns.
    names : mapping of str to str, optional
        Names of own codes by their keys, for the report.
    forget : bool
        Learn nothing, and forget what was learnt.
    progress : callable, optional
        Called with (done, total).

    Raises
    ------
    BadValueError
        The study is on a server: it has no folder to keep what is learnt.
    """
    file = own_path(store)
    if file is None:
        raise BadValueError(
            _("A study on a server cannot learn from its codings: it has no folder for what is learnt."),
        )
    if forget:
        file.unlink(missing_ok=True)
        return LearnReport(interviews=0, coded=0, rejected=0, forgotten=True)
    transcripts = store.transcripts()
    learnt = _learn(store, transcripts, store.codings(), _chosen(store, transcripts, features), progress)
    if learnt.own.is_empty:
        file.unlink(missing_ok=True)
    else:
        learnt.own.save(file)
    return LearnReport(
        interviews=learnt.interviews,
        coded=learnt.coded,
        rejected=learnt.rejected,
        parts=tuple(
            LearntPart(name=one.name, examples=one.examples, before=one.before, after=one.after, used=one.used)
            for one in learnt.outcomes
        ),
        few=tuple(sorted(learnt.few.items())),
        names=dict(names or {}),
    )


def forget_learning(store: Store) -> LearnReport:
    """Forget what was learnt; the tagger that comes with the package is used again."""
    return learn_study(store, forget=True)


def own_path(store: Store) -> Path | None:
    """Where what the study has learnt lies; None for a study on a server."""
    return store.folder / FOLDER / FILE if store.folder else None


def own_tagger(
    store: Store, transcripts: Sequence[Transcript], sources: Mapping[str, ChosenSource], progress: Progress | None
) -> OwnFile | None:
    """What the study has learnt, if anything; learnt anew where it was learnt on top of another tagger."""
    file = own_path(store)
    if file is None or not file.exists():
        return None
    from cjm_research.tagging.own.model import Own, OwnFile

    own = Own.load(file)
    if own is None or own.key != _key(sources):
        own = _learn(store, transcripts, store.codings(), sources, progress).own
        if own.is_empty:
            file.unlink(missing_ok=True)
            return None
        own.save(file)
    return OwnFile.of(file)


def _learn(
    store: Store,
    transcripts: Sequence[Transcript],
    codings: Iterable[Coding],
    sources: Mapping[str, ChosenSource],
    progress: Progress | None,
) -> Learnt:
    from cjm_research.tagging.own.learning import learn_own

    adjusted = None
    if sources:
        from cjm_research.study.features import trained

        adjusted = trained(sources.values(), progress).of_transcript
    return learn_own(transcripts, codings, key=_key(sources), adjusted=adjusted, progress=progress)


def _chosen(store: Store, transcripts: Sequence[Transcript], names: Sequence[str]) -> Mapping[str, ChosenSource]:
    if not names:
        return {}
    from cjm_research.study.features import chosen_sources

    return chosen_sources(names, {transcript.language for transcript in transcripts}, store.folder)


def _key(sources: Mapping[str, ChosenSource]) -> str:
    return " ".join([TAGGER_VERSION, *(sources[language].key for language in sorted(sources))])


def still_to_decide(
    suggestions: Iterable[Coding], codings: Iterable[Coding], transcripts: Iterable[Transcript]
) -> list[Coding]:
    """The suggestions that are no news to somebody who has worked on the interviews left out.

    Left out is what stands where people have decided on the same kind (for own codes: the same code), and in turns that
    they worked through everything but own codes: those may be younger than the work.
    """
    from cjm_research.tagging.own.pages import is_own, looked_turns

    by_transcript: dict[str, list[Coding]] = {}
    for coding in codings:
        by_transcript.setdefault(coding.transcript, []).append(coding)
    looked = {one.id: looked_turns(one, by_transcript.get(one.id, ())) for one in transcripts}
    decided: dict[tuple[str, int], list[Coding]] = {}
    for coding in (one for here in by_transcript.values() for one in here):
        if coding.status in ("confirmed", "rejected"):
            decided.setdefault((coding.transcript, coding.utterance), []).append(coding)
    return [
        one
        for one in suggestions
        if (is_own(one.kind, one.label) or one.utterance not in looked.get(one.transcript, ()))
        and not any(_is_same(one, other) for other in decided.get((one.transcript, one.utterance), ()))
    ]


def _is_same(suggestion: Coding, decided: Coding) -> bool:
    """Whether a decision on one of them is one on the other: of one kind, half of the shorter one shared."""
    from cjm_research.tagging.own.pages import is_own

    if is_own(suggestion.kind, suggestion.label) and suggestion.code != decided.code:
        return False
    if suggestion.kind != decided.kind and not (suggestion.is_pain and decided.is_pain):
        return False
    shared = min(suggestion.end, decided.end) - max(suggestion.start, decided.start)
    return shared > 0 and 2 * shared >= min(suggestion.end - suggestion.start, decided.end - decided.start)
