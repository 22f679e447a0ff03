import pytest
from bs4 import BeautifulSoup

from cjm_research.measures import wilson
from cjm_research.model import Coding, Evidence, Participant, Persona, PersonaDraft, Statement, Transcript, Utterance
from cjm_research.rendering.persona_sheet import persona_html, persona_view

QUOTE = "Nikt nie odebrał <b>telefonu</b>"


def evidence(who="a", quote=QUOTE):
    return Evidence(participant=who, transcript=who, utterance=1, start=0, end=len(quote), quote=quote, coding=who)


def statement(section, k, *, n=3, quotes=("a",), text="Phone call"):
    return Statement(
        text=text, code="pain_point", section=section, inside=(k, n), outside=(1, 9), interval=wilson(k, n),
        evidence=tuple(map(evidence, quotes)),
    )  # fmt: skip


PERSONA = Persona(
    key="P1",
    title="Often on the phone",
    members=("a", "b", "c"),
    membership={"a": 0.95, "b": 0.5, "c": 0.8},
    typical_member="a",
    statements=(statement("thoughts", 2), statement("pains", 3, quotes=("a", "b")), statement("goals", 2)),
    quotes=(evidence(), evidence("b")),
    counter_quote=evidence("c"),
)
OTHER = Persona(key="P2", title="Never on the phone", members=tuple("defghijkl"), membership={})
DRAFT = PersonaDraft(verdict="tentative", why="-", n=12, k=2, personas=(PERSONA, OTHER))
PEOPLE = [Participant(id="a", attributes={"age": 34, "gender": "f", "occupation": "nurse"})]


def sheet(**fields):
    return BeautifulSoup(persona_html(PERSONA, draft=DRAFT, participants=PEOPLE, **fields), "lxml")


def test_sheet_gives_share_membership_and_border():
    view = persona_view(PERSONA, DRAFT, PEOPLE)
    assert view.interval == wilson(3, 12)
    assert view.membership == pytest.approx(0.75)
    assert view.borderline == ("b",)
    assert [m.id for m in view.members] == ["a", "c", "b"]
    text = sheet().get_text(" ", strip=True)
    assert "3 of 12" in text
    assert "34, woman, nurse" in text


def test_general_portrait_has_no_membership_and_no_others():
    alone = PersonaDraft(verdict="no_groups", why="-", n=3, k=1, personas=(PERSONA,))
    view = persona_view(PERSONA, alone, PEOPLE)
    assert view.membership is None
    assert view.borderline == ()
    assert view.others == 0


def test_goals_come_before_pains_and_thoughts_are_folded():
    names = [(section.name, section.main) for section in persona_view(PERSONA, DRAFT, []).sections]
    assert names == [("Goals", True), ("Pain points", True), ("Thoughts", False)]


def test_statement_shows_both_sides_and_its_quotes():
    page = sheet()
    row = next(r for r in page.select("table.statements tr") if "3 of 3" in r.get_text())
    assert "1 of 9" in row.get_text()
    targets = [a["href"][1:] for a in row.select(".refs a")]
    assert len(targets) == 2
    assert all(page.find(id=target) for target in targets)


def test_quotes_are_inert_and_named():
    page = sheet()
    assert not page.find_all("b")
    assert len(page.select(".voices > .said")) == 2
    assert len(page.select(".counter .said")) == 1
    assert "c, turn 2" in page.select_one(".counter").get_text()


def test_list_of_quotes_knows_codes_and_context():
    text = QUOTE + ", mówię wam. Koniec."
    transcript = Transcript(
        id="a", language="pl", utterances=(Utterance(role="interviewer", text="?"), Utterance(text=text))
    )
    coding = Coding(
        guid="g", transcript="a", participant="a", utterance=1, start=0, end=len(QUOTE), quote=QUOTE,
        kind="pain_point", stage="purchase", coder="ann",
    )  # fmt: skip
    entry = sheet(codings=[coding], transcripts=[transcript]).select_one("ol.quotes li")
    assert entry["lang"] == "pl"
    assert entry.bdi.get_text() == QUOTE + ", mówię wam. "
    assert "Pain point (Purchase)" in entry.small.get_text()
