"""Two coders' work on one interview side by side, to be settled difference by difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cjm_research.coding.comparison import ComparedPair, Comparison
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, format_number, format_percent, ngettext
from cjm_research.model import CONSENSUS_CODER, MACHINE_CODER, Coding, ConsensusDecision
from cjm_research.study.consensus import Differences, coders_of, differences, pair_key
from cjm_widgets._base import StudyWidget, bundle
from cjm_widgets.coder_comparison_words import comparison_words
from cjm_widgets.span_coder_content import code_rows, stage_rows, turn_rows

if TYPE_CHECKING:
    from cjm_research import Study
    from cjm_research.storage import Changes

_OWN = ("start", "end", "valence", "stage")


class CoderComparison(StudyWidget):
    """Compare what two people coded in an interview, and settle each difference.

    What both coded alike stands quietly beside the text, what differs is marked with the kind of difference. Each is
    settled by taking one coding, both, neither, or one of other words or another code; the outcome are codings of the
    coder “consensus”. Every step is in the study at once, in the name of `coder`, and can be undone. The codings of the
    two stay as they are.

    Parameters
    ----------
    study : Study
        Where codings come from and decisions go to.
    transcript : str, optional
        The interview shown first; the first one that two people have coded and that is not settled where none is named.
    coders : sequence of two str, optional
        Whom to compare; the two who coded most in the interview where not named.
    coder : str
        In whose name decisions are made.

    Raises
    ------
    UnknownNameError
        There is no such interview.
    BadValueError
        `coders` are not two.
    """

    _esm, _css = bundle("coder_comparison")

    def __init__(
        self,
        study: Study,
        transcript: str | None = None,
        *,
        coders: Sequence[str] | None = None,
        coder: str = "coder",
        **traits: Any,
    ) -> None:
        if transcript is not None:
            study.transcript(transcript)
        if coders is not None and len(set(coders)) != 2:
            raise BadValueError(_("Name two coders to compare; these are: {names}.").format(names=", ".join(coders)))
        self._shown = transcript
        self._coders = tuple(coders) if coders else None
        self._known: Differences | None = None
        self._measured: tuple[Comparison, str] | None = None
        super().__init__(study, coder=coder, **traits)

    def make_words(self) -> dict[str, Any]:
        """The strings of the page, in the language in force."""
        return comparison_words()

    def summary(self) -> str:
        """How many interviews can be compared, and how many are settled."""
        n, k = len(self._comparable()), len(self.study.store.consensus())
        return ", ".join(
            (
                ngettext("{n} interview coded twice", "{n} interviews coded twice", n).format(n=n),
                ngettext("{n} settled", "{n} settled", k).format(n=k),
            )
        )

    # Content

    def state(self) -> dict[str, Any]:
        """Everything the page needs, with the text of one interview."""
        comparable = self._comparable()
        self._choose(comparable)
        used = {coding.code for coding in self.study.codings}
        return {
            "interviews": self._interviews(comparable),
            "open": self._interview(self._shown) if self._shown else None,
            "codes": code_rows(self.study.codebook, used),
            "stages": stage_rows(),
            "undo": self._undo_state(),
        }

    def delta(self, changes: Changes) -> dict[str, Any]:
        """What changed in the interview that is shown: pairs and codings of the turns that were touched."""
        content: dict[str, Any] = {"undo": self._undo_state()}
        settled = any(key.startswith("finished:") for key in changes.consensus)
        if settled or any(coding is None or coding.coder != CONSENSUS_CODER for coding in changes.codings.values()):
            content["interviews"] = self._interviews(self._comparable())
        if self._shown is None:
            return content
        found = self._differences()
        content["open"] = {"id": self._shown, **self._facts(found)}
        turns = self._touched(changes)
        if turns:
            content["open"]["turns"] = self._turn_rows(found, turns)
        texts = sorted(turn for id, turn in changes.texts if id == self._shown)
        if texts:
            utterances = self.study.transcript(self._shown).utterances
            content["open"]["texts"] = {str(turn): utterances[turn].text for turn in texts}
        if changes.codes or any(c and c.code not in self.study.codebook for c in changes.codings.values()):
            content["codes"] = code_rows(self.study.codebook, {coding.code for coding in self.study.codings})
        return content

    def _comparable(self) -> list[str]:
        codings = [coding for coding in self.study.codings if coding.status == "confirmed"]
        people: dict[str, set[str]] = {}
        for coding in codings:
            people.setdefault(coding.transcript, set()).add(coding.coder)
        ids = (transcript.id for transcript in self.study.transcripts)
        return [id for id in ids if len(people.get(id, set()) - {MACHINE_CODER, CONSENSUS_CODER}) > 1]

    def _choose(self, comparable: list[str]) -> None:
        """Keep the interview that is shown, or find one where there is something to do."""
        if self._shown not in {transcript.id for transcript in self.study.transcripts}:
            settled = self.study.store.consensus()
            self._shown = next((id for id in comparable if id not in settled), next(iter(comparable), None))

    def _interviews(self, comparable: Iterable[str]) -> list[list[Any]]:
        settled = self.study.store.consensus()
        return [[id, id in settled] for id in comparable]

    def _differences(self) -> Differences | None:
        """The comparison of the interview that is shown; None where fewer than two people have coded it."""
        assert self._shown is not None
        coders = self._coders
        people = coders_of(self.study.codings, self._shown)
        if coders is None or not set(coders) <= set(people):
            coders = tuple(sorted(people[:2]))
        if len(coders) != 2:
            return None
        self._known = differences(self.study.store, self._shown, coders, known=self._known)
        return self._known

    def _interview(self, id: str) -> dict[str, Any]:
        found = self._differences()
        turns = {coding.utterance for coding in self.study.codings if coding.transcript == id}
        return {
            "id": id,
            **turn_rows(self.study.transcript(id)),
            **self._facts(found),
            "people": coders_of(self.study.codings, id),
            "pairs": self._turn_rows(found, dict.fromkeys(turns, True)),
        }

    def _facts(self, found: Differences | None) -> dict[str, Any]:
        if found is None:
            return {"coders": [], "figures": [], "finished": False}
        rows = [[_("alpha (characters)"), self._alpha(found)], *figures(found)]
        return {"coders": list(found.coders), "figures": rows, "finished": found.finished}

    def _alpha(self, found: Differences) -> str:
        """Agreement of the two in this interview, made anew only where one of them has coded since."""
        if self._measured is None or self._measured[0] is not found.comparison:
            one = self.study.agreement(coders=found.coders, transcripts=[found.transcript], draws=0)
            figure = one.headline
            text = format_number(figure.value, 2) if figure and figure.value is not None else _("not defined")
            self._measured = (found.comparison, text)
        return self._measured[1]

    def _turn_rows(self, found: Differences | None, turns: dict[int, bool]) -> dict[str, dict[str, Any]]:
        """The pairs of some turns, with their codings where wanted, and each consensus that is neither of the two."""
        rows: dict[int, dict[str, Any]] = {turn: {"pairs": []} for turn in turns}
        for turn, whole in turns.items():
            if whole:
                rows[turn]["codings"] = []
        consensus = {coding.guid: coding for coding in self.study.codings if coding.coder == CONSENSUS_CODER}
        for pair in found.comparison.pairs if found else ():
            turn = pair.place[1]
            if found is None or turn not in rows:
                continue
            decision = found.decided.get(pair_key(pair))
            rows[turn]["pairs"].append(pair_row(pair, decision))
            if turns[turn]:
                rows[turn]["codings"] += [coding_row(coding) for coding in (pair.first, pair.second) if coding]
            if decision and decision.decision == "own":
                made = [coding_row(consensus[guid]) for guid in decision.codings if guid in consensus]
                rows[turn].setdefault("own", {})[pair_key(pair)] = made
        return {str(turn): row for turn, row in sorted(rows.items())}

    def _touched(self, changes: Changes) -> dict[int, bool]:
        """The turns of the interview that is shown in which something has changed; whether codings of the two have."""
        gone = {guid for guid, coding in changes.codings.items() if coding is None}
        decided = {guid for key in changes.consensus if not key.startswith("finished:") for guid in key.split("+")}
        found = [(coding, coding.coder != CONSENSUS_CODER) for coding in changes.codings.values() if coding]
        standing = {coding.guid: coding for coding in self.study.codings} if decided else {}
        found += [(standing[guid], False) for guid in decided & standing.keys()]
        for guid in sorted((decided | gone) - standing.keys()):
            history = self.study.store.history(guid)
            values = [event.value for event in history if event.subject == "coding" and event.value]
            found += [(coding, guid in gone and coding.coder != CONSENSUS_CODER) for coding in values]
        turns = {turn: True for id, turn in changes.texts if id == self._shown}
        for coding, whole in found:
            if coding.transcript == self._shown:
                turns[coding.utterance] = turns.get(coding.utterance, False) or whole
        return turns

    def _undo_state(self) -> list[bool]:
        return [self.study.can_undo(self.coder), self.study.can_redo(self.coder)]

    # What a page asks for

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        """Perform an operation of the page with the verbs of the study.

        Raises
        ------
        UnknownNameError
            There is no such operation, interview or coding.
        BadValueError
            A decision does not fit, or differences are still open.
        """
        operation = _OPERATIONS.get(op)
        if operation is None:
            raise UnknownNameError(_("This form cannot do “{operation}”.").format(operation=op))
        return operation(self, args)

    def _open(self, args: dict[str, Any]) -> None:
        self._shown = self.study.transcript(str(args["interview"])).id
        if coders := args.get("coders"):
            first, second = (str(name) for name in coders)
            self._coders = (first, second)
        self.refresh()

    def _resolve(self, args: dict[str, Any]) -> None:
        own = {name: args["own"][name] for name in _OWN if name in args.get("own", {})}
        if "code" in args.get("own", {}):
            kind, _slash, label = str(args["own"]["code"]).partition("/")
            own |= {"kind": kind, "label": label or None}
        self.study.resolve(
            args.get("first") or None, args.get("second") or None, str(args["decision"]), coder=self.coder, **own
        )

    def _reopen(self, args: dict[str, Any]) -> None:
        self.study.reopen(args.get("first") or None, args.get("second") or None, coder=self.coder)

    def _take_agreed(self, args: dict[str, Any]) -> None:
        self.study.take_agreed(str(args["interview"]), [str(name) for name in args["coders"]], coder=self.coder)

    def _finish(self, args: dict[str, Any]) -> None:
        self.study.finish_consensus(str(args["interview"]), [str(name) for name in args["coders"]], coder=self.coder)

    def _unfinish(self, args: dict[str, Any]) -> None:
        self.study.reopen_consensus(str(args["interview"]), coder=self.coder)

    def _undo(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"undone": self.study.undo(self.coder)}

    def _redo(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"redone": self.study.redo(self.coder)}


_OPERATIONS: dict[str, Callable[[CoderComparison, dict[str, Any]], dict[str, Any] | None]] = {
    "open": CoderComparison._open,
    "resolve": CoderComparison._resolve,
    "reopen": CoderComparison._reopen,
    "take_agreed": CoderComparison._take_agreed,
    "finish": CoderComparison._finish,
    "unfinish": CoderComparison._unfinish,
    "undo": CoderComparison._undo,
    "redo": CoderComparison._redo,
}


def coding_row(coding: Coding) -> list[Any]:
    """One coding: guid, turn, start, end, code, valence, stage, coder."""
    return [
        coding.guid,
        coding.utterance,
        coding.start,
        coding.end,
        coding.code,
        coding.valence,
        coding.stage,
        coding.coder,
    ]


def pair_row(pair: ComparedPair, decision: ConsensusDecision | None) -> list[Any]:
    """One pair: guids of both sides (null: there is none), verdict, all differences, decision or ""."""
    return [
        pair.first.guid if pair.first else None,
        pair.second.guid if pair.second else None,
        pair.verdict,
        list(pair.differences),
        decision.decision if decision else "",
    ]


def figures(found: Differences) -> list[list[str]]:
    """The figures above the text: what is counted, and how much it is."""
    counts = found.comparison.counts
    n, alike = len(found.comparison.pairs), counts["same"]
    other = n - alike - counts["first_only"] - counts["second_only"]
    share = _("{k} of {n} ({percent})").format(
        k=format_number(alike), n=format_number(n), percent=format_percent(alike / n) if n else "–"
    )
    only = _("only {coder}")
    rows = [
        [_("alike"), share],
        [_("other words or code"), format_number(other)],
        [only.format(coder=found.coders[0]), format_number(counts["first_only"])],
        [only.format(coder=found.coders[1]), format_number(counts["second_only"])],
    ]
    return [*rows, [_("still open"), format_number(len(found.open))]]
