"""What the tagger sees: text with spans, a table with reasons; three languages, hostile text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from cjm_research.cli import main
from cjm_research.errors import UnknownLanguageError
from cjm_research.i18n import using_language
from cjm_research.model import Tag, Transcript, Utterance
from cjm_research.tagging import explain
from cjm_research.tagging.explain import Explanation

SAID = {
    "en": "Hello there. I rang them three times, waited forty minutes on hold and was livid!",
    "pl": "Dzień dobry. Dzwoniłam trzy razy, czekałam czterdzieści minut na infolinii i byłam wściekła!",
    "ru": "Добрый день. Звонила три раза, ждала сорок минут на линии и была в ярости!",
}
WORDS = {"en": ("Touchpoint", "Phone call"), "pl": ("Punkt styku", "Rozmowa"), "ru": ("Точка контакта", "Телефон")}


class Page(HTMLParser):
    """Counts elements and collects the text outside styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self._in_style = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._in_style = tag == "style"
        assert not any(name.startswith("on") or name in {"src", "href"} for name, _value in attrs)

    def handle_endtag(self, tag):
        self._in_style = False

    def handle_data(self, data):
        if not self._in_style:
            self.text += data


@pytest.mark.parametrize("language", sorted(SAID))
def test_text_spans_and_table_are_shown_in_the_language_in_force(language):
    with using_language(language):
        read = explain(SAID[language], language)
        call = tag(SAID[language], SAID[language].split()[3], "touchpoint", label="phone", valence=-1, stage="loyalty")
        shown = Explanation(read.transcript, (*read.tags, call))
        html = shown._repr_html_()
        page = Page(html)
        lines = str(shown)
    assert page.tags.count("tr") == len(shown.tags) + 1 > 2
    for word in SAID[language].split():
        assert word in page.text
    for word in WORDS[language]:
        assert word in page.text
        assert word in lines
    for number, found in enumerate(shown.tags, start=1):
        assert found.why in page.text
        assert f"{number}. " in lines
    assert f'<div class="cjm-explain" lang="{language}">' in html


@pytest.mark.parametrize("language", sorted(SAID))
def test_hostile_text_is_inert(language):
    bad = "<script>alert(1)</script> <img src=x onerror=alert(2)> {0} {text} &lt; " + SAID[language]
    transcript = Transcript(
        id="<i>",
        language=language,
        utterances=(Utterance(speaker="<b>", role="interviewer", text="?"), Utterance(text=bad)),
    )
    page = Page(explain(transcript).html())
    assert not {"script", "img", "b", "i"} & set(page.tags)
    assert "<script>alert(1)</script>" in page.text
    assert all(word in page.text for word in ("{0}", "{text}", "&lt;", "onerror=alert(2)>"))
    assert "<b>" in page.text


def tag(text: str, words: str, kind: str = "pain_point", **values) -> Tag:
    start = text.index(words)
    return Tag(
        transcript="", utterance=0, start=start, end=start + len(words), quote=words, kind=kind, score=0.5,
        source="rule:x", why="so", **values,
    )  # fmt: skip


def test_spans_over_each_other_are_all_drawn_one_below_the_other():
    text = "one two three four five"
    tags = (tag(text, text), tag(text, "two three", "emotion"), tag(text, "three four five", "action"))
    html = Explanation(Transcript(language="en", utterances=(Utterance(text=text),)), tags).html()
    for label in ("1 Pain point", "2 Emotion", "3 Action"):
        assert html.count(label) == 1
    bars = set(re.findall(r"top:(\d+)px;height:4px", html))
    assert len(bars) == 3
    assert {int(height) > max(map(int, bars)) for height in re.findall(r"position:relative;height:(\d+)px", html)} == {
        True
    }


def test_span_over_two_sentences_is_one_span():
    text = "It broke. Twice! Then it was fine."
    html = Explanation(
        Transcript(language="en", utterances=(Utterance(text=text),)), (tag(text, "It broke. Twice"),)
    ).html()
    assert html.count("1 Pain point") == 1
    assert html.count('class="spans"') == 2


def test_nothing_found_is_said():
    for shown in (explain("", "en"), explain(" \n ", "en"), explain("?!", "en")):
        assert shown.tags == ()
        assert "finds nothing" in shown.html()
        assert "finds nothing" in repr(shown)


def test_unknown_language_is_refused():
    with pytest.raises(UnknownLanguageError):
        explain("Guten Tag", "de")


def test_same_text_gives_the_same_bytes(tmp_path):
    first, second = (explain(SAID["pl"], "pl").write(tmp_path / name).read_bytes() for name in ("a.html", "b.html"))
    assert first == second
    assert first.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("language", sorted(SAID))
def test_command_writes_a_page(language, tmp_path, capsys):
    talk, page = tmp_path / "talk.txt", tmp_path / "page.html"
    talk.write_text(f"Interviewer: And then?\nP1: {SAID[language]}\n", encoding="utf-8")
    assert main(["tag", str(talk), "--language", language, "--lang", language, "--explain", str(page)]) == 0
    text = Page(page.read_text(encoding="utf-8")).text
    assert WORDS[language][0] in text
    assert "talk" in text
    assert str(page) in capsys.readouterr().out
