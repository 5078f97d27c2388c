"""What a column is guessed to hold, from its answers alone; and what its name and wording give away."""

from __future__ import annotations

import numpy as np
import pytest

from brobygger_cli.drafting.answers import Answers
from brobygger_cli.drafting.guess import guess
from brobygger_cli.drafting.naming import slug
from brobygger_cli.drafting.routing import Rule, read_rule
from brobygger_cli.drafting.scales import points, ranks
from brobygger_cli.drafting.wordings import is_dont_know, is_id, is_none_of_them, is_other, is_personal
from brobygger_cli.exports.raw import Cells


def answers(*texts: str) -> Answers:
    return Answers.of(Cells.of(texts), np.ones(len(texts), dtype=bool))


@pytest.mark.parametrize(
    ("name", "texts", "what"),
    [
        ("Køn", ["Mand", "Kvinde", "Kvinde", "Mand", ""], "single"),
        ("Er du med?", ["Ja", "nej"], "single"),
        ("Alder", ["23", "45", "67", "23", "80", "19"], "number"),
        ("Højde", ["1,75", "1.80", "1,75", "2"], "number"),
        ("q", ["1", "2", "2", "1", "1", "2"], "single"),
        ("q", ["1.000", "2", "2", "1.000"], "single"),  # may be one thousand, and is no number then
        ("Andet?", ["Bedre kaffe", "Nej", "Mere lys i gangen", "Tak"], "text"),
        ("Postnummer", ["7400", "7400", "8000", "2100"], "number"),
        ("nothing", ["", " "], "nothing"),
        ("id", ["1", "2", "3"], "id"),
        ("id", ["1", "1", "3"], "number"),  # what recurs is no id
        ("Svar", [f"R_{number:04d}x" for number in range(30)], "id"),
        ("Indkomst", [str(200_000 + 5000 * number) for number in range(30)], "number"),
        ("Løbenr.", [str(3_250_017 + 41 * number) for number in range(30)], "id"),
        ("Oprettet", ["2024-03-01 10:00", "01/03/2024", "3/1/2024 9:05:11 PM"], "time"),
        ("Kontakt", ["a@b.dk", "c@d.org", "130.92.34.66"], "contact"),
        ("Hvilke?", ["A, B", "A", "B, C", "C", "A, B, C", "C"], "multiple"),
        ("Hvilke?", ["A, med b; C", "C", "A, med b", "C; A, med b"] * 2, "multiple"),
        ("Indkomst", ["$0 - $24,999", "$25,000 - $49,999", "$150,000+", "$25,000 - $49,999"] * 3, "single"),
        ("Alder", ["18-29", "30-44", "> 60", "18-29", "30-44", "> 60"], "single"),
        ("Tilfreds?", ["Tilfreds", "Meget utilfreds", "Utilfreds", "Ved ikke"], "single"),  # a scale, if a short one
    ],
)
def test_a_column_is_taken_for_what_a_person_would_take_it_for(name: str, texts: list[str], what: str) -> None:
    assert guess(name, answers(*texts)).what == what


def test_a_guess_says_of_how_much_evidence_it_is() -> None:
    assert guess("Køn", answers("M", "K", "K", "", "M")).why == "guessed from 2 distinct answers in 4 rows"


def test_spellings_that_differ_by_case_and_blanks_are_one_answer_in_the_spelling_first_seen() -> None:
    found = answers("Ja", " ja", "JA ", "Nej", "")
    assert (found.times, found.rows) == ({"Ja": 3, "Nej": 1}, 4)


def test_points_of_a_scale_that_nobody_chose_are_added() -> None:
    found = guess("Karakter", answers("1", "2", "4", "5", "5", "4", "1", "2"))
    assert [choice.code for choice in found.choices] == ["1", "2", "3", "4", "5"]
    assert "added" in found.why


def test_answers_that_never_recur_beside_some_that_do_are_peoples_own_words() -> None:
    texts = ["Bus"] * 12 + ["Cykel"] * 9 + ["Min nabo kører mig", "Løb", "Tog og bus og bil"]
    found = guess("Hvordan kom du?", answers(*texts))
    assert [choice.code for choice in found.choices] == ["Bus", "Cykel"]
    assert found.own_words == ("Min nabo kører mig", "Løb", "Tog og bus og bil")


@pytest.mark.parametrize(
    ("labels", "order"),
    [
        (["Helt enig", "Delvist enig", "Hverken enig eller uenig", "Helt uenig"], (6, 4, 3, 0)),
        (["never", "Sometimes ", "ALWAYS"], (0, 3, 6)),
        (["Very favorably", "Neither favorably nor unfavorably (neutral)", "Very unfavorably"], (6, 3, 0)),
        (["Helt enig", "Uenig"], ()),  # two answers are no scale
        (["Enig", "Overvejende enig", "Uenig"], ()),  # two names of one step
        (["Helt enig", "Tilfreds", "Aldrig"], ()),
        (["low", "high", "medium"], (1, 3, 2)),
    ],
)
def test_known_wordings_give_the_order_of_a_scale(labels: list[str], order: tuple[int, ...]) -> None:
    assert ranks(labels) == order


