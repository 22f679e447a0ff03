"""Gaps, backlog, plan and changes as tables: every row has its columns, in three languages, and equal bytes."""

import pytest
from openpyxl import load_workbook

from cjm_research.exchange.analysis_tables import Table, write_tables
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.journey import diff_maps
from cjm_research.journey.analysis_tables import backlog_tables, change_tables, gap_tables, plan_table
from cjm_research.journey.gaps import gap_analysis
from cjm_research.journey.priorities import priorities
from cjm_research.model import CompanyTouchpoint, EmotionPoint, PlanItem
from tests.journey.small_maps import item, journey, step

POINT = EmotionPoint(stage="purchase", mean=-1.0, n=3, interval=(-2.0, -0.5))
BEFORE = journey(
    {
        ("purchase", "touchpoint"): [item("t", "abc", label="phone"), item("f", "a", label="forum")],
        ("purchase", "pain"): [item("p", "abc", text="=Waiting", valence=-1.0)],
        ("purchase", "need"): [item("n", "ab", is_met=False)],
        ("experience", "success"): [item("s", "a", marks=("wow",))],
    },
    steps=(step("call", "purchase", "ab"),),
    curve={"purchase": POINT},
)
AFTER = journey({("purchase", "pain"): [item("p", "abcd"), item("new", "a")]}, purpose="Less waiting")
LISTED = [CompanyTouchpoint(key="k", name="Hotline", label="phone", effort=2.0, present=True)]
PLAN = [PlanItem(key="x", text="Call back", answers=("p",), before=4.0)]


def tables():
    return (
        *gap_tables(gap_analysis(BEFORE, LISTED)),
        *backlog_tables(priorities(BEFORE, plan=PLAN)),
        plan_table(PLAN),
        *change_tables(diff_maps(BEFORE, AFTER)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_its_columns_and_sheets_their_names(language):
    with using_language(language):
        made = tables()
    for table in made:
        assert table.rows, table.name
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert 0 < len(table.title) <= 31
    assert len({table.title for table in made}) == len({table.name for table in made}) == len(made)


def test_text_stays_text_and_equal_tables_give_equal_bytes(tmp_path):
    (first,) = write_tables(tmp_path / "a.xlsx", tables())
    (second,) = write_tables(tmp_path / "b.xlsx", tables())
    assert first.read_bytes() == second.read_bytes()
    cells = [c for sheet in load_workbook(first).worksheets for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells if str(c.value).startswith("=")} == {"s"}


def test_tables_in_csv_stand_side_by_side(tmp_path):
    made = (Table("one", "One", ("a",), [(1.5,)]), Table("two", "Two", ("b",), [("@x",)]))
    paths = write_tables(tmp_path / "deep" / "out.csv", made)
    assert [path.name for path in paths] == ["out.csv", "out-two.csv"]
    assert paths[1].read_text(encoding="utf-8-sig").splitlines() == ["b", "'@x"]
