"""What people read in tables; questions and options come from the questionnaire.

The wordings themselves stand in the catalogue, in its domain `words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

_WORDS = Catalogue("words")

# Tests by the names that results give them; each has a word, `test_NAME`.
TESTS = (
    "n_minus_1",
    "fisher_irwin",
    "fisher_mid_p",
    "boschloo",
    "pearson",
    "freeman_halton",
    "exact_permutation",
    "permutation",
    "brunner_munzel",
    "holm_over_options",
    "max_t",
    "max_t_normal",
    "rao_scott",
    "rao_scott_multiple",
    "mcnemar_mid_p",
    "derrick_z8",
    "paired_permutation",
    "bhapkar",
    "wilcoxon",
    "wilcoxon_exact",
    "cochran_armitage",
    "jonckheere_terpstra",
    "mover",
)
# Proper names and signs, the same in both languages.
ADJUSTMENTS = {"holm": "Holm", "bh": "Benjamini–Hochberg", "max_t": "max-T", "none": "–"}
EFFECTS = {"prob_higher": "P", "prob_higher_pairs": "P", "cramers_v": "V"}


def word(key: str, language: Language, **values: object) -> str:
    """Return what `key` stands for, with `values` put in.

    Raises:
        KeyError: If there is no such word, or a name in braces has no value.
    """
    return _WORDS.say(key, language, **values)


def is_word(key: str) -> bool:
    """Tell whether there is a word by that key."""
    return key in _WORDS


def name_of_test(test: str | None, language: Language) -> str:
    """Return what the test of a row is called; nothing where it was not tested."""
    return "" if test is None else word(f"test_{test}", language)
