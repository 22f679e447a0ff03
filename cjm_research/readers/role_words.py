"""Words by which transcripts say on which side somebody speaks, in English, Polish and Russian."""

from __future__ import annotations

import re

from cjm_research.readers.base import Side

INTERVIEWER = frozenset((
    "interviewer", "interviewers", "interviewr", "moderator", "mod", "researcher", "facilitator", "host", "int",
    "inv", "badacz", "badaczka", "ankieter", "ankieterka", "prowadzący", "prowadząca", "moderatorka",
    "wywiadowca", "dziennikarz", "dziennikarka", "redakcja", "redaktor", "redaktorka", "интервьюер",
    "интервьюерка", "модератор", "модераторка", "ведущий", "ведущая", "исследователь", "исследовательница",
    "журналист", "журналистка", "корреспондент", "редакция", "инт", "мод",
))  # fmt: skip
PARTICIPANT = frozenset(
    [
        "participant", "respondent", "responder", "interviewee", "informant", "subject", "user", "customer", "client",
        "patient", "guest", "expert", "resp", "uczestnik", "uczestniczka", "respondentka", "rozmówca", "rozmówczyni",
        "badany", "badana", "klient", "klientka", "użytkownik", "użytkowniczka", "pacjent", "pacjentka", "gość",
        "ekspert", "ekspertka", "resp", "респондент", "респондентка", "участник", "участница", "клиент", "клиентка",
        "пользователь", "пользовательница", "собеседник", "собеседница", "пациент", "пациентка", "гость", "гостья",
        "эксперт", "информант", "покупатель", "покупательница", "респ"
    ]
)  # fmt: skip
OTHER = frozenset(
    [
        "observer", "notetaker", "translator", "interpreter", "unknown", "nieznany", "неизвестный", "obserwator",
        "obserwatorka", "tłumacz", "tłumaczka",
        "protokolant", "protokolantka", "наблюдатель", "наблюдательница", "переводчик", "переводчица"
    ]
)  # fmt: skip
# These are also ordinary words, so they count only when they are the whole label.
ALONE: dict[str, Side] = {
    "q": "interviewer",
    "question": "interviewer",
    "pytanie": "interviewer",
    "pyt": "interviewer",
    "вопрос": "interviewer",
    "answer": "participant",
    "odpowiedź": "participant",
    "odp": "participant",
    "ответ": "participant",
    "me": "interviewer",
    "ja": "interviewer",
    "я": "interviewer",
}
# Pairs (who asks, who answers) of single letters, Latin and Cyrillic; tried in this order.
LETTER_PAIRS = (
    ("i", "prkucsea"), ("q", "apr"), ("b", "krpou"), ("m", "rpkuo"), ("w", "rpko"), ("p", "o"),
    ("и", "роук"), ("м", "роук"), ("в", "ор"), ("и", "p"), ("м", "p"),
)  # fmt: skip
# Keys above the talk, never speakers.
NO_SPEAKERS = frozenset(
    [
        "note", "notes", "nb", "ps", "date", "time", "title", "location", "place", "duration", "topic", "project",
        "link", "source", "figure", "fig", "photo", "image", "table", "update", "warning", "tip", "example", "https",
        "http", "translation", "licence", "license", "copyright", "transcript", "transcription", "recording",
        "language", "summary", "section", "task", "part", "chapter", "goal", "impact", "finding", "insight",
        "recommendation", "hypothesis", "background", "method", "methods", "results", "tags", "authors", "author",
        "keywords", "speakers", "participants", "interviewees", "ad", "uwaga", "notatka", "data", "czas", "tytuł",
        "miejsce", "temat", "projekt", "źródło", "rysunek", "fot", "foto", "zdjęcie", "przykład", "transkrypcja",
        "nagranie", "język", "podsumowanie", "zadanie", "część", "rozdział", "cel", "wniosek", "wnioski", "metoda",
        "wyniki", "uczestnicy", "дата", "время", "место", "тема", "проект", "ссылка", "источник", "рис", "рисунок",
        "фото", "примечание", "заметка", "пример", "расшифровка", "запись", "язык", "от", "кому", "re", "from", "to",
        "subject", "cc", "bcc", "od", "do", "temat", "dotyczy", "timestamp", "итог", "итоги", "задание", "часть",
        "глава", "цель", "вывод", "выводы", "метод", "результаты", "участники", "важно"
    ]
)  # fmt: skip
# “Interviewer is Jonas Rosland”, “Rozmawiała: Maria Lewalska”, “Беседовала Анна Петрова”.
ASKED_BY = re.compile(
    r"\b(?:interviewer|interviewed\s+by|interview\s+by|conducted\s+by|moderated\s+by|moderator|hosted\s+by|host|"
    r"rozmawia(?:ł|ła|li|ły)|rozmowę\s+przeprowadzi(?:ł|ła)|wywiad\s+przeprowadzi(?:ł|ła)|prowadzi(?:ł|ła)?|"
    r"prowadząc[ya]|badacz(?:ka)?|ankieter(?:ka)?|"
    r"беседовал[аи]?|интервью\s+(?:взяла?|провела?|провёл)|интервьюер|модератор|ведущ(?:ий|ая))"
    r"\b(?:\s+(?:is|was|to|był|była)\b)?\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_CODE = re.compile(r"([^\W\d_])[ ._-]?\d{1,4}$")


def word_side(label: str) -> Side | None:
    """The side a label's own words tell; None for names, single letters and “Speaker 1”.

    Examples
    --------
    >>> word_side("Interviewer 1"), word_side("P07"), word_side("Anna Nowak (badaczka)"), word_side("Anna")
    ('interviewer', 'participant', 'interviewer', None)
    """
    key = label.casefold().strip(" .:*_()[]")
    if match := _CODE.match(key):
        return "interviewer" if match[1] in "imqиb" else "participant" if match[1] in "prkuceaрукэоs" else None
    words = re.findall(r"[^\W\d_]+", key)
    if len(words) == 1 and words[0] in ALONE:
        return ALONE[words[0]]
    if " ".join(words) == "note taker":
        return "other"
    sides: tuple[tuple[Side, frozenset[str]], ...] = (
        ("interviewer", INTERVIEWER),
        ("other", OTHER),
        ("participant", PARTICIPANT),
    )
    for side, known in sides:
        if any(word in known for word in words):
            return side
    return None


def is_role_label(label: str) -> bool:
    """Whether a label is nothing but words for a role, with a number or letter: “UX Researcher 2”, “P07”.

    Examples
    --------
    >>> is_role_label("Interviewer 1"), is_role_label("Anna (badaczka)"), is_role_label("Participant Rephrasings")
    (True, True, False)
    """
    if word_side(label) is None:
        return False
    words = re.findall(r"[^\W\d_]{2,}", label.casefold())
    in_brackets = re.search(r"[(\[/,]\s*[^\W\d_]+", label.casefold())
    known = INTERVIEWER | PARTICIPANT | OTHER | set(ALONE) | {"ux", "user", "note", "taker", "lead", "the"}
    return bool(in_brackets) or all(word in known for word in words)


def letter_sides(labels: list[str]) -> dict[str, Side]:
    """Sides of single-letter labels such as ``I:`` and ``P:``; empty where the letters make no known pair."""
    letters = {label.casefold().strip(" .:"): label for label in labels}
    letters = {key: label for key, label in letters.items() if len(key) == 1 and key.isalpha()}
    for asks, answer in LETTER_PAIRS:
        others = [key for key in letters if key != asks]
        if asks in letters and others and all(key in answer for key in others):
            return {letters[asks]: "interviewer", **{letters[key]: "participant" for key in others}}
    return {}
