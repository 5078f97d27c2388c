"""Typed values as text: nothing is lost, and codes look as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.exports.containers.values import text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (" 007 ", " 007 "),
        ("N/A", "N/A"),
        (True, "TRUE"),
        (False, "FALSE"),
        (1, "1"),
        (2**63, "9223372036854775808"),
        (1.0, "1"),
        (-0.0, "0"),
        (97.0, "97"),
        (1e15, "1000000000000000"),
        (2.0**53, "9007199254740992"),
        (1e300, "1e+300"),
        (3.14, "3.14"),
        (0.1 + 0.2, "0.30000000000000004"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (np.float32(3.3), "3.3"),
        (np.float32(2.0), "2"),
        (Decimal("1.00"), "1"),
        (Decimal("1.50"), "1.50"),
        (date(2017, 7, 18), "2017-07-18"),
        (datetime.fromisoformat("2017-07-18 08:28:09"), "2017-07-18 08:28:09"),
        (datetime.fromisoformat("2017-07-18"), "2017-07-18 00:00:00"),
        (datetime.fromisoformat("2017-07-18 08:28:09.5"), "2017-07-18 08:28:09.500000"),
        (datetime(2017, 7, 18, 8, 28, 9, tzinfo=UTC), "2017-07-18 08:28:09+00:00"),
        (time(8, 28, 9), "08:28:09"),
        (timedelta(hours=26, minutes=30), "26:30:00"),
        (timedelta(seconds=-5), "-00:00:05"),
        (timedelta(seconds=1, microseconds=20), "00:00:01.000020"),
        ("æ".encode(), "æ"),
        (b"\xe6", "\ufffd"),
        ([1, None, "æ"], '[1, null, "æ"]'),
        ({"a": date(2017, 7, 18)}, '{"a": "2017-07-18"}'),
    ],
    ids=repr,
)
def test_value_is_written_as_people_write_it(value: object, text: str) -> None:
    assert text_of(value) == text


@given(st.floats(allow_nan=False))
def test_every_number_is_read_back_from_its_text(value: float) -> None:
    assert float(text_of(value)) == value


@given(st.floats(allow_nan=False, width=32))
def test_every_number_of_single_precision_is_read_back_from_its_text(value: float) -> None:
    assert np.float32(text_of(np.float32(value))) == np.float32(value)


@given(st.integers(-(2**53), 2**53))
def test_whole_numbers_are_written_without_decimals_whatever_their_type(value: int) -> None:
    assert text_of(float(value)) == text_of(value) == str(value)
