"""Do other methods see the same groups? A check beside the main procedure, never a choice between methods."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import PCA
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture


def agreement_of_methods(features: np.ndarray, labels: np.ndarray, *, seed: int) -> dict[str, float]:
    """Adjusted Rand index of other clusterings with `labels`: 1 for equal groups, about 0 for chance.

    Parameters
    ----------
    features : ndarray, shape (n, p)
    labels : ndarray of int, shape (n,)
    seed : int

    References
    ----------
    Hubert & Arabie (1985), Journal of Classification 2:193.
    """
    n, k = len(labels), int(labels.max()) + 1
    reduced = PCA(n_components=max(1, min(5, n // 5, features.shape[1])), random_state=seed).fit_transform(features)
    methods = {
        "ward": lambda: AgglomerativeClustering(k).fit_predict(features),
        "k_means": lambda: KMeans(k, n_init=50, random_state=seed).fit_predict(features),
        "gaussian_mixture": lambda: GaussianMixture(
            k, covariance_type="diag", n_init=5, reg_covar=1e-4, random_state=seed
        ).fit_predict(reduced),
    }
    with warnings.catch_warnings():
        # Too few people for a mixture to settle is itself an answer: the agreement will be low.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return {name: round(float(adjusted_rand_score(labels, fit())), 4) for name, fit in methods.items()}
