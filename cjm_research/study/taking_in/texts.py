"""The texts of a foreign project become interviews, and what is coded in them codings: text by text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cjm_research.errors import BadValueError
from cjm_research.exchange.incoming import IncomingCoding, IncomingText
from cjm_research.exchange.losses import Loss
from cjm_research.i18n import _, language_name
from cjm_research.model import MACHINE_CODER, Coding, Transcript
from cjm_research.readers.language import LANGUAGES, likely_language
from cjm_research.storage import kept
from cjm_research.storage.events import Change
from cjm_research.storage.intake import Intake
from cjm_research.storage.kept import KeptSource
from cjm_research.storage.records import sha256_of
from cjm_research.study.coding_verbs import DEFAULT_CODER
from cjm_research.study.taking_in.codes import Codes
from cjm_research.study.taking_in.kept import Identities, part_guid
from cjm_research.study.taking_in.people import People
from cjm_research.study.taking_in.places import Places
from cjm_research.study.taking_in.same import SameCodings, SameInterviews
from cjm_research.study.taking_in.turns import OWN, alike, onto, placed, plain_name, turns_of, turns_of_ours

# So much of a text tells its language.
SAMPLE = 2000
_NEVER = object()

# id, start, end, code, coder, memo, own: as `KeptSource.codings` holds them
Came = list[Any]


@dataclass
class Texts:
    """Takes in one text after another."""

    intake: Intake
    identities: Identities
    codes: Codes
    people: People
    tool: str
    file_name: str
    fallback_language: str
    project: int
    by_guid: dict[str, str | None]
    own_guids: Mapping[str, str]
    imported: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    # Interviews of an earlier import, whose texts have other identifiers here.
    again: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    # Id of a text -> interview; id of a coding -> guid of its first part, for memos.
    transcripts: dict[str, str] = field(default_factory=dict)
    first_parts: dict[str, str] = field(default_factory=dict)
    coding_memos: list[tuple[str, str, str]] = field(default_factory=list)
    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0

    def __post_init__(self) -> None:
        self._ids = {id.casefold() for id in (*self.intake.transcripts, *self.intake.participants)}
        self._interviews = SameInterviews(self.intake, self.by_guid.values())
        self._moved: dict[str, Any] = {}

    def take(self, text: IncomingText, position: int, content: str) -> None:
        """Take in one text with its codings; `content` is the tool's own form of it, to be kept."""
        guid = self.identities.of("text", text.id)
        turns, spoken = turns_of(text)
        if guid in self.by_guid:
            self._merge(self.by_guid[guid], guid, text, position, content)
        elif (id := self._same(guid, text, turns)) is not None:
            self._beside(id, guid, text, position, content)
        elif not turns:
            if text.codings:
                self._lost("kept", _("A coded source without words is kept, but not shown."), text.name)
            self._keep(guid, position, None, text, (), content)
        else:
            self._add(guid, text, turns, spoken, position, content)

    def _lost(self, fate: Any, what: str, where: str = "") -> None:
        self.losses.append(Loss(fate, what, where))

    # New interviews

    def _add(
        self, guid: str, text: IncomingText, turns: Sequence[tuple[int, int]], spoken: Any, position: int, content: str
    ) -> None:
        id = self._free_id(text.name)
        places = Places(text.text, turns)
        said = places.utterances()
        person = self.people.of_text(text.id)
        transcript = Transcript(
            id=id,
            language=self._language(text),
            group=person.group,
            method=person.method,
            attributes=person.attributes,
            utterances=(),
        )
        error = self.intake.add_transcript(
            transcript,
            spoken,
            said,
            file_name=self.file_name,
            sha256=sha256_of(f"{guid}\n{text.text}"),
            format=self.tool,
        )
        if error is not None:
            self._ids.discard(id.casefold())
            self._lost("dropped", str(error).removeprefix(f"{self.file_name}: "), text.name)
            return
        self.imported.append(id)
        self._known(guid, text, id)
        self._keep(guid, position, id, text, turns, content)
        for coding in text.codings:
            for values in self._values(coding, id, places, said):
                guid = values["guid"] = self._free_guid(values["guid"])
                self.intake.record_new("coding", guid, values)
                self.first_parts.setdefault(coding.id, guid)
                self.n_new += 1
            self._note_memo(coding)

    def _free_guid(self, guid: str) -> str:
        """A guid that another interview's coding has or had gives way to another one, always the same."""
        other, last = self.intake.states["coding"].get(guid, _NEVER), self.intake.last_op.get(guid)
        is_free = other is _NEVER or last == "discard" or (other is None and last != "remove")
        return guid if is_free else part_guid(guid, 1_000_000)

    def _known(self, guid: str, text: IncomingText, id: str) -> None:
        self.by_guid[guid] = id
        self.transcripts[text.id] = id

    def _free_id(self, name: str) -> str:
        plain = plain_name(name) or _("Interview")
        if plain.casefold() in self._ids and plain not in self.intake.transcripts and plain in self.intake.participants:
            return plain  # the table of participants announced this interview
        n, id = 1, plain
        while id.casefold() in self._ids:
            n += 1
            id = f"{plain} ({n})"
        self._ids.add(id.casefold())
        return id

    def _language(self, text: IncomingText) -> str:
        if text.language in LANGUAGES:
            return text.language
        code = likely_language(text.text)
        if code in LANGUAGES:
            return code
        language = "ru" if re.search("[а-яё]{3}", text.text[:SAMPLE], re.IGNORECASE) else self.fallback_language
        what = _("The language could not be told; {language} was assumed.")
        self._lost("changed", what.format(language=language_name(language)), text.name)
        return language

    # Codings

    def _values(self, coding: IncomingCoding, id: str, places: Places, said: Sequence[str]) -> Iterator[dict[str, Any]]:
        """The fields of the codings that one of theirs is here: one for each utterance that it touches."""
        guid = self.identities.guid("coding", coding.id)
        code = self.codes.of(coding.code)
        own = self._own(coding)
        n = 0
        for utterance, start, end in places.parts(coding.start, coding.end):
            yield {
                "guid": part_guid(guid, n),
                "transcript": id,
                "participant": id,
                "utterance": utterance,
                "start": start,
                "end": end,
                "quote": said[utterance][start:end],
                "kind": code.kind,
                "label": code.label,
                **own,
            }
            n += 1
        if n == 0:
            self._lost("kept", _("A coding outside everybody's words is kept, but not shown."), f"{id}, {coding.id}")
        elif n > 1:
            what = _("A coding reaches over several utterances; each of them has a coding of its own.")
            self._lost("changed", what, f"{id}, {coding.id}")

    def _own(self, coding: IncomingCoding) -> dict[str, Any]:
        coder = self.people.coder(coding.coder)
        own: dict[str, Any] = {}
        given = coding.own
        valence, score = given.get("valence"), given.get("score")
        own["valence"] = valence if isinstance(valence, int) and -2 <= valence <= 2 else None
        own["stage"] = str(given["stage"]) if given.get("stage") else None
        own["coder"] = coder
        usual = "suggested" if coder == MACHINE_CODER else "confirmed"
        status = given.get("status")
        own["status"] = status if status in {"suggested", "confirmed", "rejected"} else usual
        own["score"] = float(score) if isinstance(score, int | float) and 0 <= score <= 1 else None
        own["source"], own["why"] = str(given.get("source", "")), str(given.get("why", ""))
        return own

    def _note_memo(self, coding: IncomingCoding) -> None:
        if coding.memo:
            self.coding_memos.append((coding.id, coding.memo, self.people.coder(coding.coder)))

    # What is kept

    def _keep(
        self,
        guid: str,
        position: int,
        id: str | None,
        text: IncomingText,
        turns: Sequence[tuple[int, int]],
        content: str,
    ) -> None:
        came: list[Came] = [[c.id, c.start, c.end, c.code, c.coder, c.memo, dict(c.own)] for c in text.codings]
        codings = json.dumps(came, ensure_ascii=False, separators=(",", ":"), default=str)
        source = KeptSource(guid, position, id, text.text, tuple(turns), codings, content, self.project)
        kept.put_source(self.intake.connection, source)
        self.by_guid[guid] = id

    # Interviews that are here already

    def _same(self, guid: str, text: IncomingText, turns: Sequence[tuple[int, int]]) -> str | None:
        """The interview that this text is an export of, or whose text is the same and came by another way."""
        if guid in self.own_guids:
            return self.own_guids[guid]
        if not turns:
            return None
        return self._interviews.find(text, turns, plain_name(text.name), {*self.imported, *self.merged})

    def _beside(self, id: str, guid: str, text: IncomingText, position: int, content: str) -> None:
        """A text that is in the study by another way: its turns are found in it, so that positions fit."""
        spoken = self.intake.spoken(id)
        said = [words for _speaker, words in spoken]
        turns = turns_of_ours(text.text, spoken)
        if turns is None:
            self.conflicts.append(_("The text of “{id}” is another one there; it was left out.").format(id=id))
            return
        source = KeptSource(guid, position, id, text.text, turns)
        self._refuse_names(id, Places(text.text, turns).utterances())
        present = self._take_texts(id, source, said)
        self._take_codings(id, source, text, present)
        # One source for an interview: what came first is what exports write.
        if guid not in self.own_guids and id in self.by_guid.values():
            self.again.append(id)
        elif guid not in self.own_guids:
            self._keep(guid, position, id, text, turns, content)
        self._known(guid, text, id)
        self.merged.append(id)

    def _refuse_names(self, id: str, words: Sequence[str]) -> None:
        """What pseudonyms have replaced must not come back, unseen, with an older file."""
        past = self.intake.revisions
        if self.intake.is_rewritten and any(new not in past(id, number) for number, new in enumerate(words)):
            raise BadValueError.at(
                self.file_name,
                _("“{id}” has other words there, and this study has pseudonyms: nothing was taken in.").format(id=id),
                hint=_("Export the study once more and go on with that file, so that no name comes back."),
            )

    def _take_texts(self, id: str, source: KeptSource, said: Sequence[str]) -> list[str]:
        """Turns of a text of ours that were corrected there and have never been changed here; the present texts."""
        present = list(said)
        for number, new in enumerate(Places(source.text, source.turns).utterances()):
            if present[number] == new or new in (past := self.intake.revisions(id, number)):
                continue
            if len(past) > 1:
                self._both_corrected(id, number)
                continue
            self._follow(self.intake.correct(id, number, new))
            present[number] = new
            self.n_changed += 1
        return present

    def _both_corrected(self, id: str, utterance: int) -> None:
        what = _("The text of “{id}”, utterance {u}, was changed here and there; ours stays.")
        self.conflicts.append(what.format(id=id, u=utterance))

    def _merge(self, id: str | None, guid: str, text: IncomingText, position: int, content: str) -> None:
        """A source that came before: what is new comes, what was changed there comes where it was not changed here."""
        known = kept.source(self.intake.connection, guid)
        if known is None or id is None:
            return
        said = self.intake.texts_of(id)
        if known.text != text.text:
            turns, _spoken = turns_of(text)
            self._refuse_names(id, Places(text.text, turns).utterances())
            if len(turns) != len(known.turns):
                what = _("The text of “{id}” was changed there and has other turns; ours stays.")
                self.conflicts.append(what.format(id=id))
                text, content, turns = onto(known.text, text), known.content, list(known.turns)
                source = known
            else:
                source = KeptSource(guid, position, id, text.text, tuple(turns), known.codings, content, known.project)
                said = self._correct(id, known, source, said)
        else:
            source = known
        self._take_codings(id, source, text, said, known)
        self._keep(guid, position, id, text, source.turns, content)
        self._known(guid, text, id)
        self.merged.append(id)

    def _correct(self, id: str, known: KeptSource, source: KeptSource, said: Sequence[str]) -> list[str]:
        """Turns that were corrected there, and not here, get their new text; the present texts."""
        before, after = Places(known.text, known.turns).utterances(), Places(source.text, source.turns).utterances()
        present = list(said)
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            if old == new or present[number] == new:
                continue
            if present[number] != old:
                self._both_corrected(id, number)
                continue
            self._follow(self.intake.correct(id, number, new))
            present[number] = new
            self.n_changed += 1
        return present

    def _follow(self, moved: Mapping[str, Change]) -> None:
        self.intake.record(moved.values())
        self._moved.update((key, change.value) for key, change in moved.items())

    def _take_codings(
        self, id: str, source: KeptSource, text: IncomingText, said: Sequence[str], known: KeptSource | None = None
    ) -> None:
        places = Places(source.text, source.turns)
        came = places.utterances()
        before = self._before(id, known, source, said) if known else {}
        theirs = {self.identities.guid("coding", coding.id) for coding in text.codings}
        ours = SameCodings(self.intake.codings_of(id), theirs, self._moved)
        for coding in text.codings:
            for values in self._values(coding, id, places, came):
                value = Coding.model_construct(**values)
                coded = placed(value, came[value.utterance], said[value.utterance])
                if coded is None:
                    what = _("The words of a coding are not in our text.")
                    self._lost("dropped", what, f"{id}, {coding.id}")
                    continue
                # Where neither the file nor who imports says whose it is, it is whoever coded these words so.
                of_anybody = not coding.coder and self.people.default == DEFAULT_CODER
                is_new = coded.guid not in self.intake.states["coding"]
                if is_new and (same := ours.find(coded, of_anybody=of_anybody)):
                    self.first_parts.setdefault(coding.id, same)
                    self.n_unchanged += 1
                    continue
                self.first_parts.setdefault(coding.id, coded.guid)
                self._take_coding(coded, before.get(coded.guid), coding.own)
            self._note_memo(coding)

    def _before(self, id: str, known: KeptSource, source: KeptSource, said: Sequence[str]) -> dict[str, Coding]:
        """What the last import brought, by guid, placed in the present text."""
        places = Places(known.text, known.turns)
        came = places.utterances()
        found: dict[str, Coding] = {}
        n_losses = len(self.losses)
        for row in json.loads(known.codings):
            for values in self._values(IncomingCoding(*row), id, places, came):
                value = Coding.model_construct(**values)
                coded = placed(value, came[value.utterance], said[value.utterance])
                if coded is not None:
                    found[coded.guid] = coded
        del self.losses[n_losses:]  # told the last time
        return found

    def _take_coding(self, theirs: Coding, base: Coding | None, own: Mapping[str, Any]) -> None:
        states, guid = self.intake.states["coding"], theirs.guid
        ours = self._moved.get(guid, states.get(guid, _NEVER))
        if ours is _NEVER or (ours is None and self.intake.last_op.get(guid) != "remove"):
            self.intake.record([Change("add", guid, theirs)])
            self.n_new += 1
            if theirs.status == "suggested":
                self.intake.tag_again([theirs.transcript])
            return
        if ours is None:
            self.n_unchanged += 1  # taken away here: it stays away
            return
        if ours.transcript != theirs.transcript:
            self._take_coding(theirs.model_copy(update={"guid": part_guid(guid, 1_000_000)}), None, own)
            return
        theirs = theirs.model_copy(update={key: getattr(ours, key) for key in OWN if key not in own})
        if theirs == ours or (base is not None and alike(theirs, base, own)):
            self.n_unchanged += 1
            return
        past = [] if base is not None else self.intake.past("coding", guid)
        if (base is not None and alike(ours, base, own)) or (base is None and len(past) == 1):
            self.intake.record([Change("change", guid, theirs)])
            self.n_changed += 1
        elif theirs in past:
            self.n_unchanged += 1
        else:
            self.conflicts.append(
                _("The coding of “{quote}” was changed here and there; ours stays. Theirs: {theirs}").format(
                    quote=ours.quote, theirs=f"{theirs.code}, {theirs.coder}, “{theirs.quote}”"
                )
            )
