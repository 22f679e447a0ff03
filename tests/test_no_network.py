"""Nothing is asked of a network at run time.

The studies of the demo (import, tagging, personas, every map, report, exports) run under the same guard in test_demo;
here are the commands around them.
"""

from __future__ import annotations

import socket
import urllib.request
from contextlib import suppress
from pathlib import Path

from cjm_research.cli import main
from tests.no_network import no_network

# What a researcher types; the interview brings its codings.
CHAIN = (
    "new STUDY",
    "import TALK --study STUDY",
    "report --study STUDY --out OUT/report.html",
    "export OUT/study.qdpx --study STUDY",
    "check --study STUDY",
)


def test_no_verb_asks_for_a_network(tmp_path: Path, corpus: Path):
    talk = min((corpus / "en" / "flat-pack-furniture").glob("*.json"))
    out = tmp_path / "out"
    out.mkdir()
    places = {"TALK": str(talk), "STUDY": str(tmp_path / "study")}
    with no_network() as attempts:
        for command in CHAIN:
            words = [places.get(word, word.replace("OUT", str(out))) for word in command.split()]
            assert main(words) == 0, command
    assert attempts == []
    assert len(list(out.iterdir())) == 2


def test_the_guard_notices_what_is_swallowed():
    with no_network() as attempts:
        with suppress(OSError):
            urllib.request.urlopen("http://example.invalid/font.ttf", timeout=1)
        with suppress(OSError):
            socket.getaddrinfo("example.invalid", 80)
    assert len(attempts) >= 2
    assert "example.invalid" in attempts[-1]
