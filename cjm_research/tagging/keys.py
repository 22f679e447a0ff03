"""What the tags of a transcript depend on, as one key: the same key, the same tags."""

from __future__ import annotations

import hashlib
import json

from cjm_research.i18n import current_language
from cjm_research.model import Transcript
from cjm_research.tagging.version import TAGGER_VERSION


def tag_key(transcript: Transcript, *, source: str = "") -> str:
    """The key of a transcript's tags, 64 hexadecimal digits.

    It covers what was said by whom, language and group, the version of the tagger, the language in which reasons are
    worded, and `source`, the key of an additional feature source.
    """
    spoken = [[utterance.role, utterance.text] for utterance in transcript.utterances]
    made_by = [TAGGER_VERSION, current_language(), source]
    content = json.dumps([made_by, transcript.language, transcript.group, spoken], ensure_ascii=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()
