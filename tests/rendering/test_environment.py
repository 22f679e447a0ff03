import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from cjm_research.i18n import using_language
from cjm_research.model import Count
from cjm_research.model.scheme import TOUCHPOINT_LABELS
from cjm_research.rendering.environment import (
    environment,
    html_id,
    interval,
    people,
    quoted,
    share,
    shorten,
    signed,
)
from cjm_research.rendering.icons import mood, support_level, touchpoint_svg


def fill(template, **context):
    return environment().from_string(template).render(**context)


def test_text_is_escaped_and_undefined_names_are_errors():
    assert fill("{{ x }}", x="<b>") == "&lt;b&gt;"
    assert fill('{{ _("{n} of {m}").format(n=x, m=1) }}', x="<b>") == "&lt;b&gt; of 1"
    assert fill("{{ x }}", x=Markup("<b>")) == "<b>"
    with pytest.raises(UndefinedError):
        fill("{{ nobody }}")


def test_filters_speak_of_people_with_their_denominator():
    count = Count(k=7, n=12, interval=(0.25, 0.8))
    assert fill("{{ c|share }} {{ c.interval|interval }}", c=count) == "7 of 12 95% interval: 25% to 80%"
    assert share((1, 2)) == "1 of 2"
    assert (people(1), people(5)) == ("1 person", "5 people")
    assert interval((0, 1)) == "95% interval: 0% to 100%"
    assert fill('{{ "purchase"|term("stage") }} {{ "emotion/joy"|code_name }}') == "Purchase Emotion: Joy"


def test_numbers_show_their_sign_in_the_writing_of_the_language():
    assert [signed(v) for v in (0.64, 0, -0.04, -1.5)] == ["+0.6", "0.0", "0.0", "−1.5"]
    with using_language("ru"):
        assert signed(-1.5) == "−1,5"


def test_long_text_is_cut_at_a_word():
    assert shorten("one two three four", 12) == "one two…"
    assert shorten("short", 12) == "short"
    assert len(shorten("x" * 300, 90)) == 90


def test_marks_around_a_whole_quote_are_not_doubled_and_those_inside_are_of_the_second_level():
    assert quoted("„limit”") == "“limit”"
    assert quoted(" «да» и «нет» ") == "“‘да’ и ‘нет’”"


def test_ids_are_steady():
    assert html_id("awareness.pain.1") == "awareness.pain.1"
    assert html_id("own stage.pain.1") == "own-stage.pain.1"


def test_every_touchpoint_has_an_icon_of_its_own_group():
    assert all("<path" in touchpoint_svg(label) for label in TOUCHPOINT_LABELS)
    pictures = {touchpoint_svg(label) for label in TOUCHPOINT_LABELS}
    assert len(pictures) > 20
    assert touchpoint_svg("no_such_label") == touchpoint_svg("unspecified")


@pytest.mark.parametrize(("k", "level"), [(0, "none"), (1, "half"), (2, "half"), (3, "full"), (24, "full")])
def test_support_is_filled_from_three_people_on(k, level):
    assert support_level(Count(k=k, n=24, interval=(0, 1))) == level


def test_moods_have_a_middle():
    assert [mood(v) for v in (None, -2, -0.5, 0.4, 0.46)] == [None, "negative", "negative", "neutral", "positive"]


def test_a_page_speaks_its_own_language_whatever_the_first_page_spoke():
    template = environment().from_string('{{ "turning_point"|term("kind") }} {{ _("Goal") }}')
    said = {}
    for language in ("en", "pl", "ru"):
        with using_language(language):
            said[language] = template.render()
    assert said["en"] == "Turning point Goal"
    assert len(set(said.values())) == 3
