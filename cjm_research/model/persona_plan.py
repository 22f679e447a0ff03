"""What researchers decided about the personas of a group, apart from what is counted, which is made anew each time."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from cjm_research.model.base import Model


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

    def persona(self, key: str) -> PersonaChoice | None:
        """The persona of that key, None where there is none."""
        return next((persona for persona in self.personas if persona.key == key), None)

    def where(self, participant: str) -> str | None:
        """The key of a participant's persona, None where there is none."""
        return next((persona.key for persona in self.personas if participant in persona.members), None)
