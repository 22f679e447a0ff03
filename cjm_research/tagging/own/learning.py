"""How a study learns from its people: corrections are kept only where they help on interviews they were not made from.

Every interview that was worked on is left out in turn (where there are few, parts of them), the strengths of the
corrections are chosen by what is said of the part left out, and a correction that does not help there is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from cjm_research.model import Coding, Transcript
from cjm_research.tagging.learnt.learning import group
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.own.choosing import Outcome
from cjm_research.tagging.own.codes import LEAST_EXAMPLES, examples_of, learn_code, words_of
from cjm_research.tagging.own.deciding import learn_deciding
from cjm_research.tagging.own.kinds import learn_kinds
from cjm_research.tagging.own.model import Own, OwnCode, Words
from cjm_research.tagging.own.pages import Page, read_page, worked_on
from cjm_research.tagging.tagger import Adjusted, Tagger, load_tagger, one_thread

Progress = Callable[[int, int], None]
Taggers = Callable[[str], Tagger]

# Codings and rejections from which on kinds, labels, valences and stages are learnt; own codes need fewer.
LEAST_DECISIONS = 12
# What is decided of a span: each is a step of the progress.
DECIDED = ("touchpoint label", "emotion label", "touchpoint valence", "emotion valence", "stage")


@dataclass
class Learnt:
    """What was learnt from how much; `few` lists own codes with too few examples and their number."""

    own: Own
    interviews: int = 0
    coded: int = 0
    rejected: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    few: dict[str, int] = field(default_factory=dict)


def learn_own(
    transcripts: Iterable[Transcript],
    codings: Iterable[Coding],
    *,
    key: str = "",
    tagger: Taggers = load_tagger,
    adjusted: Adjusted | None = None,
    progress: Progress | None = None,
) -> Learnt:
    """What the codings of people teach about interviews like theirs.

    Parameters
    ----------
    transcripts, codings
        The whole study; of the codings, those of every status.
    key : str
        Kept with what is learnt.
    tagger : callable
        What is to be corrected, by language.
    adjusted : callable, optional
        What is done to its log-odds before.
    progress : callable, optional
        Called with (done, total): each interview that was worked on, and each thing that is learnt, is a step.
    """
    worked = worked_on(transcripts, codings)
    step = _Counter(progress, len(worked) + len(DECIDED) + 2)
    with one_thread():
        pages: list[Page] = []
        for one in worked:
            page = read_page(one, tagger(one.transcript.language), adjusted)
            pages += [page] if page is not None else []
            step()
        _leave_open(pages)
        learnt = Learnt(Own(key), len(pages))
        learnt.coded = sum(len(page.worked.coded) for page in pages)
        learnt.rejected = sum(len(page.worked.rejected) for page in pages)
        if pages:
            _learn(pages, tagger, learnt, step)
    return learnt


def _learn(pages: list[Page], tagger: Taggers, learnt: Learnt, step: Callable[[], None]) -> None:
    """Put what the pages teach into `learnt`."""
    own = Own(learnt.own.key)
    if learnt.coded and learnt.coded + learnt.rejected >= LEAST_DECISIONS:
        own = _learn_scheme(pages, tagger, learnt, step)
    codes: list[OwnCode] = []
    everything = words_of(pages)
    for name, examples in examples_of(pages).items():
        if examples < LEAST_EXAMPLES:
            learnt.few["/".join(name)] = examples
            continue
        code, outcome = learn_code(name, examples, pages, everything)
        codes += [code] if code is not None else []
        learnt.outcomes.append(outcome)
    step()
    learnt.own = replace(own, codes=tuple(codes))


def _learn_scheme(pages: list[Page], tagger: Taggers, learnt: Learnt, step: Callable[[], None]) -> Own:
    """What the pages teach of the built-in codes; what came of it goes into `learnt`."""
    languages = sorted({page.lesson.transcript.language for page in pages})
    finding, shifts, outcome = learn_kinds(pages, {language: _thresholds(tagger(language)) for language in languages})
    # Where nobody looked through an answer there are no clicks to count.
    learnt.outcomes += [outcome] if any(page.looked.any() for page in pages) else []
    step()
    spans: dict[str, Words] = {}
    for name in DECIDED:
        found = learn_deciding(name, pages, _outputs(name, tagger(languages[0])))
        if found is not None:
            words, outcome = found
            spans |= {name: words} if words is not None else {}
            learnt.outcomes.append(outcome)
        step()
    counts = {name: sum(len(page.coded[name].items) for page in pages if name in page.coded) for name in spans}
    counts |= {kind: sum(group(mark[3]) == kind for page in pages for mark in page.lesson.gold) for kind in FOUND}
    return Own(learnt.own.key, finding, shifts, spans, examples=counts)


def _leave_open(pages: list[Page]) -> None:
    """Of a kind that nobody has decided anything about in the whole study nothing is known anywhere."""
    touched = {group(one.kind) for page in pages for one in (*page.worked.coded, *page.worked.rejected)}
    for page in pages:
        page.known[:, [kind not in touched for kind in FOUND]] = 0.0


class _Counter:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total)


def _thresholds(tagger: Tagger) -> Mapping[str, float]:
    assert tagger.finder is not None
    return tagger.finder.moments.thresholds


def _outputs(name: str, tagger: Tagger) -> tuple[str, ...]:
    kind, _blank, what = name.rpartition(" ")
    models = {"label": tagger.attributes.labels, "valence": tagger.attributes.valences}
    model = models[what][kind] if what in models else tagger.attributes.stages
    assert model is not None
    return model.outputs
