"""The verbs that find personal data in a study and put pseudonyms in its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.model.privacy import PrivateText, Proposals, ProposalStatus, replaced_text
from cjm_research.storage.private_texts import language_of, main_language
from cjm_research.study.base import StudyBase

if TYPE_CHECKING:
    from cjm_research.model import StudySettings
    from cjm_research.privacy.key import Key, KeyEntity
    from cjm_research.privacy.plan import Plan
    from cjm_research.study.importing import Gathered
    from cjm_research.study.pseudonyms.personal_data import PersonalData
    from cjm_research.study.pseudonyms.report import PseudonymReport

Progress = Callable[[int, int], None]


class PrivacyVerbs(StudyBase):
    """Pseudonyms for the people in the study in `store`."""

    _personal: PersonalData | None = None

    if TYPE_CHECKING:

        def change_settings(self, **changes: Any) -> StudySettings: ...  # noqa: D102

    def personal_data(
        self,
        *,
        kinds: Collection[str] | None = None,
        employers: Iterable[str] | None = None,
        keep: Iterable[str] | None = None,
        key: str | Path | None = None,
        passphrase: str | None = None,
    ) -> Proposals:
        """Find names, addresses, numbers and firms in everything that the study holds; nothing is changed.

        Parameters
        ----------
        kinds : collection of str, optional
            Only these, of `cjm_research.privacy.base.DATA_KINDS`.
        employers : iterable of str, optional
            Names of firms that tell who somebody is.
        keep : iterable of str, optional
            Words that look like personal data and are none here.
        key, passphrase
            The key file whose decisions and pseudonyms count; without, what was decided in this session counts.

        Returns
        -------
        Proposals
            A tuple of `Proposal` in the order of the study; printed it shows counts alone.
        """
        found = self.private_session(employers=employers, keep=keep)
        if key is not None:
            found.unlock(key, passphrase)
        return Proposals(found.plan(kinds).proposals)

    def decide_personal_data(
        self,
        *ids: str,
        status: ProposalStatus | None = None,
        replacement: str | None = None,
        merge_into: str | None = None,
    ) -> int:
        """Decide on proposals, or on all of an entity: ids are those of `Proposal.id` and `Proposal.entity`.

        Parameters
        ----------
        status : {"accepted", "rejected", "proposed"}, optional
            "proposed" takes a decision back.
        replacement : str, optional
            Your own words in its place; an empty text takes them back.
        merge_into : str, optional
            The entity that these entities are in truth: they get its pseudonym.

        Returns
        -------
        int
            How many proposals changed.

        Raises
        ------
        UnknownNameError
            There is no such proposal or entity.
        """
        return self.private_session().decide(ids, status=status, replacement=replacement, merge_into=merge_into)

    def pseudonymise(
        self,
        key: str | Path | None = None,
        passphrase: str | None = None,
        *,
        kinds: Collection[str] | None = None,
        new_key: bool = False,
        progress: Progress | None = None,
    ) -> PseudonymReport:
        """Put pseudonyms in the place of what was found, everywhere and for good.

        What is sure or likely goes unless it was rejected; what is only possible goes where it was accepted. Texts in
        all their wordings, names of speakers, ids, attributes, memos, codes, maps, surveys and the audit trail are
        rewritten in one transaction; codings stay on the same words. Undo brings no name back: the key alone does.

        Parameters
        ----------
        key : path, optional
            The key file, made where there is none; ``FOLDER-key.cjmkey`` beside the study's folder by default.
        passphrase : str, optional
            Else that of the environment variable ``CJM_PASSPHRASE``.
        kinds : collection of str, optional
            Only these kinds.
        new_key : bool
            Make another key although the study has pseudonyms already, whose key is lost; they get pseudonyms too.
        progress : callable, optional
            Called with (done, total).

        Raises
        ------
        BadValueError, UnreadableFileError, StorageError
            The key cannot be opened or written; nothing is changed then.
        """
        from cjm_research.study.pseudonyms.renamed_codes import derived_keys
        from cjm_research.study.pseudonyms.report import PseudonymReport, made_before, originals

        session = self.private_session()
        key_file = session.unlock(key, passphrase, new=new_key)
        session.plan(kinds)  # before others have to wait
        files = {"originals": originals(self.store), "made_before": made_before(self.store)}
        made: dict[str, Any] = {}

        def plan(texts: list[PrivateText]) -> Plan:
            made["plan"] = session.plan_of(texts, kinds)
            made["key"] = made["plan"].finished(self.store.now())
            session.finish(made["key"])
            return made["plan"]

        done = self.store.rewrite(plan, raw=lambda: made["key"].raw_forms(), derived=derived_keys, progress=progress)
        self._rename_study(made["plan"])
        with self._speaking():
            return PseudonymReport.of(made["plan"], done, key_file.path, **files)

    def _rename_study(self, plan: Plan) -> None:
        """Title and purpose stand in study.toml too."""
        said = self._said_of_study(plan.found.texts)
        new = {name: replaced_text(text.text, plan.replacements(text)) for name, text in said.items()}
        if any(new[name] != text.text for name, text in said.items()):
            self.change_settings(**new)

    def _said_of_study(self, texts: Iterable[PrivateText]) -> dict[str, PrivateText]:
        """Title and purpose as study.toml has them, which people may have changed by hand."""
        languages = {text.transcript: text.language for text in texts if text.where == "utterance"}
        language = main_language(languages.values()) or self.settings.interface_language
        said = {name: getattr(self.settings, name) for name in ("title", "purpose")}
        return {
            name: PrivateText("settings", text, language_of(text, language))
            for name, text in said.items()
            if text.strip()
        }

    def _without_names(self, found: Gathered, key: str | Path, passphrase: str | None) -> Gathered:
        """Files that were read, with pseudonyms for the people in them."""
        from cjm_research.study.pseudonyms.importing import without_names
        from cjm_research.study.pseudonyms.personal_data import PersonalData

        # A session of its own: what is found in the files is not what was found in the study.
        before = self.private_session()
        session = PersonalData(self.store, employers=before.employers, keep=before.keep)
        session.unlock(key, passphrase)
        done = without_names(found, session)
        self._personal = None  # what this one knows of the key is no longer all
        return done

    def reveal(
        self, pseudonym: str, key: str | Path | None = None, passphrase: str | None = None
    ) -> tuple[KeyEntity, ...]:
        """Whom a pseudonym stands for, from the key.

        Raises
        ------
        BadValueError, UnreadableFileError
            The key cannot be opened.
        """
        return self._opened_key(key, passphrase).behind(pseudonym)

    def _opened_key(self, key: str | Path | None, passphrase: str | None) -> Key:
        from cjm_research.privacy.key_file import open_key
        from cjm_research.study.pseudonyms.personal_data import asked_passphrase, key_path

        return open_key(key_path(self.folder, key), asked_passphrase(passphrase))

    def private_session(
        self, *, employers: Iterable[str] | None = None, keep: Iterable[str] | None = None
    ) -> PersonalData:
        """What was found and decided since the study was opened; other firms or words begin anew, with its key."""
        from cjm_research.study.pseudonyms.personal_data import PersonalData

        before = self._personal
        wanted = (
            tuple(employers) if employers is not None else before.employers if before else (),
            tuple(keep) if keep is not None else before.keep if before else (),
        )
        if before is None or wanted != (before.employers, before.keep):
            self._personal = PersonalData(
                self.store,
                employers=wanted[0],
                keep=wanted[1],
                besides=lambda texts: self._said_of_study(texts).values(),
            )
            if before is not None:
                self._personal.take_over(before)
        assert self._personal is not None
        return self._personal
