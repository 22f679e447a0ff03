import pytest

from cjm_research.coding import QuoteSpace, as_theme, group_by_words
from cjm_research.model import Coding


def codings(*quotes):
    return [
        Coding(
            guid=str(i), transcript=f"t{i}", participant=f"p{i}", utterance=0, start=0, end=len(quote), quote=quote,
            kind="action", coder="ann",
        )
        for i, quote in enumerate(quotes)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "quotes",
    [
        ("I measured the alcove", "measuring an alcove", "we signed the contract"),
        ("Podpisałam umowę", "podpisaliśmy te umowy", "dzwoniłem na infolinię"),
        ("подписала договор", "Подписали договора", "ездили в магазин"),
    ],
)
def test_inflected_forms_of_the_same_words_make_one_theme(quotes):
    background = QuoteSpace(codings(*quotes, *(f"{word} the this that" for word in ("uno", "dos", "tres"))))
    themes = group_by_words(codings(*quotes), space=background)
    assert [theme.people for theme in themes] == [("p0", "p1"), ("p2",)]


def test_common_words_join_nothing():
    themes = group_by_words(codings("there were three women", "there were three menus", "there were three evenings"))
    assert len(themes) == 3


def test_a_theme_speaks_in_one_of_its_own_quotes_and_shows_it_first():
    quotes = codings("measured", "measured the alcove twice", "I measured the alcove")
    theme = as_theme(quotes, space=QuoteSpace(quotes))
    assert theme.representative.quote == "I measured the alcove"
    assert theme.evidence[0].quote == "I measured the alcove"
    assert {e.coding for e in theme.evidence} == {"0", "1", "2"}


def test_order_of_the_codings_does_not_matter():
    quotes = codings("Podpisałam umowę", "podpisaliśmy umowy", "dzwoniłem", "zadzwoniłam", "123 45", "—")
    assert group_by_words(quotes) == group_by_words(quotes[::-1])


def test_nothing_gives_nothing():
    assert group_by_words([]) == []


def test_quotes_without_words_stay_apart():
    assert len(group_by_words(codings("15 000", "…", "200"))) == 3
