"""Would people's own words group them alike? A check beside the groups, never a source of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import Normalizer

from cjm_research.tagging import lemmas

# Words of fewer people tell individuals apart; so many axes at most, as for few people no more can be told.
MIN_PEOPLE = 3
MOST_AXES = 5


def agreement_of_texts(
    texts: Mapping[str, str], groups: Mapping[str, int], languages: Mapping[str, str], *, seed: int = 0
) -> float | None:
    """Adjusted Rand index of groups with those that the words of people alone would make.

    Base forms of words, weighted by how rare they are (TF-IDF), on a few axes (latent semantic analysis), clustered by
    Ward's method into as many groups. Words are those of a language, so nothing is compared across languages.

    Parameters
    ----------
    texts : mapping
        Participant id -> what she said herself.
    groups : mapping
        Participant id -> number of her group.
    languages : mapping
        Participant id -> ISO 639-1 code.
    seed : int

    Returns
    -------
    float or None
        1 for equal groups, about 0 for chance; None where there is nothing to compare: fewer than two groups, people of
        several languages, a person without words, or too few words in common.

    References
    ----------
    Deerwester, Dumais, Furnas, Landauer & Harshman (1990), JASIS 41:391; Hubert & Arabie (1985), Journal of
    Classification 2:193. Coded features agree better with experts' groups than raw text does: Brickey, Walczak &
    Burgess (2012), IEEE Transactions on Software Engineering 38:537.
    """
    people = sorted(who for who in groups if texts.get(who, "").strip())
    spoken = {languages.get(who, "") for who in people}
    k = len({groups[who] for who in people})
    if len(people) < len(groups) or len(spoken) != 1 or "" in spoken or not 2 <= k < len(people):
        return None
    points = _axes([lemmas(languages[who], texts[who]) for who in people], seed)
    if points is None:
        return None
    found = AgglomerativeClustering(k).fit_predict(points)
    return round(float(adjusted_rand_score([groups[who] for who in people], found)), 4)


def _axes(words: Sequence[Sequence[str]], seed: int) -> np.ndarray | None:
    """People on the first axes of their words, at unit length; None without words that some share and others do not."""
    n = len(words)
    counted = TfidfVectorizer(
        analyzer=lambda said: [word for word in said if word.isalpha()], min_df=1, sublinear_tf=True
    ).fit(words)
    table = counted.transform(words)
    people = np.asarray((table > 0).sum(axis=0)).ravel()
    table = table[:, (people >= MIN_PEOPLE) & (people <= n - MIN_PEOPLE)]
    axes = max(1, min(MOST_AXES, n // 5))
    if table.shape[1] <= axes:
        return None
    return np.asarray(Normalizer().fit_transform(TruncatedSVD(axes, random_state=seed).fit_transform(table)))
