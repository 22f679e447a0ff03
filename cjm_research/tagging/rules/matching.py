"""Compiled patterns and the search for them, in time that hardly grows with the number of patterns.

Every word form is looked at once: which pattern elements it satisfies, and which patterns it can anchor, is remembered
for the form. A pattern is anchored at its rarest required element and grown from there to both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.tagging.rules.lemmas import Lemmatizer
from cjm_research.tagging.rules.patterns import Atom, Element, fold, parse_pattern

# Borders before a word: none, a clause border (comma, dash, conjunction), the end of a sentence.
NO_BORDER, CLAUSE_BORDER, SENTENCE_BORDER = 0, 1, 2
# Longest stem that is looked up, in characters; words can be a megabyte long.
MAX_STEM = 40
# A class with members of several words turns a pattern into this many at most.
MAX_EXPANSION = 400


@dataclass(slots=True)
class Word:
    """What is known of a word form: the elements it satisfies and the patterns it can anchor.

    `common` words say little: they never end a phrase.
    """

    form: str
    lemmas: tuple[str, ...]
    satisfies: frozenset[int]
    anchors: tuple[Pattern, ...]
    common: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a compiled pattern."""

    element: int
    optional: bool
    negated: bool
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: the steps on both sides of its anchor, the left ones from the anchor outwards."""

    key: int
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    needed: frozenset[int]


@dataclass
class PatternIndex:
    """Patterns of one language, ready to be searched.

    Parameters
    ----------
    lemmas : callable
        Lower-case form -> base forms.
    split : callable
        Text -> word forms, as the pipeline's own tokenizer splits it.
    classes : mapping of str to sequence of str
        Members of the classes, in the pattern language, of one or several words.
    common : set of str
        Frequent words, bad anchors.
    derived : bool
        Whether a pattern's word is also reduced to its base form, for languages whose participles are reduced to verbs.
    """

    lemmas: Lemmatizer
    split: Callable[[str], list[str]]
    classes: Mapping[str, Sequence[str]]
    common: frozenset[str] = frozenset()
    derived: bool = False
    _elements: dict[tuple[Atom, ...], int] = field(default_factory=dict)
    _by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_form: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_stem: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _computed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _anchored: dict[int, list[Pattern]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, Word] = field(default_factory=dict)

    def add(self, text: str, key: int) -> None:
        """Compile the pattern `text`; its matches carry `key`."""
        choices = [self._choices(element) for element in parse_pattern(text)]
        total = 1
        for choice in choices:
            total *= len(choice)
        if total > MAX_EXPANSION:
            raise BadValueError(
                _("The pattern “{pattern}” has too many alternatives of several words.").format(pattern=text)
            )
        for combination in product(*choices):
            self._compile([element for run in combination for element in run], key)

    def _choices(self, element: Element) -> list[tuple[Element, ...]]:
        """The element as runs of single-word elements: one with its single words, one for each longer member."""
        if element.gap:
            return [(element,)]
        single: list[Atom] = []
        runs: list[tuple[Element, ...]] = []
        for atom in element.atoms:
            for words in self._members(atom):
                if len(words) == 1:
                    single.append(words[0])
                elif not element.negated:
                    runs.append(tuple(Element(atoms=(word,)) for word in words))
        if single or not runs:
            plain = Element(tuple(dict.fromkeys(single)), element.optional, element.negated)
            return [(plain,), *runs]
        return [(), *runs] if element.optional else runs

    def _members(self, atom: Atom) -> Iterable[tuple[Atom, ...]]:
        if atom.how == "class":
            if atom.text not in self.classes:
                raise BadValueError(_("There is no word class “{name}”.").format(name=atom.text))
            if atom.text in _COMPUTED:
                yield (atom,)
            for member in self.classes[atom.text]:
                yield from self._run(parse_pattern(member))
        elif atom.how in ("word", "form") and not atom.text.isalnum():
            yield tuple(Atom(atom.how, word) for word in self.split(atom.text)) or (atom,)
        else:
            yield (atom,)

    def _run(self, elements: tuple[Element, ...]) -> Iterable[tuple[Atom, ...]]:
        options = [[run for atom in element.atoms for run in self._members(atom)] for element in elements]
        for combination in product(*options):
            yield tuple(atom for run in combination for atom in run)

    def _element(self, atoms: tuple[Atom, ...]) -> int:
        key = tuple(sorted(set(atoms), key=lambda atom: (atom.how, atom.text)))
        if key not in self._elements:
            number = self._elements[key] = len(self._elements)
            for atom in key:
                self._register(atom, number)
        return self._elements[key]

    def _register(self, atom: Atom, number: int) -> None:
        if atom.how == "stem":
            self._by_stem[atom.text[:MAX_STEM]].add(number)
        elif atom.how == "class":
            self._computed[atom.text].add(number)
        elif atom.how == "word":
            self._by_word[atom.text].add(number)
            if self.derived:
                base = self.lemmas(atom.text)
                if atom.text not in base:
                    self._by_word[base[0]].add(number)
        else:
            self._by_form[atom.text].add(number)

    def _compile(self, elements: list[Element], key: int) -> None:
        steps = [Step(-1 if e.gap else self._element(e.atoms), e.optional, e.negated, e.gap) for e in elements]
        required = [i for i, e in enumerate(elements) if not (e.gap or e.optional or e.negated)]
        anchor = min(required, key=lambda i: (self._frequency(elements[i]), i))
        pattern = Pattern(
            key=key,
            before=tuple(reversed(steps[:anchor])),
            after=tuple(steps[anchor + 1 :]),
            needed=frozenset(steps[i].element for i in required),
        )
        self._anchored[steps[anchor].element].append(pattern)
        self._words.clear()

    def _frequency(self, element: Element) -> float:
        return sum(
            50.0
            if atom.how == "class" or atom.text in self.common
            else 10.0 / len(atom.text)
            if atom.how == "stem"
            else 5.0 / len(atom.text)
            for atom in element.atoms
        )

    def word(self, form: str) -> Word:
        """What is known of a folded form (remembered)."""
        word = self._words.get(form)
        if word is None:
            word = self._words[form] = self._look_up(form)
        return word

    def _look_up(self, form: str) -> Word:
        lemmas = self.lemmas(form) if len(form) <= MAX_STEM else (form,)
        found: set[int] = set(self._by_form.get(form, ()))
        for name in (form, *lemmas):
            found |= self._by_word.get(name, set())
        for length in range(1, min(len(form), MAX_STEM) + 1):
            found |= self._by_stem.get(form[:length], set())
        for name, test in _COMPUTED.items():
            if test(form):
                found |= self._computed.get(name, set())
        anchors = tuple(pattern for element in sorted(found) for pattern in self._anchored.get(element, ()))
        return Word(form, lemmas, frozenset(found), anchors, form in self.common)

    def search(self, words: Sequence[Word], borders: Sequence[int]) -> list[tuple[int, int, int]]:
        """All matches as (key, first word, last word + 1), in the order of the anchors.

        Parameters
        ----------
        words : sequence of Word
            The words of one utterance, without punctuation.
        borders : sequence of int
            Border before each word.
        """
        present: set[int] = set()
        for word in words:
            present |= word.satisfies
        matches = []
        for place, word in enumerate(words):
            for pattern in word.anchors:
                if pattern.needed <= present:
                    start = _grow_left(pattern.before, words, borders, place) if pattern.before else place
                    if start < 0:
                        continue
                    end = _grow_right(pattern.after, words, borders, place) if pattern.after else place + 1
                    if end >= 0:
                        matches.append((pattern.key, start, end))
        return matches


def _grow_right(steps: tuple[Step, ...], words: Sequence[Word], borders: Sequence[int], place: int) -> int:
    """Where the nearest match of the steps to the right of `place` ends (exclusive), or -1."""
    n = len(words)
    reached = {place + 1}
    for step in steps:
        following = set(reached) if step.optional else set()
        for p in reached:
            if step.gap:
                following.add(p)
                for q in range(p, min(p + step.gap, n)):
                    if borders[q]:
                        break
                    following.add(q + 1)
            elif p < n and borders[p] < SENTENCE_BORDER and (step.element in words[p].satisfies) != step.negated:
                following.add(p + 1)
        if not following:
            return -1
        reached = following
    return min(reached)


def _grow_left(steps: tuple[Step, ...], words: Sequence[Word], borders: Sequence[int], place: int) -> int:
    """Where the nearest match of the steps to the left of `place` starts, or -1."""
    reached = {place}
    for step in steps:
        following = set(reached) if step.optional else set()
        for p in reached:
            if step.gap:
                following.add(p)
                if p < len(words) and borders[p] >= SENTENCE_BORDER:
                    continue
                # A skipped word stands in the clause of the word before it, as in growing to the right.
                for q in range(p - 1, max(p - 1 - step.gap, -1), -1):
                    if borders[q]:
                        break
                    following.add(q)
            elif p > 0 and borders[p] < SENTENCE_BORDER and (step.element in words[p - 1].satisfies) != step.negated:
                following.add(p - 1)
        if not following:
            return -1
        reached = following
    return max(reached)


def _has_digit(form: str) -> bool:
    return form[:1].isdigit()


def _is_money(form: str) -> bool:
    return form in {"$", "€", "£", "₽", "zł", "pln", "руб", "рубль", "eur", "usd", "gbp"}


_COMPUTED: dict[str, Callable[[str], bool]] = {"NUM": _has_digit, "MONEY": _is_money}

__all__ = ["CLAUSE_BORDER", "NO_BORDER", "SENTENCE_BORDER", "Pattern", "PatternIndex", "Word", "fold"]
