"""Findings in words: what the rows of a comparison say, and never more than they bear out."""

from brobygger_cli.sentences.findings import Findings
from brobygger_cli.sentences.summary import Summary, Tally

__all__ = ["Findings", "Summary", "Tally"]
