"""What the rest of the clause says of a name: a verb that agrees with it, a word for kin that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cjm_research.privacy.names_base import Reading, as_set, context
from cjm_research.privacy.names_words import Word

# Endings of the past tense: (gender or plural, ending), the longest first.
_PAST = {
    "pl": (("pl", "liśmy"), ("f", "ła"), ("pl", "li"), ("pl", "ły"), ("m", "ł")),
    "ru": (("pl", "лись"), ("f", "лась"), ("m", "лся"), ("pl", "ли"), ("f", "ла"), ("m", "л")),
}
# Between a subject and its verb.
_BETWEEN = {
    "pl": as_set("nie już też zawsze nigdy mi nam mu jej ich się wtedy potem by"),
    "ru": as_set("не уже тоже всегда никогда мне нам ему ей их тогда потом бы"),
}
# Of the words that follow people, those that things do as well.
_NOT_HUMAN = as_set(
    "ma miał miała się mi mu jej też jest był była zrobił zrobiła пришёл пришла был была мне нам тоже сделал сделала"
    " помог помогла выбрал выбрала"
)
_OWN = {
    "en": frozenset({"my", "our", "his", "her", "their", "that's"}),
    "pl": as_set("mój moja nasz nasza jego jej ich mojego mojej moją moim mojemu naszego naszej"),
    "ru": as_set("мой моя наш наша его её ее их моего моей мою моему нашего нашей нашу"),
}
# After these a first word of a sentence is no name: Mark my words, Will you.
_NO_NAME_BEFORE = as_set(
    "my the your a an it its this that these those them me us you i he she we they there anybody anyone someone of for"
    " up down out"
)


def past_form(form: str, language: str) -> str:
    """``m``, ``f`` or ``pl`` of a form that ends like a verb in the past; empty for others."""
    if len(form) < 3 or form in _NO_VERBS or (language == "ru" and not _is_verb(form)):
        return ""
    return next((gender for gender, ending in _PAST.get(language, ()) if form.endswith(ending)), "")


_NO_VERBS = as_set("szkoła artykuł mała cała biała miła stół dół skała żyła przemysł pomysł zespół kościół")


def _is_verb(form: str) -> bool:
    """Whether a Russian form may be a verb or a short participle, for which вокзал and школа only look."""
    from cjm_research.privacy.names_ru import is_past

    return is_past(form)


def agrees_after(words: Sequence[Word], end: int, language: str, readings: Sequence[Reading]) -> bool:
    """Whether a verb in the past follows with the gender and number of a reading in the nominative."""
    while end < len(words) and words[end].before == " " and words[end].fold in _BETWEEN.get(language, ()):
        end += 1
    subjects = {"pl" if number == "pl" else r.gender for r in readings for number, case in r.places if case == "nom"}
    # One word may stand between: Малиновские напротив отказались.
    for word in words[end : end + 2]:
        if word.before != " " or word.capital:
            return False
        if verb := past_form(word.fold, language):
            return verb in subjects
    return False


def gender_of_verb(words: Sequence[Word], start: int, end: int, language: str) -> str:
    """The gender of a verb in the past directly after a name, or after the comma that closes it off."""
    closed = start > 0 and "," in words[start].before
    n = end
    while n < len(words) and (words[n].before == " " or (n == end and closed and words[n].before == ", ")):
        if words[n].fold not in _BETWEEN.get(language, ()):
            verb = "" if words[n].capital else past_form(words[n].fold, language)
            return verb if verb in ("f", "m") else ""
        n += 1
    return ""


@cache
def _human(language: str) -> frozenset[str]:
    return frozenset(context(language)["says"]) - _NOT_HUMAN


def human_verb_after(words: Sequence[Word], end: int, language: str) -> bool:
    """Whether a verb follows that only people are the subject of."""
    return language in _PAST and end < len(words) and words[end].before == " " and words[end].fold in _human(language)


@cache
def _roles(language: str) -> frozenset[str]:
    keys = ("roles_m", "roles_f", "roles", "titles_f", "titles_m")
    return frozenset(word for key in keys for word in context(language)[key])


def is_role(word: Word, language: str) -> bool:
    """Whether a word is one for kin or for somebody's work."""
    return word.fold in _roles(language)


def role_after(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether an apposition explains the name that begins at ``i``: Dot, my mother-in-law."""
    end = i + 1
    while end < len(words) and words[end].before == " " and words[end].capital:
        end += 1
    if end + 1 >= len(words) or words[end].before != ", " or words[end].fold not in _OWN[language]:
        return False
    return any(
        word.fold in _roles(language) and all(each.before == " " for each in words[end + 1 : n + 1])
        for n, word in enumerate(words[end + 1 : end + 3], start=end + 1)
    )


def role_before(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether kin with an adjective stands before a comma: brat cioteczny, Gniewomir."""
    return (
        i > 1
        and words[i].before == ", "
        and words[i - 1].before == " "
        and not words[i - 1].capital
        and words[i - 2].fold in _roles(language)
    )


def named_so(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether a word for a surname stands before: my maiden name, Threlfall."""
    if i < 2 or words[i].before not in (" ", ", ", ": ", " - ", " – ", " — "):
        return False
    pair = (words[i - 2].fold, words[i - 1].fold)
    return pair in _SURNAME_WORDS[language]


_SURNAME_WORDS = {
    "en": frozenset({("maiden", "name"), ("married", "name"), ("last", "name"), ("her", "surname"), ("my", "surname")}),
    "pl": frozenset(
        (a, b)
        for a in ("nazwisko", "nazwiska", "nazwiskiem")
        for b in ("panieńskie", "panieńskiego", "panieńskim", "rodowe")
    )
    | {(b, a) for a in ("nazwisko", "nazwiskiem") for b in ("panieńskie", "panieńskim", "rodowe", "stare")}
    | {("z", "domu")},
    "ru": frozenset(
        (a, b)
        for a in ("девичья", "девичьей", "девичью", "прежняя", "старую", "старая")
        for b in ("фамилия", "фамилии", "фамилию", "фамилией")
    ),
}


def no_name_here(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether the word after one that opens a sentence shows that it is a verb or the like."""
    return (
        language == "en"
        and words[i].opens
        and i + 1 < len(words)
        and words[i + 1].before == " "
        and words[i + 1].fold in _NO_NAME_BEFORE
    )
