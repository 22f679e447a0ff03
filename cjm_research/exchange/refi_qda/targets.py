"""For whom a project is written: how texts are stored and positions counted.

The standard's own form is the default. The others follow what the programs were seen to write themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research.errors import UnknownNameError
from cjm_research.exchange.refi_qda.offsets import Counting, counting_named
from cjm_research.exchange.refi_qda.project import TextSource
from cjm_research.exchange.refi_qda.stored_text import LineEnds
from cjm_research.i18n import _

STANDARD_COUNTING = Counting()


@dataclass(frozen=True, slots=True)
class Target:
    """How texts are stored for a program.

    Parameters
    ----------
    line_ends : {"as_is", "lf", "crlf"}
    has_mark : bool or None
        Whether texts begin with a byte order mark; None: as they came.
    counting : Counting or None
        What positions are counted in; None: as they came.
    """

    name: str
    line_ends: LineEnds = "lf"
    has_mark: bool | None = False
    counting: Counting | None = STANDARD_COUNTING

    def encoding(self, source: TextSource) -> str:
        """Python's name of the encoding that the text of `source` is stored in."""
        if self.has_mark is None:
            return source.encoding
        return "utf-8-sig" if self.has_mark else "utf-8"

    def counting_of(self, source: TextSource) -> Counting:
        """What the positions of `source` are counted in."""
        if self.counting is not None:
            return self.counting
        return counting_named(source.counted) if source.counted else Counting()


TARGETS = {
    target.name: target
    for target in (
        Target("standard"),
        # As NVivo for Windows stores texts: a mark that does not count, line ends of two characters that count two.
        Target("nvivo", "crlf", True, Counting("utf16", 2)),
        # Takes a line end for two characters, so that it has to be two.
        Target("maxqda", "crlf", False, Counting("code_points", 2)),
        # Takes a line end for one character, so that it has to be one.
        Target("atlas.ti", "lf", False, Counting("code_points", 2)),
        Target("as_imported", "as_is", None, None),
    )
}


def target_named(name: str) -> Target:
    """A target by its name.

    Raises
    ------
    UnknownNameError
        There is none of this name.
    """
    if name.lower() not in TARGETS:
        raise UnknownNameError(
            _("No target is called {name}. Choose one of: {names}.").format(name=name, names=", ".join(TARGETS))
        )
    return TARGETS[name.lower()]
