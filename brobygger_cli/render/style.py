"""How a result is to be written, as far as the user decides it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Style:
    """Choices about the written form.

    Args:
        format: A name in `render.FORMATS`; found by where it goes where None.
        delimiter: Between the cells of a CSV.
        decimal: The decimal mark of a CSV.
        bom: Whether a CSV begins with a byte order mark, by which Excel knows UTF-8.
        detail: Whether tables are to hold what only some readers want.
        terminal: Whether it goes to a terminal or pipe rather than a file.
    """

    format: str | None = None
    delimiter: str = ","
    decimal: str = "."
    bom: bool = False
    detail: bool = False
    terminal: bool = True

    @property
    def is_for_csv(self) -> bool:
        """Whether something was chosen that only CSV knows."""
        return (self.delimiter, self.decimal, self.bom) != (",", ".", False)

    def to(self, output: str | None) -> Style:
        """Return the style for a file, or for stdout where `output` is None."""
        return replace(self, terminal=output is None)
