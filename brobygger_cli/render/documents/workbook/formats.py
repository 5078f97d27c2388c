"""How the cells of a workbook look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#17365D"},
    "subtitle": {"font_size": 12, "font_color": "#404040"},
    "section": {"bold": True, "font_size": 13, "font_color": "#17365D"},
    "caption": {"bold": True, "text_wrap": True, "valign": "bottom"},
    "heading": {"bold": True, "bottom": 1, "bottom_color": "#17365D", "text_wrap": True, "valign": "bottom"},
    "over": {"bold": True, "align": "center", "top": 1, "bottom": 1, "border_color": "#A6A6A6", "valign": "bottom"},
    "plain": {},
    "row": {"valign": "vcenter", "bottom": 1, "bottom_color": "#D9D9D9"},
    "body": {"text_wrap": True, "valign": "top"},
    "note": {"text_wrap": True, "valign": "top", "font_size": 9, "font_color": "#404040"},
    "link": {"font_color": "#0563C1", "underline": 1},
}


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def get(self, look: str, **more: object) -> Format:
        """Return a format.

        Args:
            look: The name of what it builds on.
            more: What is different, as XlsxWriter names it.
        """
        properties: dict[str, Any] = {**_LOOKS[look], **more}
        key = repr(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
