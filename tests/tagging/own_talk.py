"""Short interviews in three languages in which people speak of parking now and then, in many words."""

from __future__ import annotations

from cjm_research.model import Coding, Transcript

ASKED = {"en": "And what happened then?", "pl": "I co było potem?", "ru": "И что было потом?"}
PARKING = {
    "en": (
        "There was no parking anywhere near the shop.", "I parked two streets away.", "The car park was full again.",
        "We could not find a parking space.", "Parking cost me more than the lunch.", "I had to park on the pavement.",
        "The parking meter swallowed my coins.", "My car was parked in the rain.", "They closed the car park at six.",
        "I was looking for parking for half an hour.", "A free parking space at last.", "You can never park there.",
        "Somebody parked right in front of the door.", "The parking there is a lottery.",
        "I drove around because the car park was closed.", "We parked by the church in the end.",
        "Free parking would help.", "I got a parking ticket.",
    ),
    "pl": (
        "Nigdzie koło sklepu nie było parkingu.", "Zaparkowałam dwie ulice dalej.", "Parking był znowu pełny.",
        "Nie mogliśmy znaleźć miejsca na parkingu.", "Za parking zapłaciłem więcej niż za obiad.",
        "Musiałam zaparkować na chodniku.", "Parkometr na parkingu połknął monety.",
        "Auto stało na parkingu w deszczu.",
        "O szóstej zamknęli parking.", "Pół godziny szukałem parkingu.", "Wreszcie wolne miejsce na parkingu.",
        "Tam nigdy nie można zaparkować.", "Ktoś zaparkował tuż przed drzwiami.", "Z parkingiem tam jest loteria.",
        "Krążyłam, bo parking był zamknięty.", "W końcu zaparkowaliśmy koło kościoła.", "Darmowy parking by pomógł.",
        "Na parkingu dostałem mandat.",
    ),
    "ru": (
        "Рядом с магазином не было парковки.", "Я припарковалась за две улицы.", "Парковка опять была забита.",
        "Мы не могли найти место на парковке.", "За парковку я отдал больше, чем за обед.",
        "Пришлось парковаться на тротуаре.", "Автомат на парковке съел монеты.",
        "Машина стояла на парковке под дождём.",
        "Парковку закрыли в шесть.", "Полчаса искал парковку.", "Наконец свободное место на парковке.",
        "Там никогда не припаркуешься.", "Кто-то припарковался прямо у двери.", "С парковкой там лотерея.",
        "Я кружила, потому что парковка была закрыта.", "В итоге припарковались у церкви.",
        "Бесплатная парковка помогла бы.", "На парковке мне выписали штраф.",
    ),
}  # fmt: skip
OTHER = {
    "en": (
        "I called them on Monday.", "The sofa came in three boxes.", "My sister had told me about it.",
        "It took the whole afternoon.", "The colours looked different at home.", "I wrote them an email.",
        "We had soup and went home.", "The man at the till was kind.", "I read the reviews first.",
        "Then I waited for two weeks.", "The screws were missing.", "I paid by card.",
    ),
    "pl": (
        "Zadzwoniłam do nich w poniedziałek.", "Sofa przyszła w trzech paczkach.", "Siostra mi o tym powiedziała.",
        "Zajęło to całe popołudnie.", "Kolory w domu wyglądały inaczej.", "Napisałem do nich maila.",
        "Zjedliśmy zupę i wróciliśmy.", "Pan przy kasie był miły.", "Najpierw przeczytałam opinie.",
        "Potem czekałam dwa tygodnie.", "Brakowało śrubek.", "Zapłaciłem kartą.",
    ),
    "ru": (
        "Я позвонила им в понедельник.", "Диван приехал в трёх коробках.", "Сестра мне об этом рассказала.",
        "Это заняло весь день.", "Цвета дома выглядели иначе.", "Я написал им письмо.",
        "Мы поели супа и пошли домой.", "Мужчина на кассе был добрым.", "Сначала я прочитала отзывы.",
        "Потом я ждала две недели.", "Не хватало шурупов.", "Я заплатил картой.",
    ),
}  # fmt: skip
ANSWERS = 8


def interviews(language: str, n: int = 9) -> tuple[list[Transcript], list[Coding]]:
    """Interviews of eight answers, two of which speak of parking, and codings of those as need/parking."""
    transcripts, codings = [], []
    for number in range(n):
        name, turns = f"{language}_{number + 1:02}", []
        for answer in range(ANSWERS):
            fillers = [OTHER[language][(5 * number + 3 * answer + i) % len(OTHER[language])] for i in range(3)]
            if answer in (2, 5):
                sentence = PARKING[language][2 * number + (answer == 5)]
                start = len(fillers[0]) + 1
                codings.append(coding(name, 2 * answer + 1, start, sentence, kind="need", label="parking"))
                fillers.insert(1, sentence)
            turns += [
                {"speaker": "I", "role": "interviewer", "text": ASKED[language]},
                {"speaker": "P", "role": "participant", "text": " ".join(fillers)},
            ]
        transcripts.append(Transcript.model_validate({"id": name, "language": language, "utterances": turns}))
    return transcripts, codings


def coding(transcript: str, utterance: int, start: int, quote: str, **values: object) -> Coding:
    """A confirmed coding of ann's, unless `values` say otherwise."""
    given = {"kind": "touchpoint", "coder": "ann", "guid": f"{transcript}-{utterance}-{start}", **values}
    return Coding.model_validate(
        {
            "transcript": transcript, "participant": transcript, "utterance": utterance,
            "start": start, "end": start + len(quote), "quote": quote, **given,
        }
    )  # fmt: skip
