"""The key: who stands behind each pseudonym, in an encrypted file of its own outside the study.

The file is JSON text: a header that says how it was encrypted, and the encrypted content. The passphrase becomes an
AES-256 key by scrypt; AES-GCM encrypts, and tells when anything of the file, its header included, was changed.

References
----------
Percival, C., Josefsson, S. (2016). The scrypt password-based key derivation function. RFC 7914.
Dworkin, M. (2007). Recommendation for block cipher modes of operation: Galois/Counter Mode (GCM). NIST SP 800-38D.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cjm_research.errors import BadValueError, StorageError, UnreadableFileError
from cjm_research.i18n import _
from cjm_research.privacy.key import Key

FORMAT, VERSION = "cjm-research key", 1
SUFFIX = ".cjmkey"
SHORTEST_PASSPHRASE = 8
# scrypt with r = 8 and these many rounds takes about 0.2 s and 64 MB.
ROUNDS = 2**16
# A header that asks for more would only make the machine work.
MOST_ROUNDS = 2**20
_SALT, _NONCE, _KEY = 16, 12, 32


class KeyFile:
    """A key file that is open: its content, and what encrypts it, so that the passphrase is asked for once.

    Parameters
    ----------
    path : Path
        Where it is.
    key : Key
        Its content.
    """

    def __init__(self, path: Path, key: Key, *, salt: bytes, secret: bytes, rounds: int) -> None:
        self.path = path
        self.key = key
        self._salt, self._secret, self._rounds = salt, secret, rounds
        self._written = _content(path)  # as this object knows the file

    @classmethod
    def create(cls, path: str | Path, passphrase: str) -> KeyFile:
        """A new key with nobody in it; it is on disk after the first `save`.

        Raises
        ------
        BadValueError
            The passphrase is too short, or there is a file already.
        """
        path = Path(path).expanduser()
        if path.exists():
            raise BadValueError.at(path, _("There is a file of this name already."))
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise BadValueError(
                _("The passphrase needs {n} characters or more; several words are best.").format(n=SHORTEST_PASSPHRASE)
            )
        salt = secrets.token_bytes(_SALT)
        key = Key(seed=secrets.randbits(63))
        return cls(path, key, salt=salt, secret=_derived(passphrase, salt, ROUNDS), rounds=ROUNDS)

    @classmethod
    def open(cls, path: str | Path, passphrase: str) -> KeyFile:
        """The key in a file.

        Raises
        ------
        UnreadableFileError
            There is no such file, it is no key or damaged, or a newer version wrote it.
        BadValueError
            The passphrase is another one.
        """
        path = Path(path).expanduser()
        header, data = _read(path)
        salt, nonce, rounds = header["salt"], header["nonce"], header["rounds"]
        secret = _derived(passphrase, salt, rounds)
        content = _decrypted(path, secret, nonce, data, _header(salt, nonce, rounds))
        try:
            key = Key.model_validate_json(content)
        except ValidationError as error:
            raise _newer(path) from error
        return cls(path, key, salt=salt, secret=secret, rounds=rounds)

    def save(self, key: Key | None = None) -> None:
        """Write the key, or another content of it: whole or not at all, and readable by this user alone.

        Raises
        ------
        StorageError
            It cannot be written, or another program has written it in the meantime: what that added must not be lost.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if _content(self.path) != self._written:
            raise StorageError.at(
                self.path,
                _("Another program has changed the key in the meantime."),
                hint=_("Open the study and the key again."),
            )
        self.key = self.key if key is None else key
        nonce = secrets.token_bytes(_NONCE)  # never used twice with one secret
        header = _header(self._salt, nonce, self._rounds)
        content = self.key.model_dump_json().encode("utf-8")
        data = AESGCM(self._secret).encrypt(nonce, content, _bytes_of(header))
        text = json.dumps({**header, "data": base64.b64encode(data).decode("ascii")}, indent=1) + "\n"
        _write(self.path, text)
        self._written = text.encode("ascii")


