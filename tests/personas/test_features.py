import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from cjm_research.errors import BadValueError
from cjm_research.personas.features import PersonaFeatures, double_centred

COLUMNS = ["emotion/joy@purchase", "goal@decision", "touchpoint/email@decision", "touchpoint/phone@decision"]
ONLY_STAGES = PersonaFeatures(weights={"channels_in_stages": 1, "codes_in_stages": 1})


def presence(n=9):
    table = np.zeros((n, 4), dtype=bool)
    table[:4, 0] = table[2:6, 1] = table[:3, 2] = table[3:6, 3] = True
    return pd.DataFrame(table, index=[f"p{i}" for i in range(n)], columns=COLUMNS)


@parametrize_with_checks([PersonaFeatures()])
def test_it_is_a_transformer_of_scikit_learn(estimator, check):
    check(estimator)


def test_double_centring_takes_away_talkativeness_and_commonness():
    table = double_centred(np.array([[1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 0, 1]], dtype=bool))
    assert np.allclose(table.mean(axis=0), 0)
    assert np.allclose(table.mean(axis=1), 0)


def test_missing_cells_count_in_no_mean_and_become_zero():
    # An additive table: whatever is missing, nothing is left of it.
    table = np.add.outer([0.0, 1, 2, 3], [0.0, 5, 1])
    table[0, 1] = table[3, 2] = np.nan
    assert np.allclose(double_centred(table), 0)
    table[1, 0] += 1
    assert double_centred(table)[[0, 3], [1, 2]].tolist() == [0, 0]
    assert double_centred(table)[1, 0] > 0.3


def test_three_blocks_weigh_alike():
    features = PersonaFeatures().fit(presence())
    assert list(features.get_feature_names_out()) == [
        "channels:touchpoint/email",
        "channels:touchpoint/phone",
        *(f"channels_in_stages:{column}" for column in COLUMNS[2:]),
        *(f"codes_in_stages:{column}" for column in COLUMNS[:2]),
    ]
    table = features.transform(presence())
    assert [np.linalg.norm(table[:, i : i + 2]) for i in (0, 2, 4)] == pytest.approx([1, 1, 1])


def test_a_channel_counts_in_whatever_stage_it_is_told_of():
    table = presence().assign(**{"touchpoint/phone@decision": [1, 0, 0, 0, 0, 0, 0, 0, 0]})
    swapped = table[[COLUMNS[0], COLUMNS[1], COLUMNS[3], COLUMNS[2]]].set_axis(COLUMNS, axis=1)
    only = PersonaFeatures(weights={"channels": 1})
    assert np.allclose(only.fit_transform(table), only.fit_transform(swapped))


def test_amounts_enter_as_their_logarithm_and_presence_as_it_is():
    some, many = presence().astype(float), presence().astype(float)
    many.iloc[0, 0] = 3
    fitted = ONLY_STAGES.fit(some)
    assert np.allclose(fitted.transform(presence().astype(float)), fitted.transform(some))
    # Three answers count twice as much as one: log2(4) = 2.
    more = (fitted.transform(many) - fitted.transform(some))[0]
    once = some.copy()
    once.iloc[0, 0] = 0
    assert np.allclose(more, (fitted.transform(some) - fitted.transform(once))[0])
    with pytest.raises(BadValueError, match="never"):
        ONLY_STAGES.fit(-some)


def test_codes_of_one_or_two_people_are_dropped():
    table = pd.DataFrame(np.arange(8)[:, None] < [2, 6, 7, 8], columns=COLUMNS)
    assert PersonaFeatures().fit_transform(table).shape == (8, 0)
    assert PersonaFeatures(min_people=2).fit_transform(table).shape == (8, 2)


def test_a_code_that_too_few_of_those_asked_lack_is_dropped():
    table = presence().astype(float)
    table.loc["p6":"p8", "emotion/joy@purchase"] = np.nan
    assert "codes_in_stages:emotion/joy@purchase" not in ONLY_STAGES.fit(table).get_feature_names_out()
    assert "codes_in_stages:emotion/joy@purchase" in ONLY_STAGES.fit(presence()).get_feature_names_out()


