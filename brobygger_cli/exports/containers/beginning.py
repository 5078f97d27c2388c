"""How delimited text begins: whether it is text at all, and what stands between its cells."""

from __future__ import annotations

import re

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.encoding import check_characters
from brobygger_cli.exports.containers.foreign import known_markup
from brobygger_cli.exports.containers.records import divides_header, find_delimiter
from brobygger_cli.spelling import visible

# A first line "sep=;" is Excel's way to name the delimiter.
_EXCEL_DELIMITER = re.compile(r'"?sep=([^\r\n])"?(?=[\r\n])', re.IGNORECASE)


def divided(path: str, text: str, delimiter: str | None) -> tuple[str, str]:
    """Return a text without Excel's line that names the delimiter, and the delimiter between its cells.

    Args:
        path: The file, for messages.
        text: Its beginning will do.
        delimiter: The delimiter, where the user names one.

    Raises:
        UnreadableError: It is no delimited text, or does not have that delimiter.
    """
    if told := _EXCEL_DELIMITER.match(text):
        text = text[told.end() :]  # its line end stays: an empty line, so that the others keep their numbers
        delimiter = delimiter or told[1]
    _check_content(path, text)
    return text, _choose_delimiter(path, text, delimiter)


def _check_content(path: str, text: str) -> None:
    if not text.strip():
        hint = "Export it again; the export or the download may have been cut off."
        raise UnreadableError("empty_file", path, "the file is empty", hint)
    check_characters(path, text)
    if foreign := known_markup(text):
        message = f"this is {foreign.what}, not delimited text"
        raise UnreadableError("not_a_table", path, message, foreign.hint)


def _choose_delimiter(path: str, text: str, given: str | None) -> str:
    if given is None:
        if found := find_delimiter(text):
            return found
        message = 'no ";", tab, "," or "|" divides the lines of this file into columns'
        hint = "Delete whatever stands above the header row, or name the delimiter with --read-delimiter."
        raise UnreadableError("not_a_table", path, message, hint)
    delimiter = "\t" if given == "\\t" else given
    if len(delimiter) != 1 or delimiter in '"\r\n':
        message = f'"{visible(given)}" cannot be a delimiter'
        hint = "Give one character, for instance ; or \\t for a tab."
        raise UnreadableError("wrong_delimiter", path, message, hint)
    if not divides_header(text, delimiter):
        message = f'the delimiter "{visible(delimiter)}" does not divide the header into columns'
        found = find_delimiter(text)
        hint = f'"{visible(found)}" does.' if found else "Leave --read-delimiter out to have it found."
        raise UnreadableError("wrong_delimiter", path, message, hint)
    return delimiter
