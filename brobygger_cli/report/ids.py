"""Names of the parts of a report: unique in it, and made of letters, digits, `-` and `_`."""

from __future__ import annotations

import re


def slug(*parts: str) -> str:
    """Return a name made of parts, such as ids of the questionnaire; those of split groups hold a slash."""
    return "-".join(re.sub(r"[^A-Za-z0-9_]", lambda found: f"-{ord(found[0]):x}-", part) for part in parts)
