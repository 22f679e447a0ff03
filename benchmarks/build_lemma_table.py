"""Make the small table of Polish base forms from the full dictionary of spacy-lookups-data (Morfeusz, BSD-2).

python -m benchmarks.build_lemma_table       (after the lexicons changed much; about two minutes and 2 GB)
"""

from __future__ import annotations

import gzip
import importlib.resources
import json
import re
import sys
from collections import Counter, defaultdict

from benchmarks.evaluate_tagger import load_interviews
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.rules.lemma_table import LONGEST_SUFFIX, LemmaTable, table_path
from cjm_research.tagging.rules.lexicon import load_lexicon
from cjm_research.tagging.rules.patterns import fold

TABLES = ("aux", "pron", "num", "part", "adp", "adv", "verb", "adj", "noun")
# Common words that the dictionary knows only as forms of others.
THEMSELVES = ("a", "co", "i", "ile", "jak", "nie", "o", "sam", "się", "to", "tu", "u")
# An ending is worth a rule of its own where it puts right this many forms of the dictionary.
LEAST_SUPPORT = 5


def read_dictionary(language: str) -> dict[str, tuple[str, ...]]:
    """Form -> base forms, the more closed word classes first."""
    folder = importlib.resources.files("spacy_lookups_data") / "data"
    entries: dict[str, list[str]] = defaultdict(list)
    for name in TABLES:
        table = json.loads(gzip.decompress((folder / f"{language}_lemma_lookup_{name}.json.gz").read_bytes()))
        # Proper names of the dictionary would hide common words.
        pairs = [
            (fold(form), fold(lemma))
            for form, lemma in table.items()
            if lemma[:1].islower() and form[:1].islower() and " " not in lemma
        ]
        # The dictionary leaves out base forms that stand for themselves: "kurier" is its own before a form of "kuria".
        own = sorted({lemma for _form, lemma in pairs})
        for form, lemma in (*zip(own, own, strict=True), *pairs):
            if lemma not in entries[form]:
                entries[form].append(lemma)
    for word in (*THEMSELVES, *load_senses(language).classes):
        entries[word] = [word, *(lemma for lemma in entries.get(word, ()) if lemma != word)]
    return {form: tuple(lemmas) for form, lemmas in sorted(entries.items())}


def rule_of(form: str, lemma: str) -> tuple[int, str]:
    """What must be cut off and put on."""
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    return len(form) - shared, lemma[shared:]


def learn_suffixes(dictionary: dict[str, tuple[str, ...]]) -> dict[str, tuple[int, str]]:
    """The usual change for each ending that differs from that of the shorter ending."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for form, lemmas in dictionary.items():
        rule = rule_of(form, lemmas[0])
        for length in range(min(LONGEST_SUFFIX, len(form) - 1) + 1):
            counts[form[len(form) - length :]][rule] += 1
    suffixes: dict[str, tuple[int, str]] = {}
    for suffix in sorted(counts, key=lambda s: (len(s), s)):
        count = counts[suffix]
        rule, n = min(count.items(), key=lambda item: (-item[1], item[0]))
        inherited = next((suffixes[suffix[i:]] for i in range(1, len(suffix) + 1) if suffix[i:] in suffixes), None)
        if inherited is None or n - count.get(inherited, 0) >= LEAST_SUPPORT:
            suffixes[suffix] = rule
    return suffixes


def wanted_words(language: str) -> set[str]:
    """Words of the lexicons, and of the development interviews."""
    lexicon = load_lexicon(language)
    texts = [pattern for entry in lexicon.entries for pattern in entry.patterns]
    texts += [word for words in (*lexicon.modifiers.values(), *lexicon.classes.values()) for word in words]
    texts += load_senses(language).classes
    texts += [u.text for t in load_interviews([language], "dev") for u in t.utterances]
    return {fold(word) for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def main() -> None:
    """Build and write the table."""
    language = "pl"
    dictionary = read_dictionary(language)
    suffixes = learn_suffixes(dictionary)
    table = LemmaTable(suffixes, {})
    words = wanted_words(language)
    lemmas = words | {lemma for word in words for lemma in dictionary.get(word, ())}
    forms = {
        form: known
        for form, known in dictionary.items()
        if lemmas.intersection(known) and known != (table.by_suffix(form),)
    }
    right = sum(table.by_suffix(form) == known[0] for form, known in dictionary.items())
    by_rule: dict[str, list[str]] = defaultdict(list)
    for suffix, (cut, ending) in sorted(suffixes.items()):
        by_rule[f"{cut}|{ending}"].append(suffix)
    by_lemmas: dict[str, list[str]] = defaultdict(list)
    for form, known in sorted(forms.items()):
        by_lemmas[" ".join(known)].append(form)
    data = {
        "suffixes": {rule: " ".join(endings) for rule, endings in sorted(by_rule.items())},
        "forms": {known: " ".join(names) for known, names in sorted(by_lemmas.items())},
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path = table_path(language)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    share = right / len(dictionary)
    sys.stdout.write(
        f"{len(dictionary)} forms of the dictionary, {len(suffixes)} endings (right for {share:.3f}), "
        f"{len(forms)} exact forms, {path.stat().st_size // 1024} KB; e.g. {table.by_suffix('czekałam')}\n"
    )


if __name__ == "__main__":
    main()
