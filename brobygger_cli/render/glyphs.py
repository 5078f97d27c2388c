"""What an output can show: its letters, and bars and lines drawn with the signs it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.safe import plain

if TYPE_CHECKING:
    from brobygger_cli.render.sheets import Bar

BAR_WIDTH = 8
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_POSSIBLE = "░"

# For outputs of old encodings: what stands for the signs of a table. Lines keep their width.
_LINES = str.maketrans("─│╭╮╰╯", "-|++++")
_SIGNS = {
    char: alike
    for signs, likenesses in {
        "▲ ▼ ● ○ △ ≈ ↳ → ⁺": "^ v * o ^ ~ > -> +",
        "− – … · ≤ ≠ χ ²": "- - ... - <= != chi 2",
        "“ ” » « █ ▒ ░": '" " " " # = -',
        "ᵃ ᵇ ᶜ ᵈ ᵉ ᶠ ᵍ ʰ ⁱ ʲ ᵏ ˡ ᵐ ⁿ ᵒ": "a b c d e f g h i j k l m n o",
    }.items()
    for char, alike in zip(signs.split(), likenesses.split(), strict=True)
}


class Glyphs:
    """The signs of one output.

    Args:
        encoding: Of the output.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._has_blocks = self._has(_EIGHTHS + _POSSIBLE)
        self._has_lines = self._has("─│╭╮╰╯")

    def text(self, text: str) -> str:
        """Return harmless text in signs that the output has; what it lacks and nothing resembles is spelled out."""
        shown = plain(text)
        return shown if self._has(shown) else "".join(map(self._shown, shown))

    def bar(self, bar: Bar | None) -> str:
        """Return a bar of up to `BAR_WIDTH` cells; what is only possible is drawn lighter."""
        if bar is None:
            return ""
        least, most = (_steps(share) for share in bar)
        if not self._has_blocks:
            full, possible = round(least / 8), round(most / 8)
            return "#" * full + "-" * (possible - full)
        if least == most:
            return "█" * (most // 8) + _EIGHTHS[most % 8].strip()
        full, possible = round(least / 8), -(-most // 8)
        return "█" * full + _POSSIBLE * (possible - full)

    def lines(self, drawn: str) -> str:
        """Return what is drawn with lines that the output has."""
        return drawn if self._has_lines else drawn.translate(_LINES)

    def _has(self, text: str) -> bool:
        try:
            text.replace("\u00a0", " ").encode(self._encoding)
        except UnicodeEncodeError:
            return False
        return True

    def _shown(self, char: str) -> str:
        if char == "\u00a0" or self._has(char):
            return char
        return _SIGNS.get(char) or char.encode("ascii", "backslashreplace").decode("ascii")


def _steps(share: float) -> int:
    """Return a share in eighths of a cell; what is not 0 is seen, and what is not all is not full."""
    steps = round(8 * BAR_WIDTH * share)
    if 0 < share < 1:
        return min(max(steps, 1), 8 * BAR_WIDTH - 1)
    return steps
