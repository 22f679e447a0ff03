"""Personal data in words: names of its kinds, of where it stands, and of how sure a find is."""

from __future__ import annotations

from cjm_research.i18n import _, pgettext
from cjm_research.model.privacy import Proposal


def kind_names() -> dict[str, str]:
    """Kind -> its name in the language in force, in the order in which people look for them."""
    return {
        "person": pgettext("personal data", "name of a person"),
        "organisation": pgettext("personal data", "firm or organisation"),
        "address": pgettext("personal data", "address"),
        "phone": pgettext("personal data", "phone number"),
        "email": pgettext("personal data", "e-mail address"),
        "url": pgettext("personal data", "web address"),
        "handle": pgettext("personal data", "user name"),
        "card": pgettext("personal data", "card number"),
        "account": pgettext("personal data", "bank account"),
        "pesel": "PESEL",
        "nip": "NIP",
        "inn": pgettext("personal data", "INN"),
        "snils": pgettext("personal data", "SNILS"),
        "passport": pgettext("personal data", "passport or identity card"),
        "id_number": pgettext("personal data", "other number of a person"),
        "birth_date": pgettext("personal data", "date of birth"),
    }


def sureness_names() -> dict[str, str]:
    """How sure a find is -> its name."""
    return {
        "sure": pgettext("sureness", "sure"),
        "likely": pgettext("sureness", "likely"),
        "possible": pgettext("sureness", "possible"),
    }


def names_may_come() -> str:
    """What to mind where a study that has pseudonyms takes something in."""
    said = _("The people in this study have pseudonyms, and what comes in may hold their names.")
    return " ".join((said, _("Look through what was found with: cjm pseudonymise --study DIR")))


def place_name(proposal: Proposal) -> str:
    """Where a proposal stands, for people."""
    if proposal.where == "utterance":
        return _("{transcript}, turn {turn}").format(transcript=proposal.transcript, turn=proposal.utterance + 1)
    name = _place_names()[proposal.where]
    return f"{proposal.transcript}: {name}" if proposal.transcript and proposal.where != "id" else name


def _place_names() -> dict[str, str]:
    return {
        "speaker": _("name of a speaker"),
        "id": _("name of an interview or a person"),
        "name": _("attributes of a person"),
        "attribute": _("attributes of a person"),
        "coding": _("coding"),
        "memo": _("memo"),
        "code": _("codebook"),
        "map": _("persona or map"),
        "survey": _("survey"),
        "file": _("name of a file"),
        "settings": _("title or purpose of the study"),
    }


# Table -> what people know its texts as; of tables that hold several things, (table, column).
_STORED: dict[str | tuple[str, str], str] = {
    "settings": "settings",
    "imports": "file",
    "removals": "file",
    "participants": "attribute",
    "transcripts": "attribute",
    "utterances": "attribute",
    ("utterances", "speaker"): "speaker",
    "utterance_texts": "turn",
    "events": "history",
    "instruments": "survey",
    "survey_waves": "survey",
    "answers": "survey",
    "kept_elements": "kept",
    "kept_sources": "kept",
    "kept_files": "kept",
}
_COLUMNS = {"id": "id", "transcript_id": "id", "participant_id": "id", "participant": "id", "file_name": "file"}


def stored_name(table: str, column: str) -> str:
    """What a column of the study's database is for people, in the language in force."""
    names = {
        **_place_names(),
        "turn": _("what was said in interviews"),
        "history": _("codings, memos, maps and their history"),
        "kept": _("what projects of other programs brought"),
    }
    return names[_STORED.get((table, column)) or _COLUMNS.get(column) or _STORED.get(table, "history")]
