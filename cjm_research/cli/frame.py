"""The words that the command-line library itself says, in the interface language.

The library words them in English only; each is recognised by its form and said again from the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cjm_research.i18n import N_, _

# Form of the library's words -> ours; groups of the form are the fields of the message.
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form, re.MULTILINE), message)
    for form, message in (
        (r"^Usage: (?P<command>.*)$", N_("Usage: {command}")),
        (r"^Arguments:$", N_("Arguments:")),
        (r"^Options:$", N_("Options:")),
        (r"^Commands:$", N_("Commands:")),
        (r"Show this message and exit\.", N_("Show this message and exit.")),
        (r"\[required\]", N_("[required]")),
        (r"\[default:\s+(?P<value>[^\]]*)\]", N_("[default: {value}]")),
        (r"\[OPTIONS\]", N_("[OPTIONS]")),
        (r"\bCOMMAND \[ARGS\]\.\.\.", N_("COMMAND [ARGS]...")),
        (r"^Missing option (?P<name>[^.]+)\.", N_("The option {name} is missing.")),
        (r"^Missing argument (?P<name>[^.]+)\.", N_("{name} is missing.")),
        (r"^Missing command\.", N_("The command is missing.")),
        (r"^No such option: (?P<name>\S+?)\.?(?=\s|$)", N_("There is no option {name}.")),
        (r"^No such command (?P<name>'[^']*')\.", N_("There is no command {name}.")),
        (r"^Option (?P<name>'[^']*') requires an argument\.", N_("The option {name} needs a value.")),
        (r"^Got unexpected extra arguments? \((?P<words>.*)\)", N_("Too many arguments: {words}.")),
        (r"^Invalid value for (?P<name>[^:]+): ", N_("This value does not fit {name}: ")),
        (r"Input should be less than or equal to (?P<value>\S+)", N_("it has to be {value} at most.")),
        (r"Input should be greater than or equal to (?P<value>\S+)", N_("it has to be {value} at least.")),
        (r"Input should be a valid integer, .*$", N_("it has to be a whole number.")),
        (r"Input should be a valid number, .*$", N_("it has to be a number, such as 0.1.")),
        (r"Value error, (?P<word>'[^']*') is not one of (?P<names>.*)\.$", N_("{word} is none of {names}.")),
        (r"\(Possible options?: (?P<names>[^)]*)\)", N_("(Did you mean: {names}?)")),
        (r"Did you mean (?P<names>[^?]*)\?", N_("Did you mean {names}?")),
    )
)


def translated(text: str) -> str:
    """`text` of the command-line library in the language in force; what is not recognised stays as it is."""
    for form, message in _WORDS:
        text = form.sub(_saying(message), text)
    return text


def _saying(message: str) -> Callable[[re.Match[str]], str]:
    return lambda found: _(message).format(**found.groupdict())
