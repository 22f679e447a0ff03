import pytest

from cjm_research.personas.texts import agreement_of_texts

SAID = {
    "en": ("I called them and waited on the phone", "I read reviews and compared prices online"),
    "pl": ("zadzwoniłam do nich i czekałam na infolinii", "czytałam opinie i porównywałam ceny w sieci"),
    "ru": ("я позвонила им и ждала ответа на линии", "я читала отзывы и сравнивала цены в сети"),
}


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_people_of_the_same_words_come_together(language):
    texts = {f"p{i}": SAID[language][i % 2] + f" {i}" for i in range(12)}
    languages = dict.fromkeys(texts, language)
    groups = {who: int(who[1:]) % 2 for who in texts}
    assert agreement_of_texts(texts, groups, languages) == 1.0
    across = {who: int(int(who[1:]) > 5) for who in texts}
    assert agreement_of_texts(texts, across, languages) < 0.1


def test_where_words_cannot_be_compared_there_is_no_answer():
    texts = {f"p{i}": SAID["en"][i % 2] for i in range(12)}
    groups = {who: int(who[1:]) % 2 for who in texts}
    languages = dict.fromkeys(texts, "en")
    assert agreement_of_texts(texts, dict.fromkeys(texts, 0), languages) is None
    assert agreement_of_texts(texts, groups, languages | {"p1": "pl"}) is None
    assert agreement_of_texts(texts | {"p1": " "}, groups, languages) is None
    assert agreement_of_texts(dict.fromkeys(texts, "yes"), groups, languages) is None
