"""Small interviews in three languages and the maps built of them: for stories, ways of one person and comparisons."""

import re

from cjm_research.i18n import using_language
from cjm_research.journey import build_journey_map
from cjm_research.model import Coding, Transcript, Utterance

LANGUAGES = ("en", "pl", "ru")
# Of each turn: what its phrases are coded as (kind, label, valence, stage).
_CODES = (
    (("touchpoint", "word_of_mouth", None, "awareness"),),
    (
        ("touchpoint", "phone", None, "consideration"),
        ("pain_point", "phone", None, "consideration"),
        ("emotion", "anger", -2, "consideration"),
    ),
    (
        ("action", None, None, "purchase"),
        ("success_point", "staff", None, "purchase"),
        ("emotion", "joy", 2, "purchase"),
    ),
    (("touchpoint", "forum", None, "consideration"),),
)
# The turns, each with its coded phrases between brackets.
_TURNS = {
    "en": (
        "The pram folds badly, [my neighbour told me] so.",
        "I [rang the shop] twice. [Nobody picked up] and [I was furious].",
        "In the end [I drove there]. [She showed me how it folds], [lovely].",
        "Before that I had [asked on a forum].",
    ),
    "pl": (
        "Wózek źle się składa, tak mi [mówiła sąsiadka].",
        "[Dzwoniłam do sklepu] dwa razy. [Nikt nie odebrał] i [byłam wściekła].",
        "W końcu [pojechałam]. [Pani pokazała, jak się składa], [cudownie].",
        "Wcześniej [pytałam na forum].",
    ),
    "ru": (
        "Коляска плохо складывается, [соседка говорила].",
        "Я [звонила в магазин] дважды. [Никто не взял трубку], [я была в ярости].",
        "В итоге [поехала]. [Девушка показала, как складывать], [чудесно].",
        "А до этого [спросила на форуме].",
    ),
}


def interview(language, who="a1", method="retrospective"):
    question = Utterance(role="interviewer", text="?")
    turns = [u for text in _TURNS[language] for u in (question, Utterance(text=re.sub(r"[\[\]]", "", text)))]
    return Transcript(id=who, language=language, method=method, utterances=tuple(turns))


def codings(language, who="a1"):
    found = []
    for i, (text, codes) in enumerate(zip(_TURNS[language], _CODES, strict=True)):
        phrases = re.finditer(r"\[(.*?)\]", text)
        for n, (phrase, (kind, label, valence, stage)) in enumerate(zip(phrases, codes, strict=True)):
            # Brackets before a phrase are not in the text.
            start, words = phrase.start() - 2 * n, phrase[1]
            found.append(
                Coding(
                    guid=f"{who}-{i}-{n}",
                    transcript=who,
                    participant=who,
                    utterance=2 * i + 1,
                    start=start,
                    end=start + len(words),
                    quote=words,
                    kind=kind,
                    label=label,
                    valence=valence,
                    stage=stage,
                    coder="c",
                )
            )
    return found


def told_map(language, people=("a1",), **fields):
    """The map of these people, who all say the same; fields of the map can be set."""
    with using_language(language):
        built = build_journey_map(
            [coding for who in people for coding in codings(language, who)],
            key=people[0] if len(people) == 1 else "all", title=fields.pop("title", "Wózek, коляска & pram"),
            actor="participant" if len(people) == 1 else "everybody", participants=people, groups=("customer",),
            stage_model="seven_stage", basis="confirmed", purpose="See who gives up.",
        )  # fmt: skip
    return built.model_copy(update=fields)
