"""SPSS portable files written character by character, as the description of the format has them."""

from __future__ import annotations

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRST"
_SIGNS = " .<(+|&[]!$*);^-/|,%_>?`:#@'=\""
# Which character stands for which of the 256 of the format; "0" for those that none stands for.
_TABLE = (
    "0" * 64 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + _SIGNS + "000000~" + "0" * 21 + "{}\\"
).ljust(256, "0")
_START = "0" * 40 + "ASCII SPSS PORT FILE".ljust(40) + "0" * 120 + _TABLE + "SPSSPORT"


def number(value: int) -> str:
    """Return a whole number in base 30, as the format has it."""
    digits, rest = "", abs(value)
    while rest or not digits:
        rest, digit = divmod(rest, 30)
        digits = _DIGITS[digit] + digits
    return ("-" if value < 0 else "") + digits + "/"


def text(value: str) -> str:
    """Return a text with its length."""
    return number(len(value)) + value


def por(*records: str) -> bytes:
    """Return a file of records, wrapped as the format demands."""
    body = _START + "A" + text("20170718") + text("082809") + "".join(records)
    body += "Z" * (80 - len(body) % 80)
    lines = [body[at : at + 80] for at in range(0, len(body), 80)]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def variable(name: str, width: int, *about: str) -> str:
    """Return the record of a variable, a number where its width is 0, and what follows of it."""
    shown = (1, width, 0) if width else (5, 8, 0)
    return "7" + number(width) + text(name) + "".join(map(number, shown * 2)) + "".join(about)