def open_key(path: str | Path, passphrase: str) -> Key:
    """The content of a key file; see `KeyFile.open`."""
    return KeyFile.open(path, passphrase).key


def default_path(folder: str | Path) -> Path:
    """Where the key of a study lies unless somebody names another place: beside its folder, never in it."""
    folder = Path(folder).expanduser().resolve()
    return folder.with_name(f"{folder.name}-key{SUFFIX}")


def check_place(path: str | Path, folder: Path | None) -> Path:
    """The path, if a key may lie there.

    Raises
    ------
    BadValueError
        It lies in the study's folder, which people copy, back up and hand on as a whole.
    """
    path = Path(path).expanduser()
    if folder is not None and path.resolve().is_relative_to(folder.resolve()):
        raise BadValueError.at(
            path,
            _("The key would lie in the study's folder, and go wherever the study goes."),
            hint=_("Name a file elsewhere, such as {path}.").format(path=default_path(folder)),
        )
    return path


def _derived(passphrase: str, salt: bytes, rounds: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    # The same letters may be typed in several ways: ё is one sign or two.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Scrypt(salt=salt, length=_KEY, n=rounds, r=8, p=1).derive(typed)


def _header(salt: bytes, nonce: bytes, rounds: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "kdf": {"name": "scrypt", "n": rounds, "r": 8, "p": 1, "salt": base64.b64encode(salt).decode("ascii")},
        "cipher": {"name": "AES-256-GCM", "nonce": base64.b64encode(nonce).decode("ascii")},
    }


def _bytes_of(header: dict[str, Any]) -> bytes:
    return json.dumps(header, sort_keys=True, separators=(",", ":")).encode("ascii")


def _read(path: Path) -> tuple[dict[str, Any], bytes]:
    """How a key file was encrypted (salt, nonce, rounds), and its encrypted content."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnreadableFileError.at(
            path, _("There is no such file or folder."), hint=_("Check the spelling.")
        ) from error
    except OSError as error:
        raise UnreadableFileError.at(path, _("The file cannot be read: {why}.").format(why=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise _no_key(path) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _no_key(path)
    if found.get("version") != VERSION:
        raise _newer(path)
    try:
        salt, nonce = (_decoded(found[part][name]) for part, name in (("kdf", "salt"), ("cipher", "nonce")))
        data, rounds = _decoded(found["data"]), int(found["kdf"]["n"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path) from error
    fits = len(nonce) == _NONCE and 2 <= rounds <= MOST_ROUNDS and rounds & (rounds - 1) == 0
    stated = {name: value for name, value in found.items() if name != "data"}
    if not fits or stated != _header(salt, nonce, rounds):
        raise _damaged(path)
    return {"salt": salt, "nonce": nonce, "rounds": rounds}, data


def _decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _decrypted(path: Path, secret: bytes, nonce: bytes, data: bytes, header: dict[str, Any]) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(secret).decrypt(nonce, data, _bytes_of(header))
    except (InvalidTag, ValueError) as error:
        raise BadValueError.at(
            path,
            _("The passphrase is wrong, or the file was changed."),
            hint=_("Mind upper and lower case and the keyboard's language; else take the key from a backup."),
        ) from error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, text: str) -> None:
    """Beside the old file first, then in its place: a key is never half written."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StorageError.at(path, _("The key cannot be written here: {why}.").format(why=error.strerror)) from error


def _no_key(path: Path) -> UnreadableFileError:
    return UnreadableFileError.at(path, _("This is no key file of cjm-research."))


def _damaged(path: Path) -> UnreadableFileError:
    return UnreadableFileError.at(path, _("The key file is damaged."), hint=_("Take it from a backup."))


def _newer(path: Path) -> UnreadableFileError:
    return UnreadableFileError.at(path, _("A newer version of cjm-research wrote this key. Install that version."))
