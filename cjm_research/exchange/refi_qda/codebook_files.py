"""Codebook files (.qdc): codes and their sets alone, also as tools write them that miss the standard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from cjm_research.errors import BadValueError
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.refi_qda.building import Builder
from cjm_research.exchange.refi_qda.duplicates import Guids
from cjm_research.exchange.refi_qda.identifiers import CODEBOOK_NAMESPACE, ORIGIN, local_name
from cjm_research.exchange.refi_qda.parsing import Parser
from cjm_research.exchange.refi_qda.project import Code, Set
from cjm_research.exchange.refi_qda.xml_stream import check_root, sections
from cjm_research.i18n import _


def read_codebook(path: str | Path) -> tuple[tuple[Code, ...], tuple[Set, ...], list[Loss]]:
    """Codes, sets and what is not as the standard asks.

    Raises
    ------
    UnreadableFileError
        No codebook of the standard, damaged, or hostile.
    """
    path = Path(path)
    losses: list[Loss] = []
    parser, guids = Parser(losses, path), Guids(path)
    codes: list[Code] = []
    sets: list[Set] = []
    for section, name, element in sections(path, lambda: path.open("rb"), lambda root: _begin(path, root, losses)):
        if section in {"Codes", "Sets"}:
            guids.add_all(element)
        if section == "Codes" and name == "Code":
            codes.append(parser.code(element))
        elif section == "Sets" and name == "Set":
            sets.append(parser.group(element))
        elif section or name not in {"Codes", "Sets"}:
            parser.unknown(f"{section or 'CodeBook'}/{name}")
    return tuple(codes), tuple(sets), losses


def write_codebook(path: str | Path, codes: Iterable[Code], sets: Iterable[Set] = ()) -> list[Loss]:
    """Write a codebook file that the standard's schema takes; equal codes give equal bytes.

    Returns
    -------
    list of Loss
        What codebook files have no place for.

    Raises
    ------
    BadValueError
        There is no code: the standard knows no empty codebook.
    """
    losses: list[Loss] = []
    builder = Builder(losses)
    root = etree.Element("CodeBook", {"xmlns": CODEBOOK_NAMESPACE, "origin": ORIGIN})
    _section(root, "Codes", (builder.code(code, in_codebook=True) for code in codes))
    _section(root, "Sets", (builder.group(one, in_codebook=True) for one in sets))
    if not len(root) or root[0].tag != "Codes":
        raise BadValueError.at(path, _("There are no codes to write."))
    etree.indent(root, " ")
    Path(path).write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
    return losses


def _section(root: Any, name: str, elements: Iterable[Any]) -> None:
    section = etree.Element(name)
    section.extend(elements)
    if len(section):
        root.append(section)


def _begin(path: Path, root: Any, losses: list[Loss]) -> None:
    namespace = check_root(path, root, "CodeBook", "urn:QDA-XML:codebook:")
    if namespace != CODEBOOK_NAMESPACE:
        what = _("The file follows an older form of the standard ({namespace}).")
        losses.append(Loss("changed", what.format(namespace=namespace or "-")))
    for key in root.keys():  # noqa: SIM118 - an element's own iteration goes over its children
        if key != "origin" and not local_name(key).endswith("chemaLocation"):
            Parser(losses, path).unknown(f"CodeBook/@{local_name(key)}")
