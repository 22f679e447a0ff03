import io

import pytest
from bs4 import BeautifulSoup
from pdfminer.pdfpage import PDFPage

from cjm_research.i18n import LANGUAGES, format_share, using_language
from cjm_research.measures import count_of, wilson
from cjm_research.model import (
    AttributeShare,
    Coding,
    Contrast,
    Evidence,
    Participant,
    PathStep,
    Persona,
    PersonaDraft,
    Statement,
    Transcript,
    Utterance,
)
from cjm_research.rendering.persona_sheet import persona_html, persona_pdf
from cjm_research.rendering.persona_view import persona_view
from cjm_research.rendering.persona_words import (
    attributes_note,
    exploratory_note,
    group_line,
    steadiness,
    verdict_line,
)

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


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7*7 }} </style>'


def rich(text="Grzejnik"):
    """A persona with all that a sheet can hold; `text` stands wherever somebody's own words do."""
    own = statement("needs", 1).model_copy(update={"own": True, "text": f"Own {text}"})
    assumed = statement("needs", 0, quotes=()).model_copy(update={"own": True, "text": f"Assumed {text}"})
    made = PERSONA.model_copy(
        update={
            "title": f"Title {text}",
            "own_title": True,
            "role": f"Role {text}",
            "accepted_by": f"ann {text}",
            "jaccard": 0.8,
            "statements": (*PERSONA.statements, own, assumed),
            "contrasts": (
                Contrast(code="goal", text=f"More {text}", inside=count_of(3, 3), outside=count_of(1, 9),
                         p_value=0.01, q_value=0.05),
                Contrast(code="need", text=f"Less {text}", inside=count_of(0, 3), outside=count_of(7, 9),
                         p_value=0.02, q_value=0.06),
            ),
            "typical_path": (
                PathStep(label="website", stage="consideration", members=count_of(3, 3)),
                PathStep(label=f"own {text}", stage="consideration", members=count_of(1, 3)),
                PathStep(label="delivery", stage="purchase", members=count_of(2, 3)),
            ),
            "attributes": (
                AttributeShare(attribute="gender", value="f", inside=count_of(2, 3), outside=count_of(4, 9)),
                AttributeShare(attribute="age", inside=count_of(2, 3), outside=count_of(9, 9), middle=(40.5, 31),
                               span=(30, 51)),
                AttributeShare(attribute=f"own {text}", value=text, inside=count_of(1, 2), outside=count_of(0, 8)),
                AttributeShare(attribute=f"own {text}", unknown=True, inside=count_of(1, 3), outside=count_of(1, 9)),
            ),
        }
    )  # fmt: skip
    draft = DRAFT.model_copy(
        update={
            "personas": (made, OTHER),
            "decisions": (f"Moved {text}",),
            "warnings": (f"Warned {text}",),
            "unassigned": (f"left {text}",),
            "why": f"Because {text}",
            "general": made.model_copy(update={"key": "all", "title": "Everybody"}),
        }
    )
    return made, draft


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_shows_all_that_is_known_of_a_persona_in_every_language(language):
    made, draft = rich()
    with using_language(language):
        page = BeautifulSoup(persona_html(made, draft, participants=PEOPLE, study="Kaloryfery"), "lxml")
        view = persona_view(made, draft, PEOPLE)
        shares = [format_share(3, 3), format_share(1, 9)]
    assert page.html["lang"] == language
    text = page.get_text(" ", strip=True)
    for word in ("Title", "Role", "ann", "Own", "Assumed", "More", "Less", "own", "Moved", "Warned", "left", "Because"):
        assert f"{word} Grzejnik" in text, word
    assert view.steadiness in text
    assert all(share in page.select_one(".contrasts").get_text() for share in shares)
    assert len(page.select(".path li .icon")) == 3
    assert page.select_one(".persona.accepted .status")


