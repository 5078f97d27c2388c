"""Reports made by hand, which hold every kind of block, and a drawing as plotting libraries write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.figures.model import Change, ChangePlot, Frame
from brobygger_cli.report.model import (
    Bullets,
    Column,
    Facts,
    Paragraph,
    Picture,
    Report,
    Row,
    Section,
    Table,
    Value,
)

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

# What plotting libraries write: a prolog, addresses, a style for the whole page, ids that other drawings have too.
SVG = b"""<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="480pt" height="160pt" viewBox="0 0 480 160"
 xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description/></rdf:RDF></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style></defs>
 <!-- a comment -->
 <g id="figure_1"><g clip-path="url(#p1)">
  <path d="M 160 40 L 400 40" style="stroke: #0d5566; stroke-width: 2"/>
  <defs><path id="dot" d="M -5 0 L 0 5 L 5 0 L 0 -5 z"/></defs>
  <use xlink:href="#dot" x="280" y="40" style="fill: #0d5566"/>
  <image xlink:href="http://example.org/picture.png"/>
  <text x="10" y="45" style="font-size: 13px">1 &lt; 2 &amp; 3</text>
 </g></g>
 <defs><clipPath id="p1"><rect x="0" y="0" width="480" height="160"/></clipPath></defs>
 <script>alert(1)</script>
</svg>
"""

ALT = "Andelen, der har henvist, er 33 % i 2017 og 45 % i 2019. Ændringen er uafklaret."


def plot(language: Language = "da", alt: str = ALT) -> ChangePlot:
    change = Change("Har henvist", 0.12, -0.01, 0.25, "none", "+12,2", "33 % → 45 %")
    return ChangePlot(Frame("Ændringer", alt, language, ()), (("Ansatte", (change,)),), "procentpoint")


def shares(baseline: str, followup: str) -> tuple[Value, ...]:
    return (
        Value(baseline, 0.3276, "share", "38/116"),
        Value(followup, 0.45, "share", "56/124"),
        Value("+12,2", 0.122, "points", "[−0,3; 24,1]"),
        Value("0,056", 0.056, "p"),
    )


def table(name: str = "indicators") -> Table:
    """Return a table with headings over columns, headings over rows and every emphasis."""
    columns = (
        Column("Indikator", numeric=False),
        Column("2017", "Andel, der svarer ja"),
        Column("2019", "Andel, der svarer ja"),
        Column("Procentpoint", "Ændring"),
        Column("p", "Ændring"),
    )
    rows = (
        Row((Value("Kendskab"),)),
        Row((Value("Kender mindst ét tilbud"), *shares("64 %", "71 %"))),
        Row((Value("Kender Børnetelefonen", detail="kun ansatte i skoler"), *shares("8 %", "9 %")), "strong"),
        Row((Value("Henvisning"),)),
        Row((Value("Har henvist mindst én familie"), *shares("33 %", "45 %"))),
        Row((Value("Ved ikke"), Value("–"), Value("–"), Value("–"), Value("–")), "faint"),
    )
    notes = ("Base: alle, der har svaret.", "Intervaller er 95 %-konfidensintervaller.")
    return Table(name, "Indikatorer i begge målinger", columns, rows, notes, "Egne beregninger.")


def section(name: str, title: str, *sections: Section) -> Section:
    return Section(name, title, "question", (table(f"{name}-table"),), sections)


def filled(text: str, language: Language = "da") -> Report:
    """Return a report in which every text is the same one."""
    value = Value(text, detail=text)
    columns = (Column(text, numeric=False), Column(text, text), Column(text, text), Column(text))
    rows = (Row((value,)), Row((value,) * 4), Row((value,) * 4, "strong"), Row((value,) * 4, "faint"))
    blocks = (
        Paragraph(text),
        Bullets((text, text)),
        Facts(((text, text),)),
        Table("table", text, columns, rows, (text, text), text),
        Picture("picture", text, plot(language, alt=text), (text,)),
    )
    inner = Section("inner", text, "question", (Paragraph(text, "lead"),))
    outer = Section("outer", text, "changes", blocks, (inner,))
    return Report(text, text, language, text, (outer,), pd.DataFrame())


def report(language: Language = "da", title: str = "Kommunens medarbejdere og de frivillige tilbud") -> Report:
    """Return a report that holds every kind of block, three levels of sections, and more than a screen of text."""
    text = (
        "Spørgeskemaet blev sendt til alle ansatte i målgruppen i begge år. Ændringer er angivet i procentpoint, "
        "og hver ændring står sammen med sit konfidensinterval. En ændring kaldes kun en ændring, når testen bærer det."
    )
    measured = Section(
        "measured",
        "Hvad der er målt",
        "measured",
        (
            Paragraph("Tre ud af fire indikatorer er uændrede eller uafklarede.", "lead"),
            Paragraph(text),
            Bullets(("Andelen, der kender et tilbud, er 64 % og 71 %.", "Ingen indikator er faldet.")),
            Paragraph("Tallene er uvægtede.", "note"),
            Picture("changes-figure", "Ændringer fra 2017 til 2019", plot(language), ("Linjer er intervaller.",)),
            Paragraph("Herning Kommune.", "source"),
        ),
    )
    changes = Section("changes", "Hvad der har ændret sig", "changes", (Paragraph(text), table()))
    questions = Section(
        "group",
        "Skole og dagtilbud",
        "group",
        (Paragraph(text), Picture("second-figure", "De samme ændringer", plot(language))),
        tuple(section(f"q{number}", f"{number}. Har du henvist til et tilbud?") for number in range(1, 9)),
    )
    deep = Section(
        "appendix", "Bilag: Metode", "method", (Paragraph(text),), (section("m1", "Test", section("m2", "Valg")),)
    )
    facts = Facts((("Fil", "followup.csv"), ("SHA-256", "0123456789abcdef" * 4), ("Program", "brobygger 0.5")))
    provenance = Section("provenance", "Sådan er rapporten lavet", "provenance", (facts,))
    return Report(
        title,
        "2017 sammenlignet med 2019",
        language,
        "1. oktober 2019",
        (measured, changes, questions, deep, provenance),
        pd.DataFrame(),
    )
