"""What a sentence is about: the clause of an indicator, the wording of an answer, whatever they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from told_waves import kommune, plain

from brobygger_cli.flags import FLAGS
from brobygger_cli.questionnaire.load import load
from brobygger_cli.render.views.cells import Wording
from brobygger_cli.result import records
from brobygger_cli.sentences.naming import Naming

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.questionnaire.model import Language

# What makes a sentence weaker than it seems, in words of it, and what the sentence or its note tells otherwise.
WEAKENED = {
    "low_response": ("svarprocenten er så lav", "the response is so low"),
    "invalid_left_out": ("ugyldige svar er udeladt", "invalid answers are left out"),
    "from_percent": ("følger af en offentliggjort procent", "follows from a percentage in print"),
    "derived": ("regnet ud af de øvrige", "worked out from the others"),
    "count_range": ("passer med flere antal", "fits several counts"),
    "wording_inferred": ("ordlyden er udledt", "the wording is inferred"),
    "wording_differs": ("ordlyden er en anden", "word it differently"),
    "options_differ": ("ikke de samme svarmuligheder", "do not offer the same options"),
    "routing_differs": ("spørger ikke de samme mennesker", "do not ask the same people"),
    "small_base": ("en base er under 30", "a base is below 30"),
    "pairs_only": ("alene på de koblede par", "of the linked pairs alone"),
    "links_doubtful": ("synes at stå for andre mennesker", "seem to stand for other people"),
    "links_unused": ("tager bølgerne som uafhængige", "takes the waves as independent"),
    "off_scale": ("svar uden for skalaen", "answers off the scale"),
    "asked_changed": ("ledt til spørgsmålet", "routed to the question"),
    "adjusted_bound": ("p ≤ ", "p ≤ "),
}
TOLD_OTHERWISE = {"printed", "printed_baseline", "printed_followup", "margins_only", "expected_low"}
WHY_NONE = {"not_printed", "partly_printed", "partly_hidden", "not_asked", "empty_base"}  # rows that have no finding
BUNDLED = ("kommune", "ngo", "examples/library.toml")


@pytest.mark.parametrize("flag", WEAKENED)
def test_a_flag_that_weakens_a_finding_is_told_with_it_and_only_then(flag: str) -> None:
    danish = plain()
    row = danish.row("sings", "at_home")
    for told, words in ((danish, WEAKENED[flag][0]), (danish.in_english, WEAKENED[flag][1])):
        flagged = {**row, "flags": f"printed_baseline {flag}", "p_adjusted": 0.012}
        assert words in told.findings.sentence(flagged)
        assert words not in told.findings.sentence({**row, "p_adjusted": 0.012})


def test_every_flag_is_told_one_way_or_the_other() -> None:
    assert set(FLAGS) - {"hidden"} == {*WEAKENED, *TOLD_OTHERWISE, *WHY_NONE}


HIDDEN = {
    "da": (
        "Andelen, der svarer »Ja« på »Synger hjemme«, er skjult: ",
        "Andelen, der har sat kryds ved »Til fods« under »Hvordan kommer du?«, er skjult: ",
        "Resultatet for »Kan du lide det?« er skjult: ",
    ),
    "en": (
        "The share answering “Yes” to “Sings at home” is hidden: ",
        "The share ticking “On foot” at “How do you get there?” is hidden: ",
        "The finding of “Do you like it?” is hidden: ",
    ),
}
WHY_HIDDEN = {
    "da": ("få har svaret sådan, eller et skjult tal kunne regnes ud af den.", "Ja: skjult"),
    "en": ("few answered so, or a hidden figure could be worked out from it.", "Yes: hidden"),
}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("comparison", ["change", "trend"])
def test_of_a_hidden_row_nothing_is_told_but_that_it_is_hidden(language: Language, comparison: str) -> None:
    """Even where figures have been left in it."""
    told = plain() if language == "da" else plain().in_english
    hidden = {"flags": "hidden small_base", "comparison": comparison}
    why, brief = WHY_HIDDEN[language]
    share, tick, whole = (
        {**told.row(*which), **hidden} for which in (("sings", "yes"), ("travels", "foot"), ("likes",))
    )
    assert told.findings.sentence(share) == HIDDEN[language][0] + why
    assert told.findings.sentence(tick) == HIDDEN[language][1] + why
    assert told.findings.sentence(whole) == HIDDEN[language][2] + why.replace("ud af den.", "ud af det.")
    assert told.findings.brief(share) == brief
    assert {told.findings.verdict(row) for row in (share, tick, whole)} == {"untested"}


def test_what_is_hidden_in_part_is_not_tested() -> None:
    untested = {"flags": "partly_hidden", "finding": None, "p_adjusted": None}
    share, whole = ({**plain().row(*which), **untested} for which in (("sings", "yes"), ("likes",)))
    assert plain().findings.sentence(share) == (
        "Andelen, der svarer »Ja« på »Synger hjemme«, var 70\u00a0% (70 af 100) i spring og 40\u00a0% (40 af 100) i "
        "autumn. Forskellen er −30,0 procentpoint (95\u00a0%-konfidensinterval −42,5 til −16,4); om andelen har ændret "
        "sig, kan ikke afgøres, fordi noget af spørgsmålet er skjult."
    )
    assert plain().findings.sentence(whole) == (
        "Det er ikke testet, om svarene på »Kan du lide det?« har ændret sig: noget af det er skjult."
    )


@pytest.mark.parametrize("name", BUNDLED)
def test_every_bundled_indicator_says_whose_share_it_is_in_both_languages(name: str) -> None:
    for indicator in load(name).indicators:
        assert indicator.who is not None, indicator.id
        assert indicator.who.da is not None, indicator.id
        assert indicator.who.en is not None, indicator.id
        assert re.match(r"der \w", indicator.who.da), indicator.who.da
        assert re.match(r"(who|to whom) \w", indicator.who.en), indicator.who.en
        assert indicator.who.da[-1] not in ".,", indicator.who.da  # the sentence goes on with its own comma
        assert indicator.who.en[-1] not in ".,", indicator.who.en


@pytest.mark.parametrize("name", BUNDLED)
def test_an_indicator_of_some_of_those_who_answered_says_of_whom(name: str) -> None:
    """Who was asked is part of what the share is of."""
    asked = load(name)
    for indicator in asked.indicators:
        assert indicator.who is not None
        some = asked.question(indicator.question).asked_if is not None
        assert ("(af dem, der " in (indicator.who.da or "")) == some, indicator.id
        assert bool(re.search(r"\(of those (who|to whom) ", indicator.who.en or "")) == some, indicator.id


def test_a_clause_in_the_other_language_is_not_put_into_the_sentence() -> None:
    danish = plain()
    said = danish.sentence("sings", "not_at_home", group="singers")
    assert said.startswith("Andelen bag »Synger aldrig hjemme« er faldet fra ")
    said = danish.in_english.sentence("sings", "not_at_home", group="singers")
    assert said.startswith("The share who never sing at home has fallen from ")


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_row_is_called_in_brief_what_tables_call_it(language: Language) -> None:
    told = kommune() if language == "da" else kommune().in_english
    wording = Wording(tuple(wave.questionnaire for wave in told.result.context.waves), language)
    for row in records(told.result.frame):
        name = wording.row(row)  # a wording that ends in a mark of its own gets no second one
        assert told.findings.brief(row).startswith(f"{name} – " if name.endswith("?") else f"{name.rstrip('.:')}: ")


@pytest.mark.parametrize(
    "label",
    ["{p} {0} {}", "=1+1", "[bold]x[/bold]", "<b>&amp;</b>", "$x_1$", "100 %s %(a)d", "\u202eabc", "😀", "x" * 10_000],
)
def test_a_wording_is_put_in_as_it_is(label: str) -> None:
    """Formats escape it; a sentence is plain text, and reads nothing in it."""

    def worded(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[(rows["question"] == "sings") & (rows["option"] == "yes"), "label"] = label
        return rows

    told = plain().with_rows(worded)
    said = told.sentence("sings", "yes")
    assert said.startswith(f"Andelen, der svarer »{label}« på »Synger hjemme«, er faldet fra ")
    assert told.brief("sings", "yes").startswith(f"{label}: 70\u00a0% → 40\u00a0% (")


@pytest.mark.parametrize(
    ("label", "quoted"),
    [
        ("den »gode« vej", "\u203aden »gode« vej\u2039"),
        ("kun »", "\u203akun »\u2039"),
        ('den "gode" vej', '»den "gode" vej«'),
    ],
)
def test_quotes_within_a_wording_do_not_end_the_quotes_around_it(label: str, quoted: str) -> None:
    assert Naming((), "da").quoted(label) == quoted


def test_english_has_its_own_quotes() -> None:
    assert Naming((), "en").quoted("the “good” way") == "\u2018the “good” way\u2019"
    assert Naming((), "en").quoted("the »good« way") == "“the »good« way”"
