"""Small counts hidden, before anything is computed, with what would give them away."""

from brobygger_cli.disclosure.hiding import hide
from brobygger_cli.disclosure.telling import HIDDEN, legend, told

__all__ = ["HIDDEN", "hide", "legend", "told"]
