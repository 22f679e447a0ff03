import pytest

from cjm_research.i18n import format_number, format_percent, format_share, using_language


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
