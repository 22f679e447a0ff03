from bs4 import BeautifulSoup

from cjm_research.measures import count_of
from cjm_research.rendering import StudySummary, render_overview, write_overview

HOSTILE = "<script>alert(1)</script>"
SUMMARIES = [
    StudySummary(
        title="Wakacje z lotem", href="pl-wakacje/report.html", language="pl", n=24, n_codings=1713,
        verdict="tentative", personas=(("Pyta ludzi", count_of(9, 24)), ("Szuka sama", count_of(15, 24))),
        top_pain="Infolinia (Zakup)", top_pain_count=count_of(13, 24), files=(("journey.xlsx", "pl/journey.xlsx"),),
    ),
    StudySummary(title=HOSTILE, href="b/report.html", n=6, verdict="no_groups"),
]  # fmt: skip


def test_overview_leads_to_every_report_and_says_what_was_found():
    page = BeautifulSoup(render_overview(SUMMARIES, note="Fictional."), "lxml")
    assert [a["href"] for a in page.select("a.report")] == ["pl-wakacje/report.html", "b/report.html"]
    first, second = (card.get_text(" ", strip=True) for card in page.select("article"))
    assert "Tentative groups" in first
    assert "9 of 24" in first
    assert "13 of 24, 95% interval: 35% to 72%" in first
    assert "No groups found" in second
    assert page.select_one("h2")["lang"] == "pl"


def test_overview_is_inert_and_needs_nothing():
    page = BeautifulSoup(render_overview(SUMMARIES), "lxml")
    assert not page.find_all(["script", "img", "link"])
    assert HOSTILE in page.get_text()


def test_overview_without_studies_says_so(tmp_path):
    path = write_overview(tmp_path / "report.html", [])
    assert "There is no study yet." in path.read_text("utf-8")
