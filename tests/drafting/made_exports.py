"""Exports made up for tests, as files and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.raw import Cells, RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.standing import Standing
    from brobygger_cli.exports.variables import Variable

# A plain export in which every kind of column is to be guessed.
CLUB = """\
id;Køn;Hvor tilfreds er du?;Q7;q13_1;q13_2;q13_3;Alder;Aktiviteter;Bemærkninger;E-mail;Oprettet;Tom
1;Mand;Meget tilfreds;3;1;0;0;23;Fodbold;Godt;a@b.dk;2024-03-01 10:00;
2;Kvinde;Tilfreds;1;0;1;0;45;Fodbold;;b@b.dk;2024-03-01 10:20;
3;Kvinde;Utilfreds;5;0;1;1;34;Fodbold, Håndbold;Mere kaffe;c@b.dk;2024-03-02 09:12;
4;Mand;Ved ikke;4;0;0;0;51;Fodbold, Svømning;;;2024-03-02 17:45;
5;Kvinde;Meget tilfreds;4;1;1;1;62;Fodbold, Svømning;Nej "tak";d@b.dk;2024-03-03 08:01;
6;Mand;Tilfreds;5;1;0;0;23;Håndbold;;e@b.dk;2024-03-03 08:30;
7;Mand;Utilfreds;1;0;0;1;70;Ved ikke;;;2024-03-04 12:00;
8;Kvinde;Hverken/eller;3;0;0;1;71;Ved ikke;;;2024-03-04 12:01;
9;Mand;Hverken/eller;4;0;0;1;18;Svømning;;;2024-03-04 12:07;
"""


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    variables: Sequence[Variable] = (),
    standing: Standing | None = None,
) -> RawTable:
    """Return a table with these headers and cells."""
    cells = tuple(Cells.of(row[place] for row in rows) for place in range(len(columns)))
    lines = np.arange(2, len(rows) + 2, dtype=np.int64)
    return RawTable("made.csv", tuple(columns), cells, lines, (), variables=tuple(variables), standing=standing)
