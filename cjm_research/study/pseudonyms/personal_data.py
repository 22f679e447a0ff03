"""Personal data of a study while somebody looks through it: what was found, what was decided, the key that keeps it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.errors import BadValueError, UnknownNameError, UnreadableFileError
from cjm_research.i18n import _
from cjm_research.model.privacy import PROPOSAL_STATES, PrivateText, Proposal, ProposalStatus
from cjm_research.privacy.found import Detect, Found, find
from cjm_research.privacy.key import Key
from cjm_research.privacy.key_file import KeyFile, check_place, default_path
from cjm_research.privacy.plan import Namer, Plan
from cjm_research.readers.role_words import INTERVIEWER, OTHER, PARTICIPANT

if TYPE_CHECKING:
    from cjm_research.storage import Store

# Speakers are called so who have no name.
_ROLES = tuple(sorted(word.title() for word in INTERVIEWER | PARTICIPANT | OTHER))
Besides = Callable[[tuple[PrivateText, ...]], Iterable[PrivateText]]
PASSPHRASE_VARIABLE = "CJM_PASSPHRASE"


class PersonalData:
    """Looks through a study as often as it changes, and keeps decisions; with an open key they are on disk at once.

    Parameters
    ----------
    store : Store
        The study's.
    employers, keep : iterable of str
        Firms to look for, and words that are no personal data here.
    besides : callable, optional
        Given the texts of the database, those that stand elsewhere.
    """

    def __init__(
        self, store: Store, *, employers: Iterable[str] = (), keep: Iterable[str] = (), besides: Besides | None = None
    ) -> None:
        self.store = store
        self._besides = besides or (lambda _texts: ())
        self.employers, self.keep = tuple(employers), tuple(keep)
        self.key_file: KeyFile | None = None
        self.key = Key(seed=secrets.randbits(63), employers=tuple(sorted(set(self.employers))))
        self._known: Key | None = None  # the key file's content as this session knows it
        self._before: list[Key] = []
        self._found: Found | None = None
        self._version: tuple[int, int] | None = None
        self._plan: Plan | None = None
        self._kinds: frozenset[str] | None = None
        self._detect, self._namer = the_tools()

    # Looking

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds that were asked for last; None for all."""
        return self._plan.kinds if self._plan else self._kinds

    def plan(self, kinds: Collection[str] | None = None, *, look: bool = True) -> Plan:
        """What is proposed now, with the decisions so far; without `look` in the texts as they were looked at last."""
        version = self.store.version()
        if self._found is None or (look and version != self._version):
            self._found, self._version, self._plan = self._look(self._all(self.store.private_texts())), version, None
        wanted = self._kinds = None if kinds is None else frozenset(kinds)
        if self._plan is None or self._plan.kinds != wanted:
            self._plan = Plan(self._found, self.key, self._namer, kinds=kinds)
            self.key = self._plan.key
        return self._plan

    def plan_of(self, texts: Iterable[PrivateText], kinds: Collection[str] | None = None) -> Plan:
        """The plan for texts as they stand at this moment; what was found before is used where they are the same."""
        texts = self._all(texts)
        if self._found is None or self._found.texts != texts:
            self._found = self._look(texts)
        return Plan(self._found, self.key, self._namer, kinds=kinds)

    def _all(self, texts: Iterable[PrivateText]) -> tuple[PrivateText, ...]:
        texts = tuple(texts)
        return (*texts, *(text for text in self._besides(texts) if text not in texts))

    def _look(self, texts: Iterable[PrivateText]) -> Found:
        keep = (*self.keep, *_ROLES)
        return find(texts, self.key, employers=self.employers, keep=keep, detect=self._detect)

    # Deciding

    def decide(
        self,
        ids: Iterable[str],
        *,
        status: ProposalStatus | None = None,
        replacement: str | None = None,
        merge_into: str | None = None,
    ) -> int:
        """Accept or reject, word otherwise or merge; ids are those of proposals or of whole entities.

        Returns
        -------
        int
            How many proposals are decided otherwise than before.
        """
        wanted = sorted(set(ids))
        return self.decide_all(
            {} if status is None else dict.fromkeys(wanted, status),
            {} if replacement is None else dict.fromkeys(wanted, replacement),
            {} if merge_into is None else dict.fromkeys(wanted, merge_into),
        )

    def decide_all(
        self,
        states: Mapping[str, ProposalStatus],
        words: Mapping[str, str] | None = None,
        same: Mapping[str, str] | None = None,
    ) -> int:
        """Several decisions as one: states and own words by proposal or entity, and entities that are another one.

        Raises
        ------
        UnknownNameError
            There is no such proposal or entity; nothing is decided then.
        """
        words, same = words or {}, same or {}
        before = {one.id: one for one in self.plan(self.kinds).proposals}
        known = set(before) | {entity.id for entity in self.key.entities}
        if unknown := sorted({*states, *words, *same} - known):
            raise UnknownNameError(_("There is no proposal “{id}”.").format(id=unknown[0]))
        key = self.key
        for status in PROPOSAL_STATES:
            wanted = {id for id, wish in states.items() if wish == status}
            places = {one.id for one in before.values() if one.entity in wanted}
            key = key.decided(sorted(places | wanted), None)
            key = key if status == "proposed" else key.decided(sorted(wanted), status)
        for id, text in words.items():
            key = key.worded(id, _checked_words(text))
        for id, other in same.items():
            key = key.merged(id, other)
        self._settle(key)
        return sum(one != before.get(one.id) for one in self.plan(self.kinds).proposals)

    def undo(self) -> bool:
        """Take the last decision back; False where there is none."""
        if not self._before:
            return False
        self._keep(self._before[-1])
        self._before.pop()
        return True

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision to take back."""
        return bool(self._before)

    def _settle(self, key: Key) -> None:
        before = self.key
        if key != before:
            self._keep(key)
            self._before.append(before)

    def _keep(self, key: Key) -> None:
        self.key, self._plan = self._saved(key), None

    def _saved(self, key: Key) -> Key:
        """The key as it is on disk now, where it is open; what another session of this study added stays in it."""
        if self.key_file is not None:
            if self.key_file.key is not self._known:
                key = _joined(self.key_file.key, key)
            self.key_file.save(key)
            self._known = key
        return key

    # The key

    def start_from(self, seed: int) -> None:
        """Choose the pseudonyms of a list that was written before there was a key; a key in use keeps its own."""
        if not (self.key.decisions or self.key.own or (self.key_file and self.key_file.key.entities)):
            self.key, self._plan = Key(seed=seed, employers=self.key.employers), None

    def take_over(self, other: PersonalData) -> None:
        """Go on with the key of another session of the same study."""
        self.key, self.key_file, self._known, self._plan = other.key, other.key_file, other._known, None

    def unlock(self, path: str | Path | None, passphrase: str | None, *, new: bool = False) -> KeyFile:
        """Open the key, or make a new one; what was decided without it is taken over.

        Parameters
        ----------
        new : bool
            Make one even where the study has pseudonyms of another key, which is lost.

        Raises
        ------
        BadValueError, UnreadableFileError
            The passphrase is wrong, too short or missing; the file is no key, or would lie in the study's folder.
        """
        place = key_path(self.store.folder, path)
        if self.key_file is not None and self.key_file.path == place:
            return self.key_file
        if not place.exists() and not new and self.store.has_pseudonyms():
            # With another key the pseudonyms would be taken for names, and nobody could go back any more.
            raise UnreadableFileError.at(
                place,
                _("The study has pseudonyms already, and their key is not here."),
                hint=_("Say where it is. Only if it is lost make another one (--new-key; in Python new_key=True)."),
            )
        passphrase = asked_passphrase(passphrase)
        if place.exists():
            opened = KeyFile.open(place, passphrase)
            self.key, self._found = _joined(opened.key, self.key), None  # whom it knows is looked for
        else:
            opened = KeyFile.create(place, passphrase)
        self.key_file, self._known, self._plan = opened, opened.key, None
        return opened

    def finish(self, key: Key) -> None:
        """Write the key before the study is rewritten: who stands behind a pseudonym must never be lost."""
        if self.key_file is None:
            raise BadValueError(_("The key is locked: give its passphrase first."))
        self.key, self._plan, self._before = self._saved(key), None, []


def the_tools() -> tuple[Detect, Namer]:
    """What finds personal data, and what chooses pseudonyms."""
    from cjm_research.privacy.detect import detect
    from cjm_research.privacy.standing_in import StandIns

    return detect, StandIns()


def key_path(folder: Path | None, path: str | Path | None) -> Path:
    """Where the key of a study lies: where somebody says, else beside its folder.

    Raises
    ------
    BadValueError
        It would lie in the study's folder, or the study is on a server and nobody named a file.
    """
    if path is None and folder is None:
        raise BadValueError(_("A study on a server has no folder of its own: name a file to write."))
    return check_place(default_path(folder) if path is None else path, folder)  # type: ignore[arg-type]


def asked_passphrase(given: str | None, ask: Callable[[], str] | None = None) -> str:
    """The passphrase: given, in the environment (``CJM_PASSPHRASE``), or asked for.

    Raises
    ------
    BadValueError
        There is none.
    """
    found = given or os.environ.get(PASSPHRASE_VARIABLE) or (ask() if ask else "")
    if not found:
        raise BadValueError(
            _("The key needs its passphrase. Set the environment variable {name}.").format(name=PASSPHRASE_VARIABLE)
        )
    return found


def _checked_words(text: str) -> str:
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise BadValueError(_("The text holds characters that no text can have (NUL or half of a pair)."))
    return " ".join(text.split())


def _joined(kept: Key, new: Key) -> Key:
    """A key with what was decided, or done, without knowing all that is in it."""
    known, taken = {entity.id: entity for entity in kept.entities}, {entity.shown for entity in kept.entities}
    for entity in new.entities:
        before = known.get(entity.id)
        if before is None:
            free = {"pseudonym": {}, "shown": ""} if entity.shown in taken and not entity.replaced else {}
            known[entity.id] = entity.model_copy(update=free)
        else:
            said = {name: value for name in ("own", "merged_into") if (value := getattr(entity, name))}
            both = {name: _both(getattr(before, name), getattr(entity, name)) for name in ("forms", "replaced")}
            known[entity.id] = before.model_copy(update={**said, **both})
    return kept.with_entities(known.values()).model_copy(
        update={
            "decisions": dict(sorted({**kept.decisions, **new.decisions}.items())),
            "own": dict(sorted({**kept.own, **new.own}.items())),
            "ids": dict(sorted({**kept.ids, **new.ids}.items())),
            "employers": _both(kept.employers, new.employers),
            "rewritten": kept.rewritten | new.rewritten,
            "runs": _both(kept.runs, new.runs),
        }
    )


def _both(first: Iterable[Any], second: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted({*first, *second}))


def open_proposals(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Those that stay as they are only because nobody has looked at them."""
    return tuple(one for one in proposals if one.status == "proposed" and one.sureness == "possible")
