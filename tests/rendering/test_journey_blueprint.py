import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from cjm_research.i18n import using_language
from cjm_research.rendering.journey_blueprint import blueprint_html, blueprint_svg
from tests.rendering.full_maps import cell, entry, full_map

SVG = "{http://www.w3.org/2000/svg}"
LINES = ("line-frontstage", "line-backstage", "line-support")


def group(svg, key):
    return ET.fromstring(svg).find(f".//{SVG}g[@id='{key}']")


def top(svg, key):
    return float(group(svg, key).get("transform").split()[1].rstrip(")"))


@pytest.mark.parametrize("zoom", ["stages", "steps"])
def test_lines_part_customers_frontstage_backstage_and_support(zoom):
    svg = blueprint_svg(full_map(), zoom=zoom)
    order = ["lane-touchpoint", "lane-action", LINES[0], "lane-frontstage", LINES[1], "lane-backstage", LINES[2],
             "lane-support", "lane-owner"]  # fmt: skip
    assert [top(svg, key) for key in order] == sorted(top(svg, key) for key in order)
    assert all(group(svg, key).find(f"{SVG}path").get("stroke-dasharray") for key in LINES)


def arrows(svg, key):
    return [p for p in group(svg, key).iter(SVG + "path") if not p.get("stroke-dasharray")]


def test_arrows_join_what_stands_on_both_sides_of_a_line_in_the_same_step():
    svg = blueprint_svg(full_map(), zoom="stages")
    assert len(arrows(svg, "line-frontstage")) == 2  # purchase and awareness have both sides
    assert len(arrows(svg, "line-backstage")) == 1
    assert not arrows(svg, "line-support")


def test_an_entry_linked_to_a_step_stands_in_its_column():
    own = entry("front.9", "Clerk checks the card", k=0, own=True, links=("step-pay",))
    journey_map = full_map(cells=(*full_map().cells[:7], cell("purchase", "frontstage", own)))
    soup = BeautifulSoup(blueprint_html(journey_map), "lxml")
    assert soup.find(id="step-pay.frontstage").find(id="front.9") is not None


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_lanes_of_the_company_that_are_empty_ask_to_be_filled(language):
    with using_language(language):
        soup = BeautifulSoup(blueprint_html(full_map(language)), "lxml")
        words = soup.select_one("tr.lane.support td").get_text(strip=True)
        assert len(words) > 20
        assert words in {t.text for t in group(blueprint_svg(full_map(language)), "lane-support").iter(SVG + "text")}


def test_owners_are_the_departments_behind_contacts_and_entries():
    words = " ".join(t.text for t in group(blueprint_svg(full_map()), "lane-owner").iter(SVG + "text"))
    assert "Hotline" in words
    assert "IT" in words


def test_the_page_names_the_lines():
    soup = BeautifulSoup(blueprint_html(full_map()), "lxml")
    lines = [th.get_text(strip=True) for th in soup.select("tr.line th")]
    assert lines == ["Line of interaction", "Line of visibility", "Line of internal interaction"]
    assert len(soup.select("tr.line svg")) == 3  # stock in the store, the agent's answer, and what stands behind it