def test_an_assumption_is_hollow_dashed_and_called_one():
    made, draft = rich()
    page = BeautifulSoup(persona_html(made, draft), "lxml")
    (row,) = page.select("tr.assumption")
    assert "Assumption" in row.get_text()
    assert row.select_one("svg.mark")
    assert not row.select("svg.bar, details")
    assert [tag.find_parent("th").bdi.get_text() for tag in page.select(".statements .own")] == [
        "Own Grzejnik",
        "Assumed Grzejnik",
    ]
    assert page.select_one(".marks .own")
    plain = BeautifulSoup(persona_html(PERSONA, DRAFT), "lxml")
    assert not plain.select(".assumption, .own, .accepted")
    assert "assumption" not in plain.select_one(".persona-key").get_text()


def test_contrasts_stand_on_the_side_where_members_do():
    view = persona_view(*rich(), PEOPLE)
    assert [row.text for row in view.more] == ["More Grzejnik"]
    assert [row.text for row in view.less] == ["Less Grzejnik"]
    assert view.contrast_note.startswith("Exploratory")


def test_the_path_names_a_stage_where_it_enters_it():
    view = persona_view(*rich(), PEOPLE)
    assert [step.stage for step in view.path] == ["Consideration", "", "Purchase"]


def test_attributes_give_counts_or_the_middle_and_what_is_not_known():
    gender, age, own = persona_view(*rich(), PEOPLE).attributes
    assert [(row.value, row.inside.k, row.outside.n) for row in gender.rows] == [("woman", 2, 9)]
    assert (age.rows[0].inside_words, age.rows[0].outside_words) == ("40.5 (30 to 51)", "31")
    assert [row.value for row in own.rows] == ["Grzejnik", "not known"]


def test_general_portrait_beside_groups_is_no_draft_to_be_accepted():
    _made, draft = rich()
    view = persona_view(draft.general, draft, PEOPLE)
    assert view.is_general
    assert view.status == ""
    assert view.membership is None
    assert "before people were divided" in view.verdict_line


@pytest.mark.parametrize(
    ("jaccard", "words"),
    [(None, ""), (0.59, "otherwise"), (0.6, "border changes"), (0.75, "much the same"), (0.85, "almost the same")],
)
def test_similarity_is_told_in_words(jaccard, words):
    assert words in steadiness(jaccard)
    assert bool(steadiness(jaccard)) is (jaccard is not None)


def test_words_follow_how_the_groups_were_made():
    by_hand = DRAFT.model_copy(update={"method": {"k_chosen_by": "hand"}})
    by_age = DRAFT.model_copy(update={"method": {"k_chosen_by": "attribute:age"}})
    one = DRAFT.model_copy(update={"verdict": "no_groups", "method": {"k_chosen_by": "researcher", "k_found": 3}})
    assert "check it with new people" in group_line(by_hand)
    assert "many codes were compared" in exploratory_note(by_age)
    assert "one of these" in attributes_note(by_age)
    assert "as researchers chose" in group_line(one)
    assert group_line(DRAFT) == verdict_line("tentative")


def test_hostile_text_stays_text():
    page = BeautifulSoup(persona_html(*rich(HOSTILE), participants=PEOPLE, study=HOSTILE), "lxml")
    assert not page.find_all(["script", "img"])
    assert len(page.find_all("style")) == 1
    assert page.h1.get_text() == f"Title {HOSTILE}"
    assert page.select_one("tr.assumption bdi").get_text() == f"Assumed {HOSTILE}"


def test_a_sheet_without_statements_quotes_and_path_says_so():
    bare = Persona(key="P1", title="Bare", members=("a",), membership={})
    page = BeautifulSoup(persona_html(bare, DRAFT.model_copy(update={"personas": (bare, OTHER)})), "lxml")
    text = page.get_text(" ", strip=True)
    assert "No quote was found" in text
    assert "Nothing was told often enough" in text
    assert not page.select(".path, .contrasts, .attributes, .voices")


@pytest.mark.pango
def test_pdf_is_a4_and_leads_nowhere_outside_itself():
    pages = list(PDFPage.get_pages(io.BytesIO(persona_pdf(*rich()))))
    assert pages
    for page in pages:
        assert page.mediabox == pytest.approx((0, 0, 595.28, 841.89), abs=0.01)
        assert not page.annots
