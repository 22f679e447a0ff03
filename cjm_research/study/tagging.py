"""Letting the machine suggest codings: only where something changed since it last did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cjm_research import tagging
from cjm_research.coding import codebook_rules, in_codebook, suggestions_from_tags
from cjm_research.model import TagReport
from cjm_research.study.learning import own_tagger, still_to_decide

if TYPE_CHECKING:
    from cjm_research.model import Transcript
    from cjm_research.storage import Store
    from cjm_research.study.features import ChosenSource
    from cjm_research.tagging.own.model import OwnFile
    from cjm_research.tagging.sources.head import Features

Progress = Callable[[int, int], None]


def tag_study(
    store: Store,
    *,
    features: Sequence[str] = (),
    again: bool = False,
    processes: int | None = None,
    progress: Progress | None = None,
) -> TagReport:
    """Bring the machine's suggestions up to date; reasons are worded in the language in force.

    What the study has learnt from its people takes part (see `cjm_research.study.learning`).

    Parameters
    ----------
    features : sequence of str
        Additional feature sources; the first that serves the language of an interview is used for it.
    again : bool
        Read every interview, changed or not.
    processes : int, optional
        Processes that share the work; chosen by the amount of text where not named.
    progress : callable, optional
        Called with (done, total) after each interview that is read, and before that after each step of the training
        that a new feature source needs.
    """
    transcripts = store.transcripts()
    sources = _sources(features, transcripts, store)
    own = own_tagger(store, transcripts, sources, progress)
    codebook = store.codebook()
    rules = codebook_rules(codebook)
    keys = {t.id: tagging.tag_key(t, source=_made_with(sources.get(t.language), own, rules)) for t in transcripts}
    known = {} if again else store.tag_keys()
    changed = [transcript for transcript in transcripts if known.get(transcript.id) != keys[transcript.id]]
    added = withdrawn = 0
    if changed:
        more: dict[str, Any] = {**_trained(sources, changed, progress), **({} if own is None else {"own": own})}
        tags = tagging.tag_transcripts(changed, progress=progress, processes=processes, **more)
        ids = [transcript.id for transcript in changed]
        suggestions = in_codebook(suggestions_from_tags(tags, changed), codebook)
        if own is not None:
            suggestions = still_to_decide(suggestions, store.codings(), changed)
        added, withdrawn = store.sync_suggestions(suggestions, ids, keys={id: keys[id] for id in ids})
    return TagReport(
        transcripts=len(transcripts),
        suggestions=sum(coding.status == "suggested" for coding in store.codings()),
        added=added,
        withdrawn=withdrawn,
        tagged=len(changed),
        unchanged=len(transcripts) - len(changed),
    )


def _made_with(source: ChosenSource | None, own: OwnFile | None, rules: str) -> str:
    """The key of what suggestions are made with beside what comes with the package; `rules` are the codebook's."""
    parts = [source.key if source else "", f"own {own.digest}" if own else "", rules]
    return " ".join(part for part in parts if part)


def _sources(names: Sequence[str], transcripts: Sequence[Transcript], store: Store) -> Mapping[str, ChosenSource]:
    if not names:
        return {}
    from cjm_research.study.features import chosen_sources

    return chosen_sources(names, {transcript.language for transcript in transcripts}, store.folder)


def _trained(
    sources: Mapping[str, ChosenSource], changed: Sequence[Transcript], progress: Progress | None
) -> dict[str, Features]:
    """What the sources of the interviews to read add to the tagger, as its option; no option where there is none."""
    languages = {transcript.language for transcript in changed}
    wanted = [source for language, source in sources.items() if language in languages]
    if not wanted:
        return {}
    from cjm_research.study.features import trained

    return {"features": trained(wanted, progress)}
