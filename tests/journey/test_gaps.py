import pytest

from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.journey.gaps import gap_analysis
from cjm_research.model import CompanyTouchpoint
from tests.journey.small_maps import item, journey


def contact(label, *, people="", **values):
    return item(f"t.{label}", people, label=label, text=label, **values)


def company(label, *stages, **values):
    return CompanyTouchpoint(key=f"c-{label}", **{"name": label.upper(), "label": label, "stages": stages, **values})


MAP = journey(
    {
        ("awareness", "touchpoint"): [contact("forum", people="abc"), contact("phone", people="a")],
        ("purchase", "touchpoint"): [contact("phone", people="abcd", valence=-1.0), contact("unspecified", people="a")],
        ("purchase", "need"): [
            item("n1", "ab", is_met=False, text="A clear price"), item("n2", "b", is_met=True), item("n3", "c"),
        ],
    }
)  # fmt: skip


def rows(report):
    return {(row.stage, row.label): row.kind for row in report.rows}


def test_contacts_are_matched_stage_by_stage():
    report = gap_analysis(MAP, [company("phone", "purchase"), company("email", "experience")])
    assert rows(report) == {
        ("awareness", "forum"): "customer_only",
        ("awareness", "phone"): "customer_only",
        ("purchase", "phone"): "matched",
        ("experience", "email"): "company_only",
    }
    phone = next(row for row in report.rows if row.kind == "matched")
    assert (phone.count.k, phone.count.n, phone.valence, phone.company) == (4, 4, -1.0, ("PHONE",))


def test_entries_of_one_contact_at_one_stage_count_together():
    moved = contact("phone", people="de", valence=1.0).model_copy(update={"key": "moved"})
    cells = {("purchase", "touchpoint"): [contact("phone", people="abc", valence=-1.0), moved]}
    (row,) = gap_analysis(journey(cells, people=tuple("abcde")), []).rows
    assert (row.count.k, row.valence) == (5, pytest.approx(-0.2))


def test_a_contact_of_the_other_side_at_another_stage_is_said():
    report = gap_analysis(MAP, [company("phone", "purchase"), company("forum", "experience")])
    elsewhere = {(row.stage, row.label): row.elsewhere for row in report.rows}
    assert elsewhere["awareness", "phone"] == ("Purchase",)
    assert elsewhere["experience", "forum"] == ("Awareness",)


def test_a_contact_for_any_stage_matches_wherever_people_tell_of_it():
    assert rows(gap_analysis(MAP, [company("phone"), company("chat")])) == {
        ("", "chat"): "company_only",
        ("awareness", "forum"): "customer_only",
        ("awareness", "phone"): "matched",
        ("purchase", "phone"): "matched",
    }


def test_stages_of_another_model_fall_into_those_of_the_map():
    report = gap_analysis(MAP, [company("phone", "conversion")])
    assert rows(report)["purchase", "phone"] == "matched"


def test_absence_is_audited_and_absent_contacts_match_nothing():
    report = gap_analysis(MAP, [company("forum", present=False), company("phone", present=True), company("chat")])
    assert rows(report)["awareness", "forum"] == "customer_only"
    assert [(c.label, c.present, c.count.k) for c in report.presence] == [
        ("forum", False, 3), ("chat", None, 0), ("phone", True, 4),
    ]  # fmt: skip
    assert "The company is not there, but people are: FORUM (3 of 4)." in report.sentences()


def test_independent_sources_have_their_people_and_stages():
    (source,) = gap_analysis(MAP, []).sources
    assert (source.label, source.count.k, source.stages, source.is_listed) == ("forum", 3, ("Awareness",), False)


def test_contacts_without_a_category_are_not_compared():
    report = gap_analysis(MAP, [company("", name="Our bus")])
    assert [row.name for row in report.of("not_comparable")] == ["Our bus"]


def test_effort_stands_beside_mentions_of_people():
    spent = [company("phone", effort=1.0), company("forum", effort=0.0), company("email", effort=9.0)]
    shares = {row.label: row for row in gap_analysis(MAP, spent).effort.rows}
    # Seven mentions: four people of the phone (one of them twice, once counted), three of the forum.
    assert shares["phone"].mention_share == pytest.approx(4 / 7)
    assert (shares["email"].effort_share, shares["email"].verdict) == (0.9, "much")
    assert [shares[label].verdict for label in ("phone", "forum")] == ["little", "little"]


def test_efforts_in_different_units_are_not_added_up():
    spent = [company("phone", effort=1.0, effort_unit="h"), company("email", effort=9.0, effort_unit="EUR")]
    effort = gap_analysis(MAP, spent).effort
    assert not effort.rows
    assert "EUR, h" in effort.remarks[0]


def test_needs_are_counted_by_people_of_those_who_needed_something():
    (needs,) = gap_analysis(MAP, []).needs
    assert [(c.k, c.n) for c in (needs.people, needs.met, needs.unmet, needs.unknown)] == [
        (3, 4), (1, 3), (2, 3), (1, 3),
    ]  # fmt: skip
    assert needs.unmet_needs == ("A clear price",)


def test_nobody_and_nothing_give_an_answer_too():
    report = gap_analysis(journey(people=()), [company("phone", "purchase", effort=1.0)])
    assert not report.rows
    assert report.sentences()[-1].startswith("Nobody's words")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_worded_in_each_language(language):
    with using_language(language):
        report = gap_analysis(MAP, [company("phone", "purchase", effort=1.0), company("chat", "purchase")])
        assert any("4" in line for line in report.sentences())
        assert all(row.advice for row in report.rows if row.kind != "matched")
