"""SPSS system files written byte by byte, as the description of the format has them and no library of ours."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SYSMIS = -1.7976931348623157e308
HIGHEST = 1.7976931348623157e308
LOWEST = struct.unpack("<d", bytes.fromhex("feffffffffffefff"))[0]

NUMBER, DAY, CLOCK, MOMENT, TEXT = (5, 8, 2), (20, 11, 0), (21, 8, 0), (22, 20, 0), 1


@dataclass
class Sav:
    """A file of some variables and cases.

    Attributes:
        names: The short name of every variable.
        cases: The value of every variable of every case: a number, None, or a text of up to eight bytes.
        labels: The label of a variable, by its name.
        formats: The format of a number, by the variable's name.
        texts: The variables that hold texts, and how long they are.
        value_labels: The labels of a variable's values, by its name.
        missing: What is declared missing of a variable: the count as the format has it, and the values.
        measures: 1 nominal, 2 ordinal, 3 scale.
        sets: The record of multiple-response sets.
        long_names: The long name of a variable, by its short one.
        encoding: The encoding of all text.
    """

    names: list[str]
    cases: list[list[float | str | None]]
    labels: dict[str, str] = field(default_factory=dict)
    formats: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    value_labels: dict[str, dict[float | str, str]] = field(default_factory=dict)
    missing: dict[str, tuple[int, list[float | str]]] = field(default_factory=dict)
    measures: dict[str, int] = field(default_factory=dict)
    sets: str = ""
    long_names: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"

    def written(self, *, cases: int | None = None) -> bytes:
        """Return the file; `cases` is the number that its header tells, if not the true one."""
        told = len(self.cases) if cases is None else cases
        header = b"$FL2" + b"@(#) SPSS DATA FILE".ljust(60)
        header += struct.pack("<iiiiid", 2, len(self.names), 0, 0, told, 100.0)
        header += b"18 Jul 17" + b"08:28:09" + b" " * 64 + b"\0" * 3
        parts = [header, *map(self._variable, self.names)]
        parts += [self._value_labels(name) for name in self.value_labels]
        parts.append(_extension(4, 3, struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, 65001)))
        parts.append(_extension(8, 4, struct.pack("<3d", SYSMIS, HIGHEST, LOWEST)))
        if self.sets:
            parts.append(_extension(1, 7, self.sets.encode(self.encoding)))
        display = [number for name in self.names for number in (self.measures.get(name, 3), 8, 0)]
        parts.append(_extension(4, 11, struct.pack(f"<{len(display)}i", *display)))
        if self.long_names:
            pairs = "\t".join(f"{short}={long}" for short, long in self.long_names.items())
            parts.append(_extension(1, 13, pairs.encode(self.encoding)))
        parts.append(_extension(1, 20, self.encoding.encode()))
        parts.append(struct.pack("<ii", 999, 0))
        parts += [self._value(value) for case in self.cases for value in case]
        return b"".join(parts)

    def _variable(self, name: str) -> bytes:
        kind, width, decimals = self.formats.get(name, NUMBER)
        width = self.texts.get(name, width)
        kind = TEXT if name in self.texts else kind
        shown = (kind << 16) + (width << 8) + decimals
        count, values = self.missing.get(name, (0, []))
        label = self.labels.get(name, "").encode(self.encoding)
        record = struct.pack("<6i", 2, self.texts.get(name, 0), bool(label), count, shown, shown)
        record += name.encode(self.encoding).ljust(8)
        if label:
            record += struct.pack("<i", len(label)) + label + b" " * (-len(label) % 4)
        return record + b"".join(map(self._value, values))

    def _value_labels(self, name: str) -> bytes:
        labels = self.value_labels[name]
        record = struct.pack("<ii", 3, len(labels))
        for value, label in labels.items():
            text = label.encode(self.encoding)
            record += self._value(value) + bytes([len(text)]) + text + b" " * (-(len(text) + 1) % 8)
        return record + struct.pack("<iii", 4, 1, self.names.index(name) + 1)

    def _value(self, value: float | str | None) -> bytes:
        if isinstance(value, str):
            return value.encode(self.encoding).ljust(8)
        return struct.pack("<d", SYSMIS if value is None else value)


def _extension(size: int, subtype: int, data: bytes) -> bytes:
    return struct.pack("<iiii", 7, subtype, size, len(data) // size) + data
