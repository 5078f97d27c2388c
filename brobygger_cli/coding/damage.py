"""Answers that a program on the way has mangled: recognised and named, never repaired.

Each kind of damage is told by what the cell would say without it, so that what merely looks odd is left an unknown
answer. A character lost, a wrong encoding, a spreadsheet's dates and shortened numbers all leave such a trace.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brobygger_cli.coding.dates import number_pairs, pair_in, pairs_of_serial
from brobygger_cli.spelling import nearest, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_REPLACED = "\ufffd"  # what stands where a byte could not be read
_SEPARATORS = re.compile(r"([;,|\n])")
_ERROR = re.compile(r"#[A-ZÆØÅÄÖÜ0/]{2,15}[!?]|#(?:N/A|I/T|NV)|#{2,}")  # in Danish, English, German, Swedish
_SHORTENED = re.compile(r"(\d(?:[.,]\d+)?)E\+?(\d{1,3})", re.IGNORECASE)
_CODE_IN_FIGURES = re.compile(r"\d+(?:E\d{1,3})?", re.IGNORECASE)
_NO_DECIMALS = re.compile(r"[.,]0+\s*$")  # "1.0" is a program's way to write 1
_TRUTHS = {"true": "1", "sand": "1", "false": "0", "falsk": "0"}  # a spreadsheet's words for 1 and 0

# The encodings in which UTF-8 is often read by mistake, with their names.
_MISREAD = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS"}


def _bytes_of(encoding: str) -> dict[int, int]:
    """Return the byte that each character stands for."""
    # Some programs read as a control what is no character in Windows-1252.
    single = {byte: byte for byte in range(256)} if encoding == "cp1252" else {}
    characters = {byte: bytes([byte]).decode(encoding, "ignore") for byte in range(256)}
    return {**single, **{ord(character): byte for byte, character in characters.items() if character}}


_BYTES = {encoding: _bytes_of(encoding) for encoding in _MISREAD}


@dataclass(frozen=True)
class Damage:
    """What became of an answer.

    Attributes:
        code: One of `violations.CODES`.
        rule: What it looks like, in words.
        near: What it seems to have been.
    """

    code: str
    rule: str
    near: str | None = None


class Allowed:
    """What a cell may hold, by which a mangled one is recognised.

    Args:
        known: The spellings of the answers.
        is_answer: Tells whether a text is an answer.
        numbers: Whether any number is an answer.
    """

    def __init__(self, known: Iterable[str], is_answer: Callable[[str], bool], *, numbers: bool = False) -> None:
        self.known = tuple(known)
        self.is_answer = is_answer
        self.numbers = numbers

    def recognise(self, value: str, *, proposing: bool = True) -> Damage | None:
        """Return what became of a value that is no answer; None where it shows no damage.

        Args:
            value: The value.
            proposing: Whether to look for what is near to it where it spells no answer.
        """
        if not value.isprintable() and (damage := self._invisible(value)):
            return damage
        if not value.isascii() and (damage := self._misread(value, proposing=proposing)):
            return damage
        if "?" in value and (meant := self._with_letters(value, "?")):
            rule = "has a ? where a letter was lost; export the file again as UTF-8"
            return Damage("replaced_character", rule, meant)
        stripped = value.strip()
        if stripped.startswith("#") and _ERROR.fullmatch(stripped):
            return Damage("excel_error", "is a spreadsheet's error; mend the formula and export again")
        if len(stripped) < 30 and any(map(str.isdigit, stripped)):
            return self._dated(stripped) or self._shortened(stripped)
        return None

    def near(self, value: str) -> str | None:
        """Return the spelling nearest to a value that is no answer; None where none is near."""
        plain = _NO_DECIMALS.sub("", value).strip()
        number = _TRUTHS.get(normalise(value), plain)
        if number.isdecimal():
            found = self._by_number.get(number.lstrip("0"))
            if found is not None:
                return found
        if _REPLACED in value and (meant := self._with_letters(value, _REPLACED)):
            return meant
        return nearest(plain, self.known)

    def _invisible(self, value: str) -> Damage | None:
        seen = "".join(char for char in value if unicodedata.category(char) != "Cf")
        if not self.is_answer(seen):
            return None
        hidden = sorted({f"U+{ord(char):04X}" for char in value if unicodedata.category(char) == "Cf"})
        rule = f"holds characters that nobody sees ({', '.join(hidden)}); without them it is an answer"
        return Damage("invisible_character", rule, self._spelled(seen))

    def _misread(self, value: str, *, proposing: bool) -> Damage | None:
        for encoding, name in _MISREAD.items():
            text = _as_utf8(value, encoding)
            if text is not None:
                near = nearest(text, self.known) if proposing else None
                meant = self._spelled(text) if self.is_answer(text) else near
                rule = f"looks like '{text}' saved in the wrong encoding (UTF-8 read as {name}); export it as UTF-8"
                return Damage("mojibake", rule, meant)
        return None

    def _with_letters(self, value: str, lost: str) -> str | None:
        """Return the answer that a value spells with letters beyond ASCII where they were lost."""
        if meant := self._fitting(value, lost):
            return meant
        parts = _SEPARATORS.split(value)
        if len(parts) == 1 or len(value) > self._longest_joined:
            return None
        joined = "".join(self._fitting(part, lost) or part for part in parts)
        return joined if joined != value and self.is_answer(joined) else None

    def _fitting(self, value: str, lost: str) -> str | None:
        """Return the known spelling with letters beyond ASCII where a value has lost them, once or twice each."""
        if lost not in value:
            return None
        text = normalise(value)
        for shape in (text, text.replace(lost * 2, lost)):
            for spelled, known in self._by_length.get(len(shape), ()):
                if all(a == b or (a == lost and not b.isascii()) for a, b in zip(shape, spelled, strict=True)):
                    return known
        return None

    def _dated(self, value: str) -> Damage | None:
        if self.numbers:
            meant = [f"{first}.{second}" for first, second in number_pairs(value)]
        else:
            pairs = number_pairs(value) or pairs_of_serial(value)
            meant = [self._by_pair[pair] for pair in pairs if pair in self._by_pair]
        if not meant:
            return None
        might = " or ".join(f"'{text}'" for text in meant)
        rule = f"looks like a date that a spreadsheet made of {might}; format the column as text before filling it"
        return Damage("excel_date", rule, meant[0] if len(meant) == 1 else None)

    def _shortened(self, value: str) -> Damage | None:
        found = _SHORTENED.fullmatch(value)
        if found is None:
            return None
        mantissa = found[1].replace(",", ".")
        decimals = len(mantissa.partition(".")[2])
        figures = f"{mantissa}E+{int(found[2]):02d}"
        codes = [known for known in self.known if _CODE_IN_FIGURES.fullmatch(known)]
        meant = [code for code in codes if f"{float(code):.{decimals}E}" == figures]
        if not meant:
            return None
        might = " or ".join(f"'{text}'" for text in meant)
        rule = f"looks like {might} shortened by a spreadsheet; format the column as text before filling it"
        return Damage("excel_number", rule, meant[0] if len(meant) == 1 else None)

    def _spelled(self, text: str) -> str:
        """Return an answer as the questionnaire spells it."""
        return next((known for known in self.known if normalise(known) == normalise(text)), text)

    @cached_property
    def _by_number(self) -> dict[str, str]:
        return {known.lstrip("0"): known for known in reversed(self.known) if known.isdecimal()}

    @cached_property
    def _by_pair(self) -> dict[tuple[int, int], str]:
        return {pair: known for known in reversed(self.known) if (pair := pair_in(known)) is not None}

    @cached_property
    def _by_length(self) -> dict[int, list[tuple[str, str]]]:
        found: dict[int, list[tuple[str, str]]] = {}
        for known in self.known:
            found.setdefault(len(normalise(known)), []).append((normalise(known), known))
        return found

    @cached_property
    def _longest_joined(self) -> int:
        return sum(len(known) + 2 for known in self.known)


def unmangled(text: str) -> str | None:
    """Return what a text says that was written as UTF-8 and read as something else; None where it was not."""
    if text.isascii():
        return None
    return next((meant for encoding in _MISREAD if (meant := _as_utf8(text, encoding)) is not None), None)


def _as_utf8(text: str, encoding: str) -> str | None:
    """Return what a text says whose UTF-8 was read as `encoding`, once or several times; None where it was not."""
    meant: str | None = None
    for _ in range(3):
        try:
            data, _length = codecs.charmap_encode(meant or text, "strict", _BYTES[encoding])
            again = data.decode("utf-8")
        except UnicodeError:
            break
        if again == (meant or text):
            break
        meant = again
    return meant
