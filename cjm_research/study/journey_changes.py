"""How an edit of a journey map comes about: what may be said, what is kept, and what is as the codings have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from pydantic import ValidationError

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, format_number
from cjm_research.model import Evidence, JourneyEdit, JourneyMap
from cjm_research.model.base import Model
from cjm_research.model.journey_edit import FIELDS_OF, LONGEST_TEXT, Part
from cjm_research.storage.events import Change

# Texts without which a piece says nothing.
_NEEDED: dict[Part, str] = {"item": "text", "step": "text", "map": "title"}


def checked_values(part: Part, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept: cleaned, and of the right kind; None stays (it takes a setting back).

    Raises
    ------
    UnknownNameError
        Such a piece has no field of that name.
    BadValueError
        A value is of the wrong kind, a text empty or too long.
    """
    model = FIELDS_OF[part]
    for name in values:
        if name not in model.model_fields:
            raise UnknownNameError(
                _("There is no field “{field}” here. Known: {known}.").format(
                    field=name, known=", ".join(model.model_fields)
                )
            )
    given = {name: _clean(value) for name, value in values.items() if value is not None}
    if _NEEDED.get(part) in given and not given[_NEEDED[part]]:
        raise BadValueError(_("The text is empty."))
    for value in given.values():
        if isinstance(value, float) and not isfinite(value):
            raise BadValueError(_("“{text}” is not a number.").format(text=value))
    try:
        kept = model.model_validate(given).model_dump(mode="json", include=set(given))
    except ValidationError as error:
        raise BadValueError(_why(error)) from error
    return {name: kept.get(name) for name in values}


