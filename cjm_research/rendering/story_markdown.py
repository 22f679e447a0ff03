"""The story as Markdown, with everything that came from interviews and researchers made plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cjm_research.i18n import _, ngettext
from cjm_research.i18n import format_number as number
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.environment import place, quoted
from cjm_research.rendering.journey_words import actor_line, machine_notice
from cjm_research.rendering.moments import Moment, noted_words
from cjm_research.rendering.story_parts import Entry, Scene, Sentence, Story
from cjm_research.rendering.story_words import order_note, stage_line

# What can be markup inside a line: an underscore within a word is none.
_MARKUP = re.compile(r"[\\`*{}\[\]#<>|~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_BLANKS = re.compile(r"\n{3,}")
# What can be markup at the start of one: lists.
_LIST = re.compile(r"^([-+]|\d+(?=[.)]))")


def plain(text: str) -> str:
    r"""Text on one line in which nothing is markup.

    >>> plain("# no heading, *no* stress")
    '\\# no heading, \\*no\\* stress'
    """
    line = _MARKUP.sub(lambda match: "\\" + match[0], " ".join(text.split()))
    return _LIST.sub(lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], line)


def markdown_of(story: Story, told: Sequence[Moment]) -> str:
    """The story as Markdown; `told` are the moments of one person, who then tells it in their own words."""
    lines = [*_head(story), *(_first_person(story, told) if told else _scenes(story))]
    if story.ending:
        lines += ["", "---", "", *(f"- {plain(sentence)}" for sentence in story.ending)]
    return clean(_BLANKS.sub("\n\n", "\n".join(lines).strip()) + "\n")


def _head(story: Story) -> Iterator[str]:
    journey_map = story.map
    yield f"# {plain(journey_map.title)}"
    yield ""
    yield f"*{plain(actor_line(journey_map))}*"
    yield ""
    if journey_map.purpose:
        yield " ".join((_("Purpose:"), plain(journey_map.purpose)))
        yield ""
    if journey_map.scenario:
        yield plain(journey_map.scenario)
        yield ""
    for name, value in story.facts:
        yield f"- {plain(name)}: {plain(value)}"
    if journey_map.basis == "machine" and journey_map.participants:
        yield ""
        yield f"> {plain(machine_notice())}"
    if story.portrait:
        yield ""
        yield from (f"- {plain(line)}" for line in story.portrait)


def _scenes(story: Story) -> Iterator[str]:
    for scene in story.scenes:
        yield ""
        yield f"## {plain(scene.name)}"
        yield ""
        nothing = _("Not looked for yet") if story.map.actor == "story" else _("Nothing is coded here.")
        yield plain(nothing if scene.is_empty else stage_line(scene.stage))
        yield from _scene(scene)


def _scene(scene: Scene) -> Iterator[str]:
    if scene.voice:
        yield ""
        yield f"> {plain(quoted(scene.voice.quote))} ({plain(place(scene.voice))})"
    for fact in scene.facts:
        yield ""
        yield plain(fact)
    for passage in scene.passages:
        yield ""
        head = f"**{plain(passage.heading)}.** " if passage.heading else ""
        yield head + " ".join(_sentence(sentence) for sentence in passage.sentences)


def _sentence(sentence: Sentence) -> str:
    if not sentence.entries:
        return plain(sentence.text)
    told = "; ".join(_entry(entry) for entry in sentence.entries)
    if sentence.n_more:
        more = ngettext("and {n} more", "and {n} more", sentence.n_more).format(n=number(sentence.n_more))
        told = f"{told} {plain(more)}"
    return f"{plain(sentence.text)} {told.rstrip('.')}."


def _entry(entry: Entry) -> str:
    words = " ".join(part for part in (entry.title, entry.words) if part)
    facts = [fact for fact in (*entry.tags, entry.count, entry.source.participant if entry.source else "") if fact]
    return plain(f"{words} ({', '.join(facts)})" if facts else words)


def _first_person(story: Story, told: Sequence[Moment]) -> Iterator[str]:
    yield ""
    yield plain(order_note(story.map))
    for moment in told:
        if moment.opens:
            name = story.map.stage_name(moment.stage)
            yield ""
            back = _("Back to: {stage}").format(stage=name)
            yield f"## {plain(back if moment.is_return else name)}"
        yield ""
        words = " … ".join(moment.passages)
        yield f"{plain(quoted(words))} ({plain(place(moment.evidence[0]))})"
        notes = noted_words(moment)
        if notes:
            yield ""
            yield f"*{plain(' · '.join(notes))}*"
