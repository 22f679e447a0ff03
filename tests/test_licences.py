"""Nothing under a copyleft licence is installed."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent

COPYLEFT = re.compile(r"\bA?GPL|\bLGPL|General Public License|Affero", re.IGNORECASE)
PERMISSIVE = re.compile(r"\bMIT\b|Apache|\bBSD\b|Mozilla|\bMPL\b|\bISC\b|Python Software|\bPSF\b", re.IGNORECASE)


def _licences(distribution: importlib.metadata.Distribution) -> list[str]:
    """What a distribution says of its licence, shortest form first; several entries are a choice."""
    meta = distribution.metadata
    if expression := meta.get("License-Expression"):
        return [part.strip() for part in re.split(r"\s+OR\s+", expression)]
    classifiers = [c.split("::")[-1].strip() for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    first_line = (meta.get("License") or "").strip().split("\n")[0]
    return classifiers or ([first_line] if first_line else [])


def _locked_names() -> set[str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    found = {Requirement(line.rstrip("\\ ")).name for line in lines if re.match(r"[a-z0-9]", line, re.IGNORECASE)}
    return {name.lower().replace("_", "-") for name in found}


def test_every_installed_library_may_be_used_under_a_permissive_licence():
    copyleft, locked = [], _locked_names()
    for distribution in importlib.metadata.distributions():
        name = (distribution.metadata["Name"] or "").lower().replace("_", "-")
        if name not in locked:
            continue  # pip, and whatever else a person keeps in the same environment
        licences = _licences(distribution)
        bound = [text for text in licences if COPYLEFT.search(text)]
        free = [text for text in licences if PERMISSIVE.search(text) and not COPYLEFT.search(text)]
        # Offered under a choice of licences, the permissive one is taken (pyphen: MPL, odfpy: Apache).
        if bound and not free:
            copyleft.append(f"{name}: {'; '.join(licences)}")
    assert not copyleft, "\n".join(copyleft)


def test_the_lock_holds_hashes_and_no_addresses():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") > 1000
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