def complete_values(part: Part, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of something new: what is None was not said, and a name or text must be.

    Raises
    ------
    UnknownNameError, BadValueError
        As `checked_values`; or the text is missing.
    """
    said = {name: value for name, value in checked_values(part, values).items() if value is not None}
    if not said.get(_NEEDED.get(part, "name")):
        raise BadValueError(_("The text is empty."))
    return said


def _clean(value: Any) -> Any:
    from cjm_research.readers.cleaning import clean

    if isinstance(value, str):
        return " ".join(clean(value).split())
    if isinstance(value, Model):
        return _clean(value.model_dump(mode="json"))
    if isinstance(value, Mapping):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, Iterable):
        return [_clean(each) for each in value]
    return value


def _why(error: ValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "-"
    if "longer than" in first["msg"]:
        return _("This is too long: at most {most} characters.").format(most=LONGEST_TEXT)
    return _("“{value}” does not fit the field “{field}”: {why}.").format(
        value=str(first.get("input"))[:80], field=field, why=_in_words(first).rstrip(".")
    )


def _in_words(error: Mapping[str, Any]) -> str:
    """Why a value does not fit, in the language in force where it is a bound, a number or a choice."""
    kind, bounds = error["type"], error.get("ctx", {})
    if kind in {"less_than_equal", "less_than"}:
        return _("it has to be {value} at most.").format(value=format_number(bounds.get("le", bounds.get("lt"))))
    if kind in {"greater_than_equal", "greater_than"}:
        return _("it has to be {value} at least.").format(value=format_number(bounds.get("ge", bounds.get("gt"))))
    if kind in {"int_parsing", "int_type", "int_from_float"}:
        return _("it has to be a whole number.")
    if kind in {"float_parsing", "float_type"}:
        return _("it has to be a number, such as 0.1.")
    if kind == "literal_error":
        return _("Known: {known}.").format(known=bounds["expected"].replace("'", "").replace(" or ", ", "))
    return str(error["msg"])


def piece_of(journey_map: JourneyMap, part: Part, target: str) -> dict[str, Any] | None:
    """The fields of a piece as the map has them, as JSON; None where there is no such piece."""
    if part == "item":
        for cell, item in journey_map.items:
            if item.key == target:
                return {**item.model_dump(mode="json"), "stage": cell.stage, "lane": cell.lane}
        return next((i.model_dump(mode="json") for i in journey_map.taken_off if i.key == target), None)
    if part == "map":
        return {**journey_map.model_dump(mode="json", include=set(FIELDS_OF["map"].model_fields))}
    if part == "point":
        stage, _at, layer = target.partition("@")
        points = journey_map.curve_to_be if layer else journey_map.curve
        known = journey_map.stage(stage) is not None
        return {"mean": next((p.mean for p in points if p.stage == stage), None)} if known else None
    thing: Model | None = {
        "stage": journey_map.stage,
        "step": journey_map.step,
        "touchpoint": journey_map.touchpoint,
    }[part](target)
    return thing.model_dump(mode="json") if thing is not None else None


def anchor(journey_map: JourneyMap, part: Part, target: str) -> tuple[str, ...]:
    """Guids of the codings that an entry or step rests on: an edit of it follows them."""
    evidence: tuple[Evidence, ...] = ()
    if part == "item":
        item = journey_map.item(target) or next((i for i in journey_map.taken_off if i.key == target), None)
        evidence = item.evidence if item else ()
    elif part == "step":
        step = journey_map.step(target)
        evidence = step.evidence if step else ()
    return tuple(e.coding for e in evidence if e.coding)


def anchored(edit: JourneyEdit, journey_map: JourneyMap) -> JourneyEdit:
    """The edit with the codings behind what it leads to, as far as that stands on the map."""
    links = {*(edit.values.get("links") or ()), *(edit.values.get("next") or ())}  # type: ignore[misc]
    now = {link: anchor(journey_map, "item", link) or anchor(journey_map, "step", link) for link in sorted(links)}
    anchors = {link: guids or edit.anchors.get(link, ()) for link, guids in now.items()}
    return edit.model_copy(update={"anchors": {link: guids for link, guids in anchors.items() if guids}})


def merged(edit: JourneyEdit, values: Mapping[str, Any], given: Mapping[str, Any] | None) -> JourneyEdit:
    """The edit with these values; None takes one back, and so does what is as the codings give it (`given`)."""
    after = {name: value for name, value in {**edit.values, **values}.items() if value is not None}
    if given is not None and not edit.own:
        moved = any(after.get(name, given.get(name)) != given.get(name) for name in ("stage", "lane"))
        same = [name for name, value in after.items() if name in given and given[name] == value]
        # A place is one among the entries of its cell: the same number elsewhere is another place.
        after = {name: value for name, value in after.items() if name not in same or (name == "position" and moved)}
    return edit.model_copy(update={"values": after})


def says_nothing(edit: JourneyEdit) -> bool:
    """Whether an edit changes nothing."""
    return not (edit.values or edit.own or edit.removed)


def change_of(before: JourneyEdit | None, after: JourneyEdit) -> list[Change]:
    """What makes `after` stand in the place of `before`."""
    if after == before:
        return []
    if says_nothing(after):
        return [Change("remove", after.key, None, "journey")] if before else []
    return [Change("change" if before else "add", after.key, after, "journey")]


def no_such(part: Part, target: str, map_key: str, known: Iterable[str] = ()) -> UnknownNameError:
    """The error for a piece that a map does not have, and the keys of those that it has where they are few."""
    sentence = {
        "stage": _("There is no stage “{target}” on the map of “{map}”."),
        "item": _("There is no entry “{target}” on the map of “{map}”."),
        "step": _("There is no step “{target}” on the map of “{map}”."),
        "point": _("There is no stage “{target}” on the map of “{map}”."),
    }.get(part, _("There is nothing “{target}” on the map of “{map}”."))
    message = sentence.format(target=target.partition("@")[0] if part == "point" else target, map=map_key)
    if names := ", ".join(known):
        message = " ".join([message, _("Known: {known}.").format(known=names)])
    return UnknownNameError(message)