def test_who_was_not_asked_is_neither_like_nor_unlike_others():
    table = presence().astype(float)
    table.loc["p0", "goal@decision"] = np.nan
    features = ONLY_STAGES.fit(table)
    column = list(features.get_feature_names_out()).index("codes_in_stages:goal@decision")
    assert features.transform(table)[0, column] == 0
    assert features.transform(table)[1, column] < -0.1


def test_a_person_alone_gets_the_features_she_has_among_all():
    table = presence()
    features = PersonaFeatures().fit(table)
    assert np.allclose(features.transform(table.iloc[[4]]), features.transform(table)[[4]])


def test_ratings_are_ranks_and_weigh_what_the_strongest_direction_of_presence_does():
    weights = {"codes_in_stages": 1, "ratings": 1}
    table = presence().assign(**{"rating:effort": [1, 2, 2, 3, 4, 5, 6, 7, np.nan]})
    features = PersonaFeatures(weights=weights).fit_transform(table)
    cubed = PersonaFeatures(weights=weights).fit_transform(
        table.assign(**{"rating:effort": table["rating:effort"] ** 3})
    )
    assert np.allclose(features, cubed)
    assert features[8, -1] == 0
    assert features[1, -1] == features[2, -1]
    first = np.linalg.svd(features[:, :-1], compute_uv=False)[0]
    assert np.linalg.norm(features[:, -1]) == pytest.approx(first)


def test_attributes_enter_as_ranks_and_as_one_column_for_each_name():
    table = pd.DataFrame({"attribute:age": [20, 30, 40, None], "attribute:role": ["buyer", "user", "buyer", None]})
    features = PersonaFeatures(weights={"attributes": 1}).fit(table)
    assert list(features.get_feature_names_out()) == [
        "attributes:attribute:age",
        "attributes:attribute:role=buyer",
        "attributes:attribute:role=user",
    ]
    age, buyer, user = features.transform(table).T
    assert age[3] == buyer[3] == user[3] == 0
    assert age[0] == -age[2]
    assert (buyer[0] - buyer[1]) == pytest.approx(-(user[0] - user[1]))
    # A difference of name is as far as one standard deviation of a number would be, whatever the number of names.
    apart = np.hypot(buyer[0] - buyer[1], user[0] - user[1])
    assert apart == pytest.approx((age[2] - age[0]) / np.sqrt(6))


def test_ratings_that_are_words_are_refused():
    with pytest.raises(BadValueError, match="effort"):
        PersonaFeatures().fit(pd.DataFrame({"rating:effort": ["low", "high", "low"]}))
    with pytest.raises(BadValueError, match="0 or more"):
        PersonaFeatures(weights={"stages": -1}).fit(presence())


def test_a_shuffled_table_keeps_totals_and_what_was_not_asked():
    table = presence(12).astype(float).assign(**{"rating:effort": range(12), "rating:joy": range(12)})
    table.iloc[:2, 1] = np.nan
    shuffled = PersonaFeatures().shuffled(table, np.random.default_rng(2))
    assert list(shuffled.columns) == list(table.columns)
    assert (shuffled.isna() == table.isna()).all().all()
    codes, before = shuffled[COLUMNS], table[COLUMNS]
    assert (codes.sum() == before.sum()).all()
    assert (codes.sum(axis=1) == before.sum(axis=1)).all()
    assert not codes.equals(before)
    assert (shuffled["rating:effort"] == shuffled["rating:joy"]).all()
    assert sorted(shuffled["rating:effort"]) == list(range(12))
    assert clone(PersonaFeatures()).fit(shuffled).transform(shuffled).shape[0] == 12


def test_amounts_stay_in_their_column_when_shuffled():
    table = presence(12) * np.linspace(0.5, 1, 12)[:, None]
    shuffled = PersonaFeatures().shuffled(table, np.random.default_rng(1))
    for column in COLUMNS:
        assert sorted(shuffled[column]) == sorted(table[column])
    assert not shuffled.equals(table)


def test_an_empty_table_has_no_features():
    assert PersonaFeatures().fit_transform(pd.DataFrame(index=["a", "b", "c"])).shape == (3, 0)
