"""A study: interviews that nothing can be drawn from, codings that lost their words, what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from cjm_research.i18n import _, language_name, ngettext
from cjm_research.model import Coding, Finding, Participant, StudySettings, Transcript


class StudyLike(Protocol):
    """What the checks look at; `cjm_research.Study` has it."""

    @property
    def settings(self) -> StudySettings:
        """The settings."""

    @property
    def transcripts(self) -> tuple[Transcript, ...]:
        """The interviews."""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The people."""

    @property
    def codings(self) -> tuple[Coding, ...]:
        """All codings, whatever their status."""


def check_study(study: StudyLike) -> list[Finding]:
    """What is wrong with a study (problems), and what a researcher should know about it (infos)."""
    transcripts, codings = study.transcripts, study.codings
    name = study.settings.title or _("Study without a title")
    if not transcripts:
        hint = _("Bring some in with: cjm import PATH --study DIR")
        return [Finding(file=name, what=_("The study has no interviews."), hint=hint, severity="info")]
    return [
        *_transcript_findings(transcripts, study.settings),
        *_coding_findings(transcripts, codings),
        *_people_findings(name, study.participants, transcripts),
        *_review_findings(name, codings),
    ]


def _transcript_findings(transcripts: tuple[Transcript, ...], settings: StudySettings) -> Iterator[Finding]:
    for transcript in transcripts:
        if not transcript.participant_text().strip():
            yield Finding(
                file=transcript.id,
                what=_("The participant says nothing in this interview."),
                hint=_("Look whether the speakers are on the right side; import it with --interviewer NAME."),
            )
        if not transcript.language:
            yield Finding(
                file=transcript.id,
                what=_("The language of this interview is not known."),
                hint=_("Import it with --language en, pl or ru."),
            )
        elif transcript.language not in settings.languages:
            yield Finding(
                file=transcript.id,
                what=_("The interview is in {language}, which is none of the study's languages.").format(
                    language=language_name(transcript.language)
                ),
                hint=_("Add it to “languages” in study.toml if that is meant."),
                severity="info",
            )


def _coding_findings(transcripts: tuple[Transcript, ...], codings: tuple[Coding, ...]) -> Iterator[Finding]:
    texts = {(t.id, n): u.text for t in transcripts for n, u in enumerate(t.utterances)}
    for coding in codings:
        if coding.start == coding.end and coding.status in {"lost", "rejected"}:
            continue  # its words went with a correction; that is known, and told elsewhere
        if texts.get((coding.transcript, coding.utterance), "")[coding.start : coding.end] != coding.quote:
            yield Finding(
                file=coding.transcript,
                what=_("A coding in utterance {u} does not stand on its words “{quote}”.").format(
                    u=coding.utterance, quote=coding.quote
                ),
                hint=_("Put it on the right words, or remove it ({guid}).").format(guid=coding.guid),
            )


def _people_findings(
    name: str, participants: tuple[Participant, ...], transcripts: tuple[Transcript, ...]
) -> Iterator[Finding]:
    interviewed = {transcript.id for transcript in transcripts}
    absent = [participant.id for participant in participants if participant.id not in interviewed]
    if absent:
        text = ngettext(
            "{n} person of the participants table has no interview: {people}.",
            "{n} people of the participants table have no interview: {people}.",
            len(absent),
        )
        yield Finding(file=name, what=text.format(n=len(absent), people=", ".join(absent[:5])), severity="info")


def _review_findings(name: str, codings: tuple[Coding, ...]) -> Iterator[Finding]:
    waiting = sum(coding.status == "suggested" for coding in codings)
    if waiting:
        text = ngettext("{n} suggestion waits for review.", "{n} suggestions wait for review.", waiting)
        yield Finding(file=name, what=text.format(n=waiting), severity="info")
    lost = [coding for coding in codings if coding.status == "lost"]
    if lost:
        text = ngettext(
            "{n} coding has lost its words, because the text was corrected; it counts nowhere.",
            "{n} codings have lost their words, because the text was corrected; they count nowhere.",
            len(lost),
        )
        hint = _("Open the interview “{transcript}” in the span coder: it lists them, to be placed again or removed.")
        yield Finding(
            file=name,
            what=text.format(n=len(lost)),
            hint=hint.format(transcript=lost[0].transcript),
        )
    if codings and not any(coding.status == "confirmed" for coding in codings):
        yield Finding(
            file=name,
            what=_("Nothing is confirmed yet: personas and maps rest on the machine's suggestions alone."),
            severity="info",
        )
