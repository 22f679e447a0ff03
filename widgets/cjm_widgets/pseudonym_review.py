"""Personal data of a study to be looked through, decided on, and replaced by pseudonyms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research import Study
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, ngettext
from cjm_research.model.privacy import Proposal
from cjm_research.study.pseudonyms.personal_data import key_path, open_proposals
from cjm_research.study.pseudonyms.words import place_name
from cjm_widgets._base import StudyWidget, bundle
from cjm_widgets.pseudonym_review_words import pseudonym_review_words

if TYPE_CHECKING:
    from cjm_research.privacy.key import Key, KeyEntity
    from cjm_research.storage import Changes

# Wordings of one entity that are shown.
MOST_FORMS = 8
_SURENESS = ("sure", "likely", "possible")


class PseudonymReview(StudyWidget):
    """Look through the personal data of a study, decide, and replace it.

    What is decided is kept in the key once that is open; until then it lasts as long as the study is open in this
    notebook. The passphrase goes to the kernel and is kept nowhere.

    Parameters
    ----------
    study : Study
        Whose people get pseudonyms.
    key : path, optional
        The key file; beside the study's folder by default.
    kinds : collection of str, optional
        Only these kinds of personal data.
    employers, keep : iterable of str, optional
        Firms to look for, and words that are no personal data here.
    """

    _esm, _css = bundle("pseudonym_review")

    def __init__(
        self,
        study: Study,
        *,
        key: str | Path | None = None,
        kinds: Collection[str] | None = None,
        employers: Iterable[str] | None = None,
        keep: Iterable[str] | None = None,
        coder: str = "coder",
        **traits: Any,
    ) -> None:
        self._kinds = kinds
        self._place = key_path(study.folder, key)
        self._session = study.private_session(employers=employers, keep=keep)
        self._session.plan(kinds)
        self._told: dict[str, Any] = {}
        self._report = ""
        super().__init__(study, coder=coder, **traits)

    def summary(self) -> str:
        """Counts for the text form of the widget."""
        n = len(self._proposals())
        return ngettext("{n} place", "{n} places", n).format(n=n)

    def make_words(self) -> dict[str, Any]:
        """Every sentence that the page shows."""
        return pseudonym_review_words()

    # What the page shows

    def state(self) -> dict[str, Any]:
        """Everybody who was found, each with the places."""
        self._session.plan(self._kinds)
        self._told = self._content()
        return self._told

    def delta(self, changes: Changes) -> dict[str, Any]:
        """What other decisions change; the study itself is looked through again only when asked."""
        before, now = self._told, self._content()
        self._told = now
        content = {name: value for name, value in now.items() if name not in {"entities", "places"}}
        for part in ("entities", "places"):
            old = before.get(part, {})
            changed: dict[str, Any] = {id: one for id, one in now[part].items() if old.get(id) != one}
            changed |= dict.fromkeys(old.keys() - now[part].keys())
            content[part] = changed
        return content

    def _proposals(self) -> tuple[Proposal, ...]:
        return self._session.plan(self._kinds, look=False).proposals

    def _content(self) -> dict[str, Any]:
        proposals, key = self._proposals(), self._session.key
        of: defaultdict[str, list[Proposal]] = defaultdict(list)
        for one in proposals:
            of[one.entity].append(one)
        merged: defaultdict[str, list[list[str]]] = defaultdict(list)
        for child in key.entities:
            top = key.entity(child.id)
            if child.merged_into and top is not None and top.id in of:
                merged[top.id].append([child.id, _name(child, child.forms)])
        entities = {
            id: {**_entity(id, places, key), "merged": merged[id], "order": number}
            for number, (id, places) in enumerate(of.items())
        }
        return {
            "entities": entities,
            "places": {one.id: {**_place(one), "order": number} for number, one in enumerate(proposals)},
            "undo": self._session.can_undo,
            "going": sum(one.will_be_replaced for one in proposals),
            "open": len(open_proposals(proposals)),
            "key": self._key_state(),
            "report": self._report,
        }

    def _key_state(self) -> dict[str, Any]:
        state = "open" if self._session.key_file else "locked" if self._place.exists() else "new"
        return {"path": str(self._place), "state": state}

    # What the page asks for

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Do what the page asks."""
        actions: dict[str, Callable[..., dict[str, Any] | None]] = {
            "decide": self._decide,
            "word": self._word,
            "merge": self._merge,
            "undo": self._take_back,
            "look": self._look,
            "unlock": self._unlock,
            "apply": self._apply,
        }
        if op not in actions:
            raise UnknownNameError(_("This form cannot do “{operation}”.").format(operation=op))
        return actions[op](**args)

    def _decide(self, ids: list[str], status: Any) -> None:
        if status not in {"accepted", "rejected", "proposed"}:
            raise BadValueError(_("This form cannot do “{operation}”.").format(operation=status))
        self._session.decide(ids, status=status)

    def _word(self, id: str, text: str) -> None:
        self._session.decide([id], replacement=text)

    def _merge(self, id: str, into: str) -> None:
        self._session.decide([id], merge_into=into)

    def _take_back(self) -> dict[str, Any]:
        done = self._session.undo()
        return {"said": _("The last step was taken back.") if done else _("There is nothing to take back.")}

    def _look(self) -> dict[str, Any]:
        self._session.plan(self._kinds)
        self._whole = True
        return {}

    def _unlock(self, passphrase: str) -> dict[str, Any]:
        self._session.unlock(self._place, passphrase)
        self._session.plan(self._kinds)
        if not self._place.exists():
            self._session.finish(self._session.key)  # so that it is there from now on
        self._whole = True
        return {}

    def _apply(self) -> dict[str, Any]:
        if self._session.key_file is None:
            raise BadValueError(_("Make or open the key first."))
        report = self.study.pseudonymise(self._place, kinds=self._kinds, progress=self.tell_progress)
        self._report = str(report)
        self._whole = True
        return {"report": self._report}


def _entity(id: str, places: list[Proposal], key: Key) -> dict[str, Any]:
    forms = Counter(one.text for one in places)
    states = {one.status for one in places}
    known = key.entity(id)
    return {
        "id": id,
        "name": _name(known, [text for text, _n in forms.most_common()]),
        "forms": [text for text, _n in forms.most_common(MOST_FORMS)],
        "kind": places[0].kind,
        "shown": (known.own or known.shown) if known else "",
        "own": known.own if known else "",
        "sureness": min((one.sureness for one in places), key=_SURENESS.index),
        "status": next(iter(states)) if len(states) == 1 else "mixed",
        "going": sum(one.will_be_replaced for one in places),
        "n": len(places),
    }


def _name(entity: KeyEntity | None, forms: Iterable[str]) -> str:
    """The name of a person in its basic form; of others the fullest of the commonest wordings."""
    if entity is not None and entity.kind == "person" and entity.name.replace("-", "").replace(" ", "").isalpha():
        return entity.name.title()
    return max(list(forms)[:3], key=lambda form: len(form.split()), default="")


def _place(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id,
        "entity": one.entity,
        "where": place_name(one),
        "before": one.before,
        "text": one.text,
        "after": one.after,
        "new": one.replacement,
        "sureness": one.sureness,
        "status": one.status,
        "going": one.will_be_replaced,
    }
