"""The verbs for personas: what the procedure finds, and what researchers make of it, step by step."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, chosen_language
from cjm_research.model import OwnStatement, PersonaDraft, PersonaPlan
from cjm_research.storage import persona_decisions as decisions
from cjm_research.storage.events import Change
from cjm_research.study.base import StudyBase
from cjm_research.study.coding_verbs import DEFAULT_CODER

if TYPE_CHECKING:
    import pandas as pd

    from cjm_research.study.importing import Progress
    from cjm_research.study.selection import Selection

MOST_KEPT = 4
LONGEST_TITLE = 120
LONGEST_STATEMENT = 600


class PersonaVerbs(StudyBase):
    """Personas of the study. Whatever a researcher decides is one step that can be taken back, and is on record.

    Verbs that change something give the plan that stands then, which costs nothing; `personas` counts it out.
    """

    _drafts: dict[tuple, PersonaDraft]
    _kept_selections: dict[tuple, Selection]

    def selection(self, group: str | None = None, *, from_tags: bool = False) -> Selection:
        """The people and codings that drafts and maps of a group rest on."""
        with self._speaking():
            return self._selection(group, from_tags=from_tags)

    def _selection(self, group: str | None, *, from_tags: bool = False, only: str | None = None) -> Selection:
        from cjm_research.study.selection import select, settled_codings

        key = (self.store.coding_version(), self.settings.model_dump_json(), chosen_language(), group, from_tags, only)
        if (known := self._kept_selections.get(key)) is not None:
            return known
        transcripts, participants = self.transcripts, self.participants
        codings = settled_codings(self.codings, self.store.consensus())
        if only is not None:
            participants = tuple(person for person in participants if person.id == only)
        selection = select(self.settings, transcripts, participants, codings, group=group, from_tags=from_tags)
        return _kept(self._kept_selections, key, selection)

    def personas(
        self,
        k: int | None = None,
        seed: int | None = None,
        *,
        group: str | None = None,
        by: str | None = None,
        from_tags: bool = False,
        as_found: bool = False,
        asked: pd.DataFrame | str | Path | None = None,
        attributes: Sequence[str] = (),
        ratings: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> PersonaDraft:
        """Personas of one group with their verdict; who was left out stands among the warnings.

        What researchers settled is applied, unless something else is asked for.

        Parameters
        ----------
        k : int, optional
            How many groups; found by the procedure where not named.
        seed : int, optional
            That of the settings where not named.
        group : str, optional
            "customer", "non_user" or "expert"; the customers where a study has several and none is named.
        by : str, optional
            An attribute of the participants by whose values they are grouped instead.
        from_tags : bool
            Count the machine's suggestions even where people have coded.
        as_found : bool
            What the procedure finds, whatever researchers settled.
        asked : DataFrame or path of a CSV file, optional
            One row a participant, one column a stage, kind or code: 0 where somebody was not asked about it. The
            participants' attribute `not_asked` counts in any case.
        attributes : sequence of str
            Attributes that count when people are compared; by default they only describe groups.
        ratings : sequence of str
            Survey instruments whose answers count when people are compared.
        """
        besides = asked is not None or bool(attributes) or bool(ratings)
        own = k is None and seed is None and by is None and not from_tags and not as_found and not besides
        with self._speaking() as language:
            plan = self.persona_plan(group) if own else None
            selection = self._selection(group, from_tags=from_tags)
            settled = plan.model_dump_json() if plan else ""
            version, settings = self.store.coding_version(), self.settings.model_dump_json()
            key = (version, settings, language, k, seed, group, by, from_tags, settled)
            if (known := self._drafts.get(key)) is not None and not besides:
                return known
            from cjm_research.study.selection import draft_personas

            draft = draft_personas(
                selection, k=k, seed=seed, by=by, plan=plan, asked=asked, attributes=attributes,
                ratings=self._ratings(ratings, selection.group) if ratings else None, progress=progress,
            )  # fmt: skip
            return draft if besides else _kept(self._drafts, key, draft)

    def _ratings(self, names: Sequence[str], group: str) -> pd.DataFrame:
        """Participants x instruments: the answers of the last wave in which each was asked."""
        import pandas as pd

        from cjm_research.study.surveys import chosen_instrument, chosen_wave, survey_of

        survey = survey_of(
            self.store.surveys.instruments(),
            self.store.surveys.waves(),
            self.store.surveys.answers(),
            self.participants,
            group,
        )
        chosen = [chosen_instrument(survey, name) for name in names]
        return pd.DataFrame({one.key: survey.of(one, chosen_wave(survey, one, None)[0]) for one in chosen})

    def agreement_with_words(self, draft: PersonaDraft | None = None, *, group: str | None = None) -> float | None:
        """How far groups made of nothing but people's own words agree with the personas: a check, never a source.

        Parameters
        ----------
        draft : PersonaDraft, optional
            By default `personas()`.

        Returns
        -------
        float or None
            Adjusted Rand index: 1 for equal groups, about 0 for chance; None where there is nothing to compare (one
            persona, people of several languages, hardly any words in common). Low agreement is usual: people who meet
            the same things tell of them in different words.
        """
        from cjm_research.personas.texts import agreement_of_texts

        with self._speaking():
            draft = draft or self.personas(group=group)
            selection = self._selection(draft.group)
            groups = {who: number for number, persona in enumerate(draft.personas) for who in persona.members}
            languages = {transcript.id: transcript.language for transcript in selection.transcripts}
            return agreement_of_texts(selection.texts, groups, languages, seed=self.settings.seed % 2**32)

    # What researchers settle

    def persona_plan(self, group: str | None = None) -> PersonaPlan | None:
        """What researchers settled about the personas of a group, None where it is left to the procedure."""
        return self.store.standing("personas").get(self._group_of(group))

    def settle_personas(
        self, k: int | None = None, *, by: str | None = None, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> PersonaPlan:
        """Keep the groups as the procedure finds them now, or as many as you want, as the start of your own.

        What was settled before is replaced. Every other verb does this by itself where nothing is settled.
        """
        plan = self._found_plan(self._group_of(group), k=k, by=by)
        self.store.decide(decisions.settle(plan), coder=coder)
        return plan

    def forget_personas(self, group: str | None = None, *, coder: str = DEFAULT_CODER) -> int:
        """Go back to what the procedure finds; own titles, statements and notes on these personas' maps go.

        `undo` brings all of it back.
        """
        return self.store.decide(decisions.forget(self._group_of(group)), coder=coder)

    def rename_persona(
        self, key: str, title: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> PersonaPlan:
        """Give a persona a title of your own; an empty one goes back to the procedure's."""
        text = _one_line(title, LONGEST_TITLE)
        return self._edit_personas(decisions.set_field(key, "title", text), group, coder)

    def set_persona_role(
        self, key: str, role: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> PersonaPlan:
        """Say what such a person does in an organisation: for example "decides" or "uses it daily"."""
        return self._edit_personas(decisions.set_field(key, "role", _one_line(role, LONGEST_TITLE)), group, coder)

    def accept_persona(
        self, key: str, accepted: bool = True, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> PersonaPlan:
        """Accept a persona, or take that back; other members make it a draft again."""
        return self._edit_personas(decisions.set_field(key, "accepted_by", coder if accepted else ""), group, coder)

    def move_participant(
        self,
        participants: str | Iterable[str],
        to: str | None,
        *,
        group: str | None = None,
        coder: str = DEFAULT_CODER,
    ) -> PersonaPlan:
        """Put participants into another persona; `to=None` takes them out of all.

        Raises
        ------
        UnknownNameError
            There is no such persona, or no such participant in the group.
        BadValueError
            A persona would have no members left.
        """
        name = self._group_of(group)
        chosen = [participants] if isinstance(participants, str) else list(participants)
        of_group = {person.id for person in self.participants if person.group == name}
        for who in chosen:
            if who not in of_group:
                raise UnknownNameError(_("There is no participant “{id}” in this group.").format(id=who))
        return self._edit_personas(decisions.move(chosen, to), name, coder)

    def merge_personas(
        self, *keys: str, into: str, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> PersonaPlan:
        """Make one persona of several; own statements and notes on their empathy maps come along."""
        name = self._group_of(group)
        start = self._start(name)
        self.store.decide(decisions.merge(start, keys, into), coder=coder)
        return self.persona_plan(name) or start

    def split_persona(
        self, key: str, members: Iterable[str], *, title: str = "", group: str | None = None, coder: str = DEFAULT_CODER
    ) -> str:
        """Make a persona of some members of another one; its key."""
        made: list[str] = []
        change = decisions.split(key, members, _one_line(title, LONGEST_TITLE), made)
        self.store.decide(decisions.edit(self._start(self._group_of(group)), change), coder=coder)
        return made[-1]

    # Statements

    def add_statement(
        self,
        key: str,
        text: str,
        *,
        section: str,
        evidence: Sequence[str] = (),
        guid: str | None = None,
        group: str | None = None,
        coder: str = DEFAULT_CODER,
    ) -> OwnStatement:
        """Say something about a persona in your own words.

        Parameters
        ----------
        evidence : sequence of str
            Guids of codings of its members; without any the statement is marked as an assumption.
        guid : str, optional
            Chosen by a form; the same statement sent twice with it is added once.
        """
        statement = OwnStatement(
            guid=guid or str(uuid.uuid4()),
            section=section.strip(),
            text=_one_line(text, LONGEST_STATEMENT, needed=True),
            evidence=self._checked_evidence(evidence),
        )
        self._edit_personas(decisions.add_statement(key, statement), group, coder)
        return statement

    def change_statement(
        self,
        key: str,
        statement: str,
        *,
        text: str | None = None,
        section: str | None = None,
        evidence: Sequence[str] | None = None,
        group: str | None = None,
        coder: str = DEFAULT_CODER,
    ) -> None:
        """Change a statement: of your own (by guid) anything, of one that was found (by key) the words.

        An empty text gives a found statement its own words back.
        """
        changes: dict[str, Any] = {}
        if text is not None:
            changes["text"] = _one_line(text, LONGEST_STATEMENT)
        if section is not None:
            changes["section"] = section.strip()
        if evidence is not None:
            changes["evidence"] = self._checked_evidence(evidence)
        self._edit_personas(decisions.change_statement(key, statement, changes), group, coder)

    def remove_statement(
        self, key: str, statement: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> None:
        """Leave a statement out; one of your own goes."""
        self._edit_personas(decisions.remove_statement(key, statement), group, coder)

    def restore_statements(
        self, key: str, *statements: str, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> None:
        """Bring back found statements that were left out: those named, or all."""
        self._edit_personas(decisions.restore_statements(key, statements), group, coder)

    # How

    def _edit_personas(self, change: decisions.Edit, group: str | None, coder: str) -> PersonaPlan:
        start = self._start(self._group_of(group))
        self.store.decide(decisions.edit(start, change), coder=coder)
        return self.persona_plan(start.group) or start

    def _start(self, group: str) -> PersonaPlan:
        """What stands for a group, or what the procedure finds."""
        return self.persona_plan(group) or self._found_plan(group)

    def _found_plan(self, group: str, *, k: int | None = None, by: str | None = None) -> PersonaPlan:
        from cjm_research.personas.plan import plan_of

        found = self.personas(k, group=group, by=by, as_found=True)
        if not found.personas:
            raise BadValueError(_("Nothing is coded yet, so there are no personas to work on."))
        return plan_of(found, k_chosen=k)

    def _settled_change(self, group: str) -> list[Change]:
        """What keeps the personas of a group as they are, for an act that rests on them; nothing where it is done."""
        plan = self.persona_plan(group)
        return [] if plan else [Change("add", group, self._found_plan(group), "personas")]

    def _group_of(self, group: str | None) -> str:
        from cjm_research.study.selection import chosen_group

        return group or chosen_group(self.participants, self.transcripts, self.codings)

    def _checked_evidence(self, guids: Sequence[str]) -> tuple[str, ...]:
        for guid in guids:
            self.store.coding(guid)
        return tuple(dict.fromkeys(guids))


def _kept(cache: dict[tuple, Any], key: tuple, value: Any) -> Any:
    """Keep a value, and forget the oldest ones; a form asks for the same draft again and again."""
    cache[key] = value
    for old in list(cache)[:-MOST_KEPT]:
        cache.pop(old, None)  # another thread may have been faster
    return value


def _one_line(text: str, longest: int, *, needed: bool = False) -> str:
    from cjm_research.readers.cleaning import clean

    text = " ".join(clean(text).split())
    if needed and not text:
        raise BadValueError(_("The statement is empty."))
    if len(text) > longest:
        raise BadValueError(_("This is too long: {n} characters, at most {most}.").format(n=len(text), most=longest))
    return text
