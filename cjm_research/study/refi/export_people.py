"""The participants of a study for REFI-QDA: cases that came stay as they were, with what was changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cjm_research.exchange.refi_qda.content import Guids, PersonVariable, case_of, kind_of, variables_of, written
from cjm_research.exchange.refi_qda.identifiers import guid_key
from cjm_research.exchange.refi_qda.project import Case, Variable, VariableValue
from cjm_research.exchange.refi_qda.remarks import read_attribute
from cjm_research.i18n import _
from cjm_research.model import Participant, term
from cjm_research.storage.kept import KeptElement
from cjm_research.study.refi.values import unpacked
from cjm_research.study.refi.words import attribute_names, description_guid
from cjm_research.study.taking_in.kept import from_text


class PeopleExport:
    """Makes cases and variables.

    Parameters
    ----------
    cases, variables : list of KeptElement
        Those that came, in their order.
    sources : mapping
        Guid of a source that is written -> its interview, None where it is none.
    memos : mapping
        Guid of a memo that came -> whether it stands as it came.
    """

    def __init__(
        self,
        participants: Sequence[Participant],
        cases: list[KeptElement],
        variables: list[KeptElement],
        guids: Guids,
        sources: Mapping[str, str | None],
        transcripts: Collection[str],
        memos: Mapping[str, bool],
        *,
        has_kept: bool,
    ) -> None:
        self._people = {person.id: person for person in participants}
        self._sources = {guid_key(guid): id for guid, id in sources.items()}
        self._guids, self._memos = guids, memos
        self._kept_variables = [unpacked(Variable, element.content) for element in variables]
        kept_cases = (from_text(element.content)[1] for element in cases)
        names = attribute_names(self._kept_variables, [unpacked(Case, one) for one in kept_cases if one])
        self._by_name = {names[guid_key(one.guid)]: one for one in reversed(self._kept_variables)}
        self._names = names
        self._added: dict[str, Variable] = {}
        self._cases = [*self._kept(cases), *self._new(transcripts, has_kept)]

    def cases(self) -> tuple[Case, ...]:
        """All cases."""
        return tuple(self._cases)

    def variables(self) -> tuple[Variable, ...]:
        """All variables."""
        kept = {guid_key(one.guid) for one in self._kept_variables}
        return (*self._kept_variables, *(one for one in self._added.values() if guid_key(one.guid) not in kept))

    def _kept(self, elements: list[KeptElement]) -> Iterator[Case]:
        self._told: set[str] = set()
        for element in elements:
            came, content = from_text(element.content)
            person = self._people.get(element.key)
            if not content:
                continue  # of a tool that has no cases of the standard
            if person is None and element.key:
                self._told.add(element.key)
                continue
            if element.key in self._told:
                person = None  # another case of an interview; the first one is its person
            self._told.add(element.key)
            case = unpacked(Case, content)
            for source in case.sources:
                self._told.add(self._sources.get(guid_key(source)) or "")
            yield self._changed(case, came[1], person)

    def _changed(self, case: Case, came: dict[str, Any], person: Participant | None) -> Case:
        sources = tuple(guid for guid in case.sources if guid_key(guid) in self._sources)
        description = case.description if self._memos.get(description_guid(case.guid), True) else None
        values = list(case.values)
        if person is not None:
            now = dict(person.attributes)
            for name in dict.fromkeys([*came, *now]):
                if now.get(name) != came.get(name):
                    values = [one for one in values if self._names.get(guid_key(one.variable)) != name]
                    values += self._value(name, now.get(name))
            values = self._with_kinds(values, person)
        return replace(case, sources=sources, description=description, values=tuple(values))

    def _value(self, name: str, found: Any) -> list[VariableValue]:
        if found is None:
            return []
        variable, kind = self._by_name.get(name), kind_of([found])
        fits = variable is not None and (
            variable.type in (kind, "Text") or (variable.type, kind) == ("Float", "Integer")
        )
        if variable is None or not fits:
            own = PersonVariable(f"attribute {name}", term("attribute", name), kind)
            variable = self._added.setdefault(f"{name} {kind}" if variable else name, own.element(self._guids))
        return [VariableValue(variable.guid, variable.type, written(found, variable.type))]

    def _with_kinds(self, values: list[VariableValue], person: Participant) -> list[VariableValue]:
        """Group and method, where they are not what everybody has who is told nothing of."""
        for key, found, usual in (("group", person.group, "customer"), ("method", person.method, "retrospective")):
            own = next((one for one in self._kept_variables if read_attribute(one.description) == key), None)
            had = next((one for one in values if own and guid_key(one.variable) == guid_key(own.guid)), None)
            text = term(key, found)
            if (had is None and found == usual) or (had is not None and _means(key, had.value, found)):
                continue
            variable = own or self._added.setdefault(
                key, PersonVariable(key, _("Group") if key == "group" else _("Method"), "Text").element(self._guids)
            )
            values = [one for one in values if one is not had]
            values.append(VariableValue(variable.guid, "Text", text))
        return values

    def _new(self, transcripts: Collection[str], has_kept: bool) -> Iterator[Case]:
        """Cases of people who came with no project."""
        people = [
            person
            for id, person in sorted(self._people.items())
            if id not in self._told and (not has_kept or self._says_something(person))
        ]
        variables = variables_of(people)
        guids = self._with_kept(variables)
        for variable in variables:
            self._added.setdefault(variable.key.removeprefix("attribute "), variable.element(guids))
        for person in people:
            yield case_of(person, variables, guids, [person.id] if person.id in transcripts else [])

    def _with_kept(self, variables: Sequence[PersonVariable]) -> Guids:
        """Guids by which people who came with no project have the variables of one, where name and type are equal."""
        known = dict(self._guids.known)
        for variable in variables:
            kept = self._by_name.get(variable.key.removeprefix("attribute "))
            if kept is not None and kept.type == variable.kind:
                known.setdefault(("variable", variable.key), kept.guid)
        return replace(self._guids, known=known)

    def _says_something(self, person: Participant) -> bool:
        came = {id for id in self._sources.values() if id}
        is_usual = (person.group, person.method) == ("customer", "retrospective")
        return bool(person.attributes) or not is_usual or person.id not in came


def _means(family: str, text: str | None, key: str) -> bool:
    from cjm_research.study.refi.words import identifier_of

    return identifier_of(family, (key,), text) == key
