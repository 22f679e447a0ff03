import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.i18n import format_number, format_percent, format_share, in_quotes, using_language


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [("en", "1,234.5", "46.8%"), ("pl", "1234,5", "46,8%"), ("ru", "1 234,5", "46,8 %")],
)
def test_numbers_follow_the_language(language: str, number: str, percent: str):
    def plain(text: str) -> str:
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    with using_language(language):
        assert plain(format_number(1234.5, 1)) in {number, number.replace("1234", "1 234")}
        assert plain(format_percent(0.468, 1)) == percent


def test_share_names_its_denominator():
    assert format_share(7, 12) == "7 of 12"


@pytest.mark.parametrize(
    ("language", "words", "shown"),
    [
        ("en", "the “indicative” price", "“the ‘indicative’ price”"),
        ("en", "“Yes” and “no”", "“‘Yes’ and ‘no’”"),
        ("en", 'it’s a 32" screen', '“it’s a 32" screen”'),
        ("en", '"yes","no"', "“‘yes’,‘no’”"),
        ("en", "“all of it”", "“all of it”"),
        ("pl", "było „życzenie klienta”", "„było »życzenie klienta«”"),
        ("pl", "on: „mówi „nie” i już”, tak", "„on: »mówi „nie” i już«, tak”"),
        ("pl", "w umowie „koszt…", "„w umowie »koszt…«”"),
        ("pl", "życzenie klienta”", "„życzenie klienta”"),
        ("ru", "в договоре «ориентировочная стоимость»", "«в договоре „ориентировочная стоимость“»"),
        ("ru", "в договоре «ориентировочная", "«в договоре „ориентировочная“»"),
        ("ru", "стоимость», сказал он", "«„стоимость“, сказал он»"),
    ],
)
def test_marks_inside_a_quotation_are_of_the_second_level_and_in_pairs(language: str, words: str, shown: str):
    with using_language(language):
        assert in_quotes(words) == shown


@given(st.text(alphabet='ab ,.“”„«»"', max_size=14), st.sampled_from(["en", "pl", "ru"]))
def test_quotation_marks_are_all_that_changes_in_a_quotation(words: str, language: str):
    def bare(text: str) -> str:
        return re.sub('[“”„«»‘’"]', "", text)

    with using_language(language):
        assert bare(in_quotes(words)) == bare(words)