@pytest.mark.parametrize(
    ("labels", "order"),
    [
        (["1", "2", "3", "4", "5"], (1, 2, 3, 4, 5)),
        (["0 - slet ikke", "1", "2", "3", "4", "5 - i høj grad"], (0, 1, 2, 3, 4, 5)),
        (["5 (best)", "4", "3", "2", "1 (worst)"], (5, 4, 3, 2, 1)),
        (["1", "2", "3"], ()),
        (["18-29", "30-44", "45-60", "60+"], ()),
        (["1", "10", "2"], ()),
        (["1 time", "2 times", "3 times", "4 times"], ()),
    ],
)
def test_numbers_from_0_or_1_are_points_of_a_scale(labels: list[str], order: tuple[int, ...]) -> None:
    assert points(labels) == order


@pytest.mark.parametrize(
    "label",
    [
        "Don't know",
        "I do not know",
        "Ved ikke",
        "Ved ikke / ikke relevant",
        "Vet ikke    ",
        "Weiß nicht",
        "Refused",
        "Ønsker ikke at svare",
        "keine Angabe",
        "N/A",
        "n/a",
        "Unfamiliar (N/A)",
        "Prefer not to say",
        "Unknown / Not Reported",
    ],
)
def test_answers_that_are_none_are_known_by_their_wording(label: str) -> None:
    assert is_dont_know(label)


@pytest.mark.parametrize("label", ["refused application", "Nathalie", "No", "Nej", "Unknown artist", "Ikke tilfreds"])
def test_answers_are_not_taken_for_none_by_their_first_letters(label: str) -> None:
    assert not is_dont_know(label)


def test_none_of_the_above_and_other_are_known_by_their_wording() -> None:
    assert all(map(is_none_of_them, ["None of the above", "Ingen af ovenstående", "Ingen af delene", "None"]))
    assert not any(map(is_none_of_them, ["Nonetheless yes", "Ingeniør"]))
    assert all(map(is_other, ["Other", "Andet:", "Annet, beskriv:", "Other (please specify)", "Otro"]))
    assert not any(map(is_other, ["Other languages", "Otro sitio web interno", "Andetsteds"]))


def test_names_of_ids_and_personal_data_are_known_and_long_questions_are_not() -> None:
    assert all(map(is_id, ["id", "RespondentID", "respondent_id", "Answer ID", "ResponseId", "Svar nr", "_uuid"]))
    assert not any(map(is_id, ["idea", "hybrid", "Number of children"]))
    assert all(
        map(is_personal, ["E-mail", "email", "RecipientFirstName", "first_name", "Navn", "Telefon", "IPAddress"])
    )
    assert not any(
        map(is_personal, ["Hvad er navnet på din skole?", "Did you receive an e-mail about the survey last week?"])
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Æblegrød på Åen, ØL!", "aeblegroed_paa_aaen_oel"),
        ("Café Müller ﬁn", "cafe_mueller_fin"),
        ("s_2", "s_2"),
        ("Don't know", "dont_know"),
        ("-3", "minus_3"),
        ("日本語", ""),
        ("Hvor ofte bruger du biblioteket i din egen kommune?", "hvor_ofte_bruger_du_biblioteket_i_din"),
        ("a" * 60, "a" * 40),
    ],
)
def test_ids_are_short_plain_and_cut_between_words(text: str, found: str) -> None:
    assert slug(text) == found


@pytest.mark.parametrize(
    ("rule", "read"),
    [
        ("[q1] = '1'", Rule("q1", ("1",))),
        ('[q1]="1" or [q1]="2"', Rule("q1", ("1", "2"))),
        ("[check(2)] = '1'", Rule("check", ("2",))),
        ("selected(${where}, 'home')", Rule("where", ("home",))),
        ("${used} = 'yes' or ${used} = 'or so'", Rule("used", ("yes", "or so"))),
        ('((Q00.NAOK == "F"))', Rule("Q00", ("F",))),
        ("Q1.2 = '5'", Rule("Q1.2", ("5",))),
        ("[check(2)] = '0'", None),
        ("[q1] <> '1'", None),
        ("[q1] = '1' and [q2] = '1'", None),
        ("[q1] = '1' or [q2] = '1'", None),
        ("not(selected(${where}, 'home'))", None),
        ("${age} > 18", None),
        ("(" * 5000, None),
        ("", None),
    ],
)
def test_only_a_rule_of_one_earlier_question_is_understood(rule: str, read: Rule | None) -> None:
    assert read_rule(rule) == read
