"""The users of a foreign project become coders, its cases participants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from cjm_research.exchange.incoming import IncomingPerson
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda.identifiers import guid_of
from cjm_research.i18n import LANGUAGES, _, using_language
from cjm_research.model import CONSENSUS_CODER, MACHINE_CODER, Participant
from cjm_research.model.scheme import GROUPS, METHODS
from cjm_research.storage.intake import Intake
from cjm_research.storage.kept import KeptElement
from cjm_research.study.taking_in.kept import Identities, from_text

# Names that stand for no person; only an export of ours has users that are meant so.
NO_PEOPLE = (MACHINE_CODER, CONSENSUS_CODER)


class People:
    """Who coded and who was interviewed.

    Attributes
    ----------
    coders : dict
        Id of a user -> coder.
    default : str
        In whose name codings stand that name nobody.
    """

    def __init__(
        self,
        intake: Intake,
        identities: Identities,
        known: Mapping[tuple[str, str], KeptElement],
        people: Sequence[IncomingPerson],
        coder: str,
    ) -> None:
        self.coders: dict[str, str] = {}
        self.participants: dict[str, str] = {}
        self.conflicts: list[str] = []
        self.losses: list[Loss] = []
        self.n_new = 0
        self._intake, self._ids, self._known, self.default = intake, identities, known, coder
        self._people = people
        self._of_text: dict[str, IncomingPerson] = {}
        for person in people:
            for text in person.texts:
                self._of_text.setdefault(text, person)

    # Coders

    def take_users(self, users: Mapping[str, str]) -> None:
        """Give each user a name of its own; those of an earlier import keep theirs."""
        taken: set[str] = set()
        for id in users:
            element = self._known.get(("user", self._ids.of("user", id)))
            if element is not None and element.key:
                self.coders[id] = element.key
                taken.add(element.key)
        for id, name in users.items():
            if id not in self.coders:
                self.coders[id] = _distinct(self._name(id, name), taken)
                taken.add(self.coders[id])

    def _name(self, id: str, name: str) -> str:
        ours = {guid_of("user", one): one for one in NO_PEOPLE}
        if id.strip("{}").lower() in ours:
            return ours[id.strip("{}").lower()]
        if name in _machine_names():
            return MACHINE_CODER
        name = " ".join(name.split()) or _("User {n}").format(n=len(self.coders) + 1)
        return f"{name} (2)" if name in NO_PEOPLE else name

    def coder(self, id: str) -> str:
        """The coder of a user's id; the one who imports where none is told."""
        if not id:
            return self.default
        if id not in self.coders:
            self.take_users({id: ""} if ("user", self._ids.of("user", id)) in self._known else {id: id[:40]})
        return self.coders[id]

    # Participants

    def of_text(self, text: str) -> Participant:
        """The person of a text, under no id yet."""
        person = self._of_text.get(text)
        return Participant(id="-") if person is None else _participant("-", person)

    def take(self, transcripts: Mapping[str, str], new: set[str]) -> None:
        """Bring people up to date, once the texts are in; `transcripts` is id of a text -> interview."""
        for person in self._people:
            ids = [transcripts[text] for text in person.texts if text in transcripts]
            if not ids and not person.texts:
                ids = [self._alone(person)]
            # Their names would stay in the list of what was lost when an interview is removed.
            others = [text for text in person.texts if self._of_text[text] is not person]
            what = _("A text of several people stands under the first of them.")
            self.losses += [Loss("kept", what, transcripts.get(text, text)) for text in others]
            for id in ids:
                self.participants.setdefault(person.id, id)
                if id not in new:
                    self._merge(id, person)
            if len(ids) > 1:
                what = _("A person of several texts is one participant for each of them.")
                self.losses.append(Loss("changed", what, ", ".join(ids)))
            self.n_new += sum(id in new for id in ids)

    def _alone(self, person: IncomingPerson) -> str:
        """The participant of a person without an interview."""
        element = self._known.get(("case", self._ids.of("case", person.id)))
        if element is not None and element.key in self._intake.participants:
            return element.key
        taken = set(self._intake.participants) | self._intake.transcripts
        name = " ".join(person.name.split())[:120] or _("Participant {n}").format(n=len(taken) + 1)
        if name in self._intake.participants and name not in self._intake.transcripts:
            return name
        id = _distinct(name, taken)
        self._intake.put_person(_participant(id, person))
        self.n_new += 1
        return id

    def _merge(self, id: str, person: IncomingPerson) -> None:
        """What is new of a person comes; what was changed there comes where it was not changed here."""
        element = self._known.get(("case", self._ids.of("case", person.id)))
        came, _content = from_text(element.content) if element else (None, "")
        before: dict[str, Any] = came[1] if came else {}
        ours = self._intake.participants[id]
        attributes = dict(ours.attributes)
        for key, value in person.attributes.items():
            mine = attributes.get(key)
            if value is None or value in (mine, before.get(key)):
                continue
            if mine in (None, "") or (came and mine == before.get(key)):
                attributes[key] = value
            else:
                self.conflicts.append(
                    _("“{attribute}” of {id} is {ours} here and {theirs} there; ours stays.").format(
                        attribute=key, id=id, ours=mine, theirs=value
                    )
                )
        if attributes != dict(ours.attributes):
            self._intake.put_person(ours.model_copy(update={"attributes": attributes}))


@cache
def _machine_names() -> set[str]:
    """What exports of ours call the machine: all that is left of it where a tool gives users other identifiers."""
    names = set()
    for language in LANGUAGES:
        with using_language(language):
            names.add(_("cjm-research (machine)"))
    return names


def _participant(id: str, person: IncomingPerson) -> Participant:
    named: dict[str, Any] = {"id": id, "attributes": {k: v for k, v in person.attributes.items() if v is not None}}
    if person.group in GROUPS:
        named["group"] = person.group
    if person.method in METHODS:
        named["method"] = person.method
    return Participant(**named)


def _distinct(name: str, taken: set[str]) -> str:
    n, free = 1, name
    while free in taken:
        n += 1
        free = f"{name} ({n})"
    return free
