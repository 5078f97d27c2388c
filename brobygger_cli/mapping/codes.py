"""Codes against labels: what the codes of a column mean where the platform tells how they are worded.

Two exports of one survey may number the same answers otherwise, so a code that the platform words is read by its
wording. A code without a known wording is read as the questionnaire has it, unless the other wordings show that the
two number otherwise: then nobody can tell what it means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brobygger_cli.mapping.matching import Remark
from brobygger_cli.mapping.names import bare
from brobygger_cli.spelling import nearest, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brobygger_cli.exports.variables import Choice

# What a code means that cannot be trusted: no option is spelled so, and no number is.
NOTHING_KNOWN = "(a code without a known label)"


@dataclass(frozen=True)
class Known:
    """What a column may say, as the questionnaire has it.

    Args:
        means: Returns what a text means: an option's id, a group's, or a tick; None where it means nothing.
        codes: How the questionnaire writes in codes what may be meant.
        words: Every other spelling of what may be meant.
        named: What is meant, as messages call it; in quotation marks if not given.
        labels_matter: Whether a label that means nothing is worth a remark.
    """

    means: Callable[[str], str | None]
    codes: Mapping[str, str]
    words: Sequence[str] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    labels_matter: bool = True

    def call(self, meant: str) -> str:
        """Return what messages call what is meant."""
        return self.named.get(meant, f"'{meant}'")


@dataclass
class Codes:
    """What the codes of one column mean.

    Args:
        meanings: What a cell means, by its normalised text, where that is not what the questionnaire would say.
        relabelled: Codes whose label means something else than the code does, with what the label means.
        by_code: Codes whose label means nothing, and which are read by the code, with what that means.
        untrusted: Codes whose label means nothing, and which are not read, with what the code would mean.
    """

    meanings: dict[str, str] = field(default_factory=dict)
    relabelled: list[tuple[Choice, str]] = field(default_factory=list)
    by_code: list[tuple[Choice, str]] = field(default_factory=list)
    untrusted: list[tuple[Choice, str]] = field(default_factory=list)

    @property
    def otherwise(self) -> bool:
        """Whether the platform numbers otherwise than the questionnaire does."""
        return bool(self.relabelled or self.untrusted)


def says_something(choice: Choice) -> bool:
    """Tell whether a platform words a code, and does not just repeat it."""
    return normalise(choice.label) not in {"", normalise(choice.code)}


def read_codes(choices: Sequence[Choice], known: Known, said: Mapping[str, str]) -> Codes:
    """Return what codes mean: as a person says, by the label, or by the code where nothing speaks against it.

    Args:
        choices: The codes and labels that the platform tells.
        known: What the column may say.
        said: What a person has confirmed that a cell means, by its normalised text.
    """
    codes = Codes()
    unknown: list[tuple[Choice, str]] = []
    worded = [choice for choice in choices if says_something(choice) and normalise(choice.code) not in said]
    for choice in worded:
        by_code, by_label = known.means(choice.code), known.means(choice.label) or known.means(bare(choice.label))
        if by_label is not None:
            codes.meanings[normalise(choice.code)] = by_label
            if by_code not in {None, by_label}:
                codes.relabelled.append((choice, by_label))
        elif by_code is not None:
            unknown.append((choice, by_code))
    claimed = set(codes.meanings.values())
    for choice, by_code in unknown:
        if codes.relabelled or by_code in claimed:
            codes.untrusted.append((choice, by_code))
            codes.meanings[normalise(choice.code)] = NOTHING_KNOWN
        elif known.labels_matter:
            codes.by_code.append((choice, by_code))
    settled = {normalise(choice.code) for choice in worded} | set(map(normalise, known.words))
    for meant, code in known.codes.items():
        if normalise(code) not in settled and (codes.otherwise or meant in claimed):
            codes.meanings[normalise(code)] = NOTHING_KNOWN
    own = {text: meant for text, meant in codes.meanings.items() if known.means(text) != meant}
    codes.meanings = own | dict(said)
    return codes


def remarks_on(column: int, codes: Codes, known: Known) -> list[Remark]:
    """Return what is to be said of a column's codes: one sentence of each kind, however many codes there are."""
    remarks = []
    if codes.relabelled:
        choice, meant = codes.relabelled[0]
        rule = (
            f"the file's code {choice.code} is labelled '{choice.label}', which is {known.call(meant)}, and its code "
            f"in the questionnaire is {known.codes[meant]}: read by the label{_likewise(codes.relabelled)}"
        )
        remarks.append(Remark("code_relabelled", column, rule, value=choice.code))
    for differing, made_of_it in (
        (codes.by_code, "read by the code; `brobygger map` writes a line that confirms it"),
        (codes.untrusted, "not read, as other labels show that the file numbers otherwise than the questionnaire"),
    ):
        if differing:
            choice, meant = differing[0]
            rule = (
                f"is the file's label of code {choice.code}, which is {known.call(meant)} in the questionnaire, and no "
                f"spelling of it: {made_of_it}{_likewise(differing)}"
            )
            near = nearest(bare(choice.label), known.words)
            remarks.append(Remark("label_differs", column, rule, value=choice.label, near=near))
    return remarks


def _likewise(several: list[tuple[Choice, str]]) -> str:
    return f" (so of the codes {', '.join(choice.code for choice, _ in several)})" if len(several) > 1 else ""
