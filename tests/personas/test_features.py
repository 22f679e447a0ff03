import numpy as np
import pandas as pd
import pytest

from cjm_research.personas.features import PersonaFeatures, double_centred

COLUMNS = pd.Index(["emotion/joy@purchase", "touchpoint/phone@decision", "touchpoint/phone@purchase"])


def test_double_centring_takes_away_talkativeness_and_commonness():
    table = double_centred(np.array([[1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 0, 1]], dtype=bool))
    assert np.allclose(table.mean(axis=0), 0)
    assert np.allclose(table.mean(axis=1), 0)


def test_a_channel_counts_in_whatever_stage_it_is_told_of():
    presence = np.zeros((9, 3), dtype=bool)
    presence[:4, 0] = presence[:3, 1] = presence[3:6, 2] = True
    features = PersonaFeatures(COLUMNS).transform(presence)
    # One channel, the phone (6 of 9), and three codes in their stages (joy 4, phone 3 and 3).
    assert features.shape == (9, 4)
    assert np.linalg.norm(features[:, :1]) == pytest.approx(0.0)  # a single column is its own row mean
    assert np.linalg.norm(features[:, 1:]) == pytest.approx(1.0)


def test_codes_of_one_or_two_people_are_dropped():
    presence = np.zeros((8, 3), dtype=bool)
    presence[:2] = True
    assert PersonaFeatures(COLUMNS).transform(presence).shape == (8, 0)


def test_an_empty_table_has_no_features():
    assert PersonaFeatures(pd.Index([])).transform(np.zeros((5, 0), dtype=bool)).shape == (5, 0)
