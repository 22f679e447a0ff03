"""How well questions of a guide are recognised in what interviewers said: bundled interviews, read by hand.

    python -m benchmarks.guide_coverage

Wordings were added to the guides while looking at the interviews of `SEEN`; those of `READ_AFTERWARDS` were read only
when they were settled. The questions stand for all that the interviewer asked; one person read them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from cjm_research.coding.guide_coverage import coverage
from cjm_research.coding.guides import load_guide
from cjm_research.readers import read_transcript

CORPUS = Path(__file__).parent.parent / "corpus"
GUIDE = "choice_and_purchase"

SEEN = {
    "en/flat-pack-furniture/en_203": "need first_step others ordering arrival trouble",
    "en/flat-pack-furniture/en_204": "need first_step others reason ordering arrival first_days again",
    "en/flat-pack-furniture/en_205": "need sources paying arrival first_days again told",
    "en/flat-pack-furniture/en_206": "need first_step arrival trouble again",
    "en/flat-pack-furniture/en_207": "important first_step others paying arrival first_days again",
    "en/flat-pack-furniture/en_208": "need sources arrival first_days again",
    "pl/wakacje-z-lotem/pl_203": "need ordering trouble told",
    "pl/wakacje-z-lotem/pl_204": "need before found ordering first_days trouble again",
    "pl/wakacje-z-lotem/pl_205": "first_step again",
    "pl/wakacje-z-lotem/pl_206": "need first_step reason trouble again",
    "pl/wakacje-z-lotem/pl_207": "need again",
    "pl/wakacje-z-lotem/pl_208": "thought need paying feeling trouble",
    "ru/okna-v-kvartiru/ru_203": "need first_step reason told differently arrival",
    "ru/okna-v-kvartiru/ru_204": "need others ordering arrival first_days told",
    "ru/okna-v-kvartiru/ru_205": "important answer arrival",
    "ru/okna-v-kvartiru/ru_206": "need sources found paying",
    "ru/okna-v-kvartiru/ru_207": "need others paying arrival trouble told",
    "ru/okna-v-kvartiru/ru_208": "need first_step reason arrival told first_days",
}
READ_AFTERWARDS = {
    "en/kitchen-fitter-or-builder/en_131": "need first_step others sources paying reason arrival answer first_days "
    "again",
    "en/kitchen-fitter-or-builder/en_132": "need important first_step thought first_days trouble told",
    "en/private-dental-orthodontics/en_125": "need first_step others reason paying trouble told",
    "en/private-dental-orthodontics/en_126": "need first_step staff paying first_days differently told",
    "en/switch-broadband-mobile/en_101": "need sources ordering trouble feeling differently",
    "en/switch-broadband-mobile/en_102": "sources first_days told",
    "pl/wymiana-okien/pl_119": "need first_step others paying arrival first_days trouble doubts told",
    "pl/wymiana-okien/pl_120": "need others sources reason doubts arrival answer told",
    "pl/prywatna-opieka-stomatolog/pl_125": "need differently again",
    "pl/prywatna-opieka-stomatolog/pl_126": "need first_step trouble",
    "pl/kurs-jezykowy-nauka-jazdy/pl_131": "need reason",
    "pl/kurs-jezykowy-nauka-jazdy/pl_132": "need reason differently again told",
    "ru/dental-private-clinic/ru_125": "need first_step ordering paying trouble told",
    "ru/dental-private-clinic/ru_126": "need sources reason paying trouble again",
    "ru/online-courses/ru_113": "need first_step sources reason doubts told",
    "ru/online-courses/ru_114": "need important others ordering paying doubts told differently",
    "ru/travel-booking-cancellations/ru_137": "first_step ordering paying trouble",
    "ru/travel-booking-cancellations/ru_138": "need first_step ordering doubts paying",
}


def counted(labels: dict[str, str], language: str) -> Counter[tuple[str, bool]]:
    """(verdict, whether it was asked in truth) -> how many questions of the interviews in a language."""
    found: Counter[tuple[str, bool]] = Counter()
    for name, asked in labels.items():
        if name.startswith(language):
            transcript = read_transcript(CORPUS / f"{name}.json").transcript
            rows = coverage([transcript], load_guide(GUIDE, name[:2])).rows
            found.update((row.verdict, row.question in asked.split()) for row in rows)
    return found


def main() -> None:
    """Print one line for each set and language."""
    for title, labels in (("seen", SEEN), ("read afterwards", READ_AFTERWARDS)):
        for language in ("en", "pl", "ru", ""):
            found = counted(labels, language)
            truth = sum(n for (_verdict, is_true), n in found.items() if is_true)
            right, wrong = found["asked", True], found["asked", False]
            perhaps, not_so = found["perhaps", True], found["perhaps", False]
            print(
                f"{title:16} {language or 'all':4} asked {truth:3}; found {right + wrong:3}, of these wrong {wrong:3}; "
                f"perhaps {perhaps + not_so:3}, of these wrong {not_so:3}"
            )


if __name__ == "__main__":
    main()
