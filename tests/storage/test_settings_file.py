from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from cjm_research.errors import BadValueError, UnreadableFileError
from cjm_research.i18n import using_language
from cjm_research.model import StudySettings
from cjm_research.storage import read_settings, write_settings

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=TEXT,
    purpose=TEXT,
    languages=st.lists(st.sampled_from(["en", "pl", "ru"]), min_size=1, max_size=3),
    seed=st.integers(0, 2**60),
)
def test_settings_are_read_back_equal(tmp_path, title, purpose, languages, seed):
    before = StudySettings(title=title, purpose=purpose, languages=tuple(languages), seed=seed)
    write_settings(tmp_path / "study.toml", before)
    assert read_settings(tmp_path / "study.toml") == before


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_comments_in_any_language_leave_the_file_readable(tmp_path, language):
    with using_language(language):
        write_settings(tmp_path / "study.toml", StudySettings(interface_language=language))
    assert read_settings(tmp_path / "study.toml").interface_language == language


def test_absent_keys_have_their_defaults(tmp_path):
    (tmp_path / "study.toml").write_bytes('\ufefftitle = "Окна"\r\n'.encode())
    assert read_settings(tmp_path / "study.toml") == StudySettings(title="Окна")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'title = "a"\nstage_modle = "x"\n',
            "study.toml, line 2: There is no setting “stage_modle”.*Known settings: title",
        ),
        ('\n# c\nstage_model = "nine"', 'line 3: “stage_model” cannot be "nine".*seven_stage'),
        ('rating_scale = "1-7"', 'line 1: “rating_scale” cannot be "1-7".*1-3, 1-5, 1-10'),
        ("seed = -1", "line 1: “seed” cannot be -1.*whole number"),
        ("title = 5", "“title” cannot be 5.*Text in quotes"),
        ('languages = ["en", "de"]', '“languages” cannot be .*"de".*list out of en, pl, ru'),
        ('languages = "en"', '“languages” cannot be "en".*list out of en, pl, ru'),
    ],
)
def test_wrong_setting_is_named_with_its_line(tmp_path, text, message):
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadValueError, match=message):
        read_settings(tmp_path / "study.toml")


@pytest.mark.parametrize(("data", "message"), [(b"title = My study", "line 1"), (b'title = "\xff"', "UTF-8")])
def test_file_that_is_no_toml_is_named(tmp_path, data, message):
    (tmp_path / "study.toml").write_bytes(data)
    with pytest.raises(UnreadableFileError, match=message):
        read_settings(tmp_path / "study.toml")
