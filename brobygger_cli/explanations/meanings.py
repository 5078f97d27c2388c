"""What the words in results mean: flags, findings, verdicts, and how sturdy a finding is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.explanations.phrases import phrase
from brobygger_cli.flags import SMALL_BASE

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language


def flag_meaning(flag: str, language: Language) -> str:
    """Return what a flag says."""
    return phrase(f"meaning_flag_{flag}", language, size=SMALL_BASE)


def finding_meaning(finding: str, language: Language) -> str:
    """Return what a finding says."""
    return phrase(f"meaning_finding_{finding}", language)


def verdict_meaning(verdict: str, language: Language) -> str:
    """Return what a verdict says."""
    return phrase(f"meaning_verdict_{verdict}", language)


def sturdiness_meaning(sturdiness: str, language: Language) -> str:
    """Return what a word of the column `sturdiness` says."""
    return phrase(f"meaning_sturdiness_{sturdiness}", language)
