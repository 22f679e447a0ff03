"""What the readers of other tools' files share: ids that stay, texts that can be stored, trees of codes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard

from cjm_research.exchange.incoming import IncomingCode, IncomingPerson
from cjm_research.exchange.losses import Loss
from cjm_research.i18n import _, ngettext
from cjm_research.model.scheme import GROUPS, KINDS, METHODS

_NAMESPACE = uuid.UUID("0d5a3f0c-6a0f-5d55-9a3e-5b1d7a8c4e21")
# What no database or XML file takes: NUL, and halves of a UTF-16 pair.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_GUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LARGEST = 1e300
_COLOUR = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b")


class Ids:
    """Ids of things that have none of their own: the same for the same content at every reading.

    What counts are the parts given, so that two exports of one project, or two copies of it that coders worked on
    apart, name the same thing alike. Things that are alike in all parts are numbered in their order.
    """

    def __init__(self, *project: object) -> None:
        self._project = project
        self._seen: dict[str, int] = {}

    def of(self, *parts: object) -> str:
        """A guid for the thing that has these parts."""
        name = "\x1f".join(str(part) for part in (*self._project, *parts))
        n = self._seen[name] = self._seen.get(name, 0) + 1
        return str(uuid.uuid5(_NAMESPACE, storable(name if n == 1 else f"{name}\x1f{n}")))

    def kept(self, id_: str) -> str:
        """A guid that the file has from our own export, as it is, the first time that it comes up; else ""."""
        if id_ in self._seen or not _GUID.fullmatch(id_):
            return ""
        self._seen[id_] = 1
        return id_


def storable(text: str) -> str:
    """The text with characters that nothing can store as “�”, one for one, so that positions stay."""
    return _UNSTORABLE.sub("\ufffd", text)


def stored_text(text: str, where: str, losses: list[Loss]) -> str:
    """`storable`, and the damage listed."""
    n = len(_UNSTORABLE.findall(text))
    if n:
        what = ngettext(
            "{n} damaged letter was replaced by “�”; the file may be cut off.",
            "{n} damaged letters were replaced by “�”; the file may be cut off.",
            n,
        ).format(n=n)
        losses.append(Loss("changed", what, where))
    return storable(text)


def plain(value: object) -> str:
    """A value as one text: "" for none, numbers as written, anything else that is no text as ""."""
    if isinstance(value, str):
        return storable(value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def colour(value: object) -> str:
    """``#RRGGBB`` of a colour as tools write it, "" where there is none."""
    found = _COLOUR.fullmatch(plain(value)[:7])
    if not found:
        return ""
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return f"#{digits.upper()}"


def sound_tree(codes: Sequence[IncomingCode], losses: list[Loss]) -> tuple[IncomingCode, ...]:
    """The codes, each once, those moved to the top that stand below themselves or below something that is not there."""
    codes = list({code.id: code for code in codes}.values())
    parents = {code.id: code.parent for code in codes}
    sound = []
    for code in codes:
        if code.parent and (code.parent not in parents or _is_below_itself(code.id, parents)):
            what = _("A code stands below none that is in the file; it is at the top.")
            losses.append(Loss("changed", what, code.name))
            parents[code.id] = ""
            code = replace(code, parent="")
        sound.append(code)
    return tuple(sound)


def _is_below_itself(code: str, parents: dict[str, str]) -> bool:
    seen, at = {code}, parents[code]
    while at:
        if at in seen:
            return at == code
        seen.add(at)
        at = parents.get(at, "")
    return False


def own_key(name: str) -> str:
    """The name, where it is the key of a code as our own exports write it (``touchpoint/phone``); else ""."""
    kind, slash, label = name.partition("/")
    return name if kind in KINDS and (label.strip() or not slash) else ""


def person_of(text: str, name: str, values: Mapping[str, object]) -> list[IncomingPerson]:
    """Who speaks in a text, where the file tells properties of it beside the text; nobody where it tells none."""
    known = {str(key): value for key, value in values.items() if isinstance(value, str) or _is_number(value)}
    attributes = {plain(key): value if not isinstance(value, str) else plain(value) for key, value in known.items()}
    attributes = {key: value for key, value in attributes.items() if key and value not in ("", name)}
    if not attributes:
        return []
    group = str(attributes.pop("group")) if attributes.get("group") in GROUPS else ""
    method = str(attributes.pop("method")) if attributes.get("method") in METHODS else ""
    return [IncomingPerson(f"{text}-person", name, (text,), attributes, group, method)]


def _is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number of a size that tables and statistics programs take, or yes or no."""
    return isinstance(value, int | float) and abs(value) < _LARGEST


def loss_of_entry(table: str) -> Loss:
    """That one entry of a table could not be understood."""
    return Loss("dropped", _("An entry that cannot be understood is left out."), table)
