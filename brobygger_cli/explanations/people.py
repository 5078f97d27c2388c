"""The people behind the figures: who was invited, who did not answer, and who answered in both waves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.comparison.effective import population_of
from brobygger_cli.explanations.meanings import sturdiness_meaning
from brobygger_cli.explanations.row import WAVES
from brobygger_cli.methods.arrays import tail_probability
from brobygger_cli.transitions import CELLS

if TYPE_CHECKING:
    from brobygger_cli.explanations.row import How, Row


def invited(row: Row, side: str) -> How:
    """Say where the number invited is from."""
    wave = row.wave(side)
    stated = "invited_stated" if row.group in wave.sent else "invited_declared"
    return row.how(stated, "response", wave=wave.name, invited=row.write.size(row.figure(f"{side}_invited")))


def response(row: Row, side: str) -> How:
    """Say how the response rate came about."""
    wave = row.wave(side)
    answered, sent = (row.write.size(float(n or 0)) for n in (wave.answered(row.group), wave.invited(row.group)))
    found = row.write.share(row.figure(f"{side}_response"))
    low = row.say("response_low") if wave.response_is_low(row.group) else ""
    return row.how("response", "response", formula=f"{answered} / {sent} = {found}", low=low)


def people(row: Row, side: str, end: str) -> How:
    """Say how the number of people among all those invited came about."""
    base, past = row.figure(f"{side}_base"), row.input(f"{side}_past")
    sizes = {
        "count": row.write.size(row.figure(f"{side}_count")),
        "base": row.write.size(base + past),
        "people": row.write.size(float(population_of(row.behind, side)[0]) + past),
        "found": row.write.size(row.figure(f"{side}_people_{end}")),
        "tail": row.write.percent(tail_probability(row.settings.confidence)),
    }
    if past:
        return row.how(f"people_{end}_routed", "hypergeometric", **sizes, past=row.write.size(past))
    return row.how(f"people_{end}", "hypergeometric", **sizes)


def worst(row: Row, side: str, end: str) -> How:
    """Say how the bound of a share came about."""
    base, unknown = row.write.size(row.input(f"{side}_base")), row.write.size(row.input(f"{side}_unknown"))
    ticked = row.write.size(row.figure(f"{side}_count_{'min' if end == 'low' else 'max'}"))
    chosen = ticked if end == "low" else f"({ticked} + {unknown})"
    formula = f"{chosen} / ({base} + {unknown}) = {row.write.share(row.figure(f'{side}_worst_{end}'))}"
    return row.how(f"worst_{end}", "worst_case", unknown=unknown, formula=formula)


def worst_change(row: Row, end: str) -> How:
    """Say how the bound of the change came about."""
    after = row.figure(f"followup_worst_{end}")
    before = row.figure(f"baseline_worst_{'high' if end == 'low' else 'low'}")
    found = row.write.share(row.figure(f"change_worst_{end}"))
    formula = f"{row.write.share(after)} − {row.write.share(before)} = {found}"
    return row.how(f"worst_change_{end}", "worst_case", formula=formula)


def tipping_share(row: Row) -> How:
    """Say how the share among those who did not answer, at which the change vanishes, came about."""
    before, after = (row.write.share(row.figure(f"{side}_share")) for side in WAVES)
    base, unknown = row.write.size(row.input("followup_base")), row.write.size(row.input("followup_unknown"))
    found = row.figure("tipping_share")
    possible = "tipping_share" if 0 <= found <= 1 else "tipping_share_impossible"
    formula = f"{before} − {base} × ({after} − {before}) / {unknown} = {row.write.share(found)}"
    return row.how(possible, "tipping_share", unknown=unknown, formula=formula)


def tipping_difference(row: Row) -> How:
    """Say how the smallest difference with which the change could vanish came about."""
    found = row.figure("tipping_difference")
    if found == 0:
        return row.how("tipping_of_no_change", "tipping_difference")
    # Of the changes that print allows, the one nearest to none decides.
    least, most = row.figure("change_min"), row.figure("change_max")
    change, ends = (least, ("max", "min")) if least > 0 else (most, ("min", "max"))
    write = row.write
    weights, rooms, parts = [], [], []
    for side, end in zip(WAVES, ends, strict=True):
        base, unknown = row.input(f"{side}_base"), row.input(f"{side}_unknown")
        weights.append(unknown / (base + unknown))
        parts.append(f"{write.size(unknown)} / {write.size(base + unknown)}")
        # How far those who did not answer can be from those who did, in the direction that undoes the change.
        share = row.figure(f"{side}_count_{end}") / base
        rooms.append(1 - share if (side == "baseline") == (change > 0) else share)
    gap = write.share(abs(change))
    # A wave whose others have gone as far as they can leaves the rest to the other wave's.
    exhausted = next((place for place in range(2) if weights[place] > 0 and found > rooms[place]), None)
    if exhausted is None:
        formula = f"{gap} / ({parts[0]} + {parts[1]}) = {write.share(found)}"
        return row.how("tipping_difference", "tipping_difference", formula=formula)
    rest = f"({gap} − {parts[exhausted]} × {write.share(rooms[exhausted])})"
    formula = f"{rest} / ({parts[1 - exhausted]}) = {write.share(found)}"
    return row.how(
        "tipping_difference_exhausted", "tipping_difference", formula=formula, wave=row.waves[exhausted].name
    )


def sturdiness(row: Row) -> How:
    """Say what makes the finding so sturdy."""
    word = str(row.record["sturdiness"])
    low, high = (row.write.share(row.figure(f"change_worst_{end}")) for end in ("low", "high"))
    meaning = sturdiness_meaning(word, row.language)
    return row.how("sturdiness", "sturdiness", low=low, high=high, meaning=meaning)


def pairs(row: Row) -> How:
    """Say how many are linked."""
    cells = dict(zip(("both", "lost", "gained", "neither"), (row.input(cell) for cell in CELLS), strict=True))
    shown = " + ".join(row.write.size(cell) for cell in cells.values())
    return row.how("pairs", "links", formula=f"{shown} = {row.write.size(row.figure('pairs'))}")


def singles(row: Row, side: str) -> How:
    """Say how many answered in one wave only."""
    column = "leavers" if side == "baseline" else "newcomers"
    base, linked = row.write.size(row.figure(f"{side}_base")), row.write.size(row.figure("pairs"))
    formula = f"{base} − {linked} = {row.write.size(row.figure(column))}"
    return row.how(column, "links", formula=formula, wave=row.wave(side).name)


def moved(row: Row, column: str) -> How:
    """Say how many of the pairs took it up or gave it up."""
    sizes = {name: row.write.size(row.figure(name)) for name in (column, "pairs")}
    return row.how(column, "links", n=sizes[column], pairs=sizes["pairs"])
