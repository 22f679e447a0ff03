"""Names in Latin letters: as Russian ones are written in ids and names of files, and Polish ones without marks.

One name is written in several ways there (Yuliya, Julia, Iuliia). `sounded` makes them alike, `latin` writes one.

References
----------
The table follows BGN/PCGN 1947 for Russian, without apostrophes and with e for е in every place.
"""

from __future__ import annotations

import re
import unicodedata

_RUSSIAN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    **dict(zip("ёжхцчшюя", ("yo", "zh", "kh", "ts", "ch", "sh", "yu", "ya"), strict=True)),
    **dict(zip("щъь", ("shch", "", ""), strict=True)),
}
_LETTERS = str.maketrans(
    _RUSSIAN | {letter.upper(): said.title() for letter, said in _RUSSIAN.items()} | {"ł": "l", "Ł": "L"}
)
# Spellings of one sound, each made into the same letters, in this order.
_SOUNDS = tuple(
    (re.compile(written), said)
    for written, said in (
        (r"shch|sch|szcz", "щ"),
        (r"sh|sz", "ш"),
        (r"tch|ch|cz", "ч"),
        (r"kh", "h"),
        (r"ts|tz|cs", "c"),
        (r"zh|rz", "ж"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"[yj]", "i"),
        (r"i+(?=[aeou])", ""),
        (r"i+", "i"),
        (r"([a-z])\1", r"\1"),
    )
)


def latin(text: str) -> str:
    """A text in Latin letters without marks.

    >>> latin("Щербакова"), latin("Żółkiewska")
    ('Shcherbakova', 'Zolkiewska')
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).translate(_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char))


def sounded(word: str) -> frozenset[str]:
    """What the spellings of a word have in common; ё may stand as е or as yo.

    >>> bool(sounded("Юлия") & sounded("iuliia") & sounded("Julia"))
    True
    """
    word = unicodedata.normalize("NFC", word).casefold()
    return frozenset(_sound(latin(one)) for one in {word, word.replace("ё", "е")})


def _sound(word: str) -> str:
    for written, said in _SOUNDS:
        word = written.sub(said, word)
    return word
