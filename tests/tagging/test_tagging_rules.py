"""What the tagger finds in short answers, in three languages."""

from __future__ import annotations

import pytest

from cjm_research.model import Tag, Transcript
from cjm_research.tagging import tag_transcript
from cjm_research.tagging.rules.lexicon import STAGES


def tags_of(language: str, *answers: str, question: str = "?") -> list[Tag]:
    utterances = [{"speaker": "I", "role": "interviewer", "text": question}]
    utterances += [{"speaker": "P", "role": "participant", "text": answer} for answer in answers]
    return tag_transcript(Transcript(id="x", language=language, utterances=utterances))


def labels(tags: list[Tag], kind: str) -> set[str | None]:
    return {tag.label for tag in tags if tag.kind == kind}


def kinds(tags: list[Tag]) -> set[str]:
    return {"pain_point" if tag.kind == "barrier" else tag.kind for tag in tags}


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("en", "I rang them on Monday.", "phone"),
        ("en", "I kept ringing the shop.", "phone"),
        ("en", "I looked through the reviews first.", "review_site"),
        ("en", "There was an advert on the radio.", "advertising"),
        ("pl", "Zadzwoniłam do nich w poniedziałek.", "phone"),
        ("pl", "Dzwoniliśmy na infolinię.", "phone"),
        ("pl", "Przeczytałem najpierw opinie.", "review_site"),
        ("pl", "Widziałam reklamę w telewizji.", "advertising"),
        ("ru", "Я позвонила им в понедельник.", "phone"),
        ("ru", "Мы звонили на горячую линию.", "phone"),
        ("ru", "Сначала я прочитал отзывы.", "review_site"),
        ("ru", "Увидела рекламу по телевизору.", "advertising"),
    ],
)
def test_inflected_words_name_the_contact(language, text, label):
    assert label in labels(tags_of(language, text), "touchpoint")


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "I never called them."), ("pl", "Nigdy do nich nie dzwoniłam."), ("ru", "Я никогда им не звонила.")],
)
def test_a_denied_contact_is_not_tagged(language, text):
    assert "phone" not in labels(tags_of(language, text), "touchpoint")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nobody picked up when I called."),
        ("pl", "Nikt nie odebrał, kiedy zadzwoniłam."),
        ("ru", "Никто не взял трубку, когда я позвонила."),
    ],
)
def test_an_unanswered_call_is_a_contact_and_a_pain(language, text):
    tags = tags_of(language, text)
    assert "phone" in labels(tags, "touchpoint")
    assert "pain_point" in kinds(tags)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "If I called the hotline, maybe they would help."),
        ("pl", "Gdybym zadzwoniła na infolinię, może by pomogli."),
        ("ru", "Если бы я позвонила на горячую линию, может, помогли бы."),
    ],
)
def test_an_imagined_contact_is_not_tagged(language, text):
    assert "phone" not in labels(tags_of(language, text), "touchpoint")


@pytest.mark.parametrize(
    ("language", "plain", "strong", "weak"),
    [
        ("en", "I was scared.", "I was absolutely scared!", "I was a bit scared."),
        ("pl", "Bałam się.", "Strasznie się bałam!", "Trochę się bałam."),
        ("ru", "Я боялась.", "Я ужасно боялась!", "Я немного боялась."),
    ],
)
def test_degree_moves_the_valence(language, plain, strong, weak):
    found = [[t.valence for t in tags_of(language, text) if t.label == "fear"] for text in (plain, strong, weak)]
    assert found == [[-1], [-2], [-1]]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "I wasn't worried at all."), ("pl", "Wcale się nie martwiłam."), ("ru", "Я совсем не волновалась.")],
)
def test_a_denied_feeling_is_not_tagged(language, text):
    assert "fear" not in labels(tags_of(language, text), "emotion")


@pytest.mark.parametrize(
    ("language", "others", "own"),
    [
        ("en", "People were furious.", "I was furious."),
        ("pl", "Ludzie byli wściekli.", "Byłam wściekła."),
        ("ru", "Люди были в ярости.", "Я была в ярости."),
    ],
)
def test_feelings_of_others_are_not_tagged(language, others, own):
    assert "emotion" not in kinds(tags_of(language, others))
    assert "anger" in labels(tags_of(language, own), "emotion")


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Were you scared when you rang the hotline?"),
        ("pl", "Bała się pani, kiedy zadzwoniła pani na infolinię?"),
        ("ru", "Вы боялись, когда позвонили на горячую линию?"),
    ],
)
def test_the_interviewer_is_not_tagged(language, question):
    assert tags_of(language, "Mhm.", question=question) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I cancelled the contract there and then."),
        ("pl", "Od razu wypowiedziałam umowę."),
        ("ru", "Я сразу расторгла договор."),
    ],
)
def test_leaving_is_a_turning_point(language, text):
    assert "turning_point" in kinds(tags_of(language, text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I rang them. Then I rang them again, and I called the shop once more."),
        ("pl", "Zadzwoniłam do nich. Potem znowu zadzwoniłam na infolinię."),
        ("ru", "Я позвонила им. Потом опять позвонила на горячую линию."),
    ],
)
def test_a_contact_is_tagged_once_an_utterance(language, text):
    assert [t.label for t in tags_of(language, text) if t.label == "phone"] == ["phone"]


@pytest.mark.parametrize(
    ("language", "choice", "start", "answer"),
    [
        ("en", "How did you choose between the offers?", "How did you first hear of them?", "I was delighted."),
        ("pl", "Jak pani wybierała między ofertami?", "Skąd się pani o nich dowiedziała?", "Byłam zachwycona."),
        ("ru", "Как вы выбирали между предложениями?", "Как вы о них узнали?", "Я была в восторге."),
    ],
)
def test_the_question_speaks_for_the_stage(language, choice, start, answer):
    told = {q: [t.stage for t in tags_of(language, answer, question=q)] for q in (choice, start)}
    assert {"decision", "consideration"} & set(told[choice])
    assert told[choice] != told[start]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_stages_lean_on_the_order_of_the_interview(language, corpus):
    path = sorted((corpus / language).glob("*/*_101.json"))[0]
    tags = tag_transcript(Transcript.model_validate_json(path.read_text(encoding="utf-8")))
    order = {stage: i for i, stage in enumerate(STAGES)}
    middle = max(t.utterance for t in tags) / 2
    early = [order[t.stage] for t in tags if t.utterance < middle]
    late = [order[t.stage] for t in tags if t.utterance >= middle]
    assert sum(early) / len(early) + 1 < sum(late) / len(late)
