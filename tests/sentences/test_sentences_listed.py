"""Sentences in a list: what would be the same in all of them is said once before them, and nothing else is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from told_waves import Told, kommune, plain

from brobygger_cli.result import records

if TYPE_CHECKING:
    from brobygger_cli.result import Record


def indicators(told: Told, group: str) -> list[Record]:
    frame = told.result.frame
    return records(frame[(frame["level"] == "indicator") & (frame["group"] == group)])


def test_the_family_and_the_confidence_are_said_once() -> None:
    once, sentences = kommune().findings.listed(indicators(kommune(), "oevrige"))
    assert once == (
        "I parentes efter en ændring står dens 95\u00a0%-konfidensinterval. "
        "p er justeret (Holm) for 7 indikatorer; i parentes p før justering."
    )
    assert not any("Holm" in said or "konfidensinterval" in said for said in sentences)


@pytest.mark.parametrize("told", [kommune(), kommune().in_english], ids=["da", "en"])
def test_a_listed_sentence_holds_every_figure_of_the_whole_one(told: Told) -> None:
    """But for those that are said before the list: the confidence, and how many tests there are."""
    rows = indicators(told, "oevrige")
    once, sentences = told.findings.listed(rows)
    for row, said in zip(rows, sentences, strict=True):
        whole = told.findings.sentence(row)
        assert set(re.findall(r"[−+]?\d+(?:[.,]\d+)?", f"{once} {said}")) == set(
            re.findall(r"[−+]?\d+(?:[.,]\d+)?", whole)
        )


def test_a_single_sentence_says_all_itself() -> None:
    (row, *_) = indicators(kommune(), "oevrige")
    assert kommune().findings.listed([row]) == ("", (kommune().findings.sentence(row),))


def test_sentences_of_different_families_say_all_themselves() -> None:
    rows = indicators(plain(), "guests") + records(plain().result.frame[plain().result.frame["level"] == "question"])
    tested = [row for row in rows if row["finding"] is not None]
    assert len({row["adjustment"] for row in tested}) > 1
    assert plain().findings.listed(tested) == ("", tuple(map(plain().findings.sentence, tested)))


def test_a_range_of_counts_reads_as_in_the_table() -> None:
    """Print allows 43 or 44 of 208 for 21 %: "between 43 and 44" would be neither."""
    (row,) = [row for row in indicators(kommune(), "oevrige") if row["option"] == "formal_cooperation_yes"]
    assert "21\u00a0% (43–44 af 208) i 2017" in kommune().findings.sentence(row)
