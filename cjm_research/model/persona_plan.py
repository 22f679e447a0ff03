"""What researchers decided about the personas of a group, apart from what is counted, which is made anew each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic import Field

from cjm_research.model.base import Model

# Letters before the number of a persona's key, the first of them that no participant's id begins with in the same way.
_LETTERS = ("P", "G", "PG")
_KEY = re.compile(r"([A-Z]+)([0-9]+)")


def key_letters(ids: Iterable[str]) -> str:
    """The letters for keys of personas that are no participant's id: a map is asked for by one as by the other.

    >>> key_letters(["ann", "P07b"]), key_letters(["P1", "P2"])
    ('P', 'G')
    """
    taken = {found[1] for id in ids if (found := _KEY.fullmatch(id))}
    return next((letters for letters in _LETTERS if letters not in taken), "PERSONA")


def key_number(key: str) -> int:
    """The number in a persona's key, 0 where there is none."""
    found = _KEY.fullmatch(key)
    return int(found[2]) if found else 0


class OwnStatement(Model):
    """A statement that a researcher wrote. `evidence` are guids of codings; without any it is an assumption."""

    guid: str
    section: str
    text: str
    evidence: tuple[str, ...] = ()


class PersonaChoice(Model):
    """One persona as a researcher settled it.

    Attributes
    ----------
    title, role : str
        In the researcher's words; an empty title leaves it to the procedure.
    wording : mapping
        Key of a statement -> the researcher's words for it.
    hidden : tuple of str
        Keys of statements that the researcher left out.
    statements : tuple of OwnStatement
        Those that the researcher added.
    accepted_by : str
        The coder who accepted the persona; empty while it is a draft.
    value : str
        The value of an attribute that its members shared in the draft, where people were grouped by one.
    """

    key: str
    members: tuple[str, ...]
    title: str = ""
    role: str = ""
    wording: Mapping[str, str] = Field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    statements: tuple[OwnStatement, ...] = ()
    accepted_by: str = ""
    value: str = ""


class PersonaPlan(Model):
    """The personas of one interviewee group as researchers settled them.

    Attributes
    ----------
    found : mapping
        Participant -> key of the persona in the draft that they started from: what was moved is told from it.
    k_found : int
        How many groups that draft had, 1 for none.
    k_chosen : int or None
        The number of groups that a researcher asked for instead.
    by : str
        The attribute by whose values the groups were made; empty where people were grouped by what they told.
    taken_out : tuple of str
        Participants whom a researcher took out of all personas.
    n_keys : int
        How many keys were given so far: the key of a persona that was merged is not given again.
    """

    group: str
    personas: tuple[PersonaChoice, ...]
    found: Mapping[str, str] = Field(default_factory=dict)
    k_found: int = 1
    k_chosen: int | None = None
    by: str = ""
    taken_out: tuple[str, ...] = ()
    n_keys: int = 0

    @property
    def letters(self) -> str:
        """What stands before the number in the keys of these personas."""
        known = (_KEY.fullmatch(key) for key in (*(p.key for p in self.personas), *self.found.values()))
        return next((found[1] for found in known if found), _LETTERS[0])

    @property
    def next_key(self) -> str:
        """A key that no persona of this plan has or had."""
        return f"{self.letters}{self.last_number + 1}"

    @property
    def last_number(self) -> int:
        """The highest number of a key that was given."""
        return max([self.n_keys, *map(key_number, (*(p.key for p in self.personas), *self.found.values()))])

    def persona(self, key: str) -> PersonaChoice | None:
        """The persona of that key, None where there is none."""
        return next((persona for persona in self.personas if persona.key == key), None)

    def where(self, participant: str) -> str | None:
        """The key of a participant's persona, None where there is none."""
        return next((persona.key for persona in self.personas if participant in persona.members), None)
