"""Percentages as tables print them, and the counts that can stand behind one."""

from __future__ import annotations

from decimal import Decimal


def percent_half_up(count: int, base: int, decimals: int = 0) -> Decimal:
    """A count as a percentage of its base, a half rounded up, exactly.

    Args:
        count: How many ticked.
        base: Of how many.
        decimals: Decimals of the percentage.

    Returns:
        The percentage, with all its decimals (5.0 has one), so that it prints as a table shows it; a quiet
        NaN where the base is 0.
    """
    if base == 0:
        return Decimal("NaN")
    units = (2 * count * 100 * 10**decimals + base) // (2 * base)
    return Decimal(units).scaleb(-decimals)


def possible_counts(percent: Decimal | str, base: int) -> range:
    """The counts that print as this percentage of this base, rounded half up to the decimals it has.

    Args:
        percent: The percentage as printed, 0-100; "5.0" and "5" have different decimals and so different
            counts.
        base: Of how many people.

    Returns:
        The counts, 0 to `base`; empty where the percentage is impossible, as every one of nobody is.

    Raises:
        ValueError: `percent` is no finite number or `base` is negative.

    Source:
        Brown & Heathers (2017), the GRIM test.
    """
    printed = Decimal(percent)
    if not printed.is_finite() or base < 0:
        raise ValueError(f"{percent} % of {base} is no printed percentage of a number of people.")
    if base == 0:
        return range(0)
    decimals = max(0, -int(printed.as_tuple().exponent))
    units = int(printed.scaleb(decimals))
    scale = 100 * 10**decimals
    # count prints as it does where units - 1/2 <= count * scale / base < units + 1/2; -(-a // b) rounds up.
    first = -(-(2 * units - 1) * base // (2 * scale))
    after = -(-(2 * units + 1) * base // (2 * scale))
    return range(max(0, first), min(base + 1, after))
