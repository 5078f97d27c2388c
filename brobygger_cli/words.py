"""What people read in tables, in Danish and English; questions and options come from the questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

WORDS: dict[str, tuple[str, str]] = {  # key: (Danish, English)
    "account": ("Opgørelse af rækkerne", "Account of the rows"),
    "adjusted_p": ("p just.", "p adj."),
    "answered": ("Besvaret", "Answered"),
    "asked": ("↳ blev spurgt", "↳ were asked"),
    "asked_if": ("Stillet til", "Asked of"),
    "better": ("forbedring", "better"),
    "base": ("Base", "Base"),
    "baseline": ("Baseline", "Baseline"),
    "blank": ("Ubesvaret", "Blank"),
    "change": ("Ændring", "Change"),
    "changed": ("● ændret", "● changed"),
    "code": ("Kode", "Code"),
    "column": ("Kolonne", "Column"),
    "count": ("Antal", "Count"),
    "dont_know": ("Ved ikke", "Don't know"),
    "error": ("FEJL", "ERROR"),
    "fall": ("▼ fald", "▼ fall"),
    "finding": ("Resultat", "Finding"),
    "followup": ("Opfølgning", "Follow-up"),
    "group": ("Gruppe", "Group"),
    "groups": ("Grupper", "Groups"),
    "family": ("{adjustment}, familie på {size}", "{adjustment}, family of {size}"),
    "indicative": ("svarprocenten er for lav: kun en indikation", "response too low: an indication only"),
    "indicators": ("Indikatorer", "Indicators"),
    "invalid": ("Ugyldig", "Invalid"),
    "line": ("Linje", "Line"),
    "no_violations": ("Ingen fejl eller advarsler.", "No errors or warnings."),
    "no_answers": ("ingen svar", "no answers"),
    "not_asked": ("Ikke spurgt", "Not asked"),
    "not_asked_then": ("ikke spurgt", "not asked"),
    "not_compared": ("–", "–"),
    "partly_in_print": ("delvist offentliggjort", "partly in print"),
    "not_in_print": ("ikke offentliggjort", "not in print"),
    "of_invited": ("af de inviterede", "of those invited"),
    "options": ("Svarmuligheder", "Options"),
    "printed": ("publiceret tabel", "printed table"),
    "question": ("Spørgsmål", "Question"),
    "questionnaire": ("Spørgeskema", "Questionnaire"),
    "questions": ("Spørgsmål som helhed", "Whole questions"),
    "questions_counted": ("Spørgsmål", "Questions"),
    "rise": ("▲ stigning", "▲ rise"),
    "rows": ("Rækker", "Rows"),
    "rule": ("Hvad er galt", "What is wrong"),
    "share": ("Andel", "Share"),
    "source": ("Kilde", "Source"),
    "test": ("Test", "Test"),
    "times": ("Antal gange", "Times"),
    "title": ("Titel", "Title"),
    "total": ("Total", "Total"),
    "type": ("Type", "Type"),
    "unclear": ("○ usikkert", "○ unclear"),
    "value": ("Værdi", "Value"),
    "warning": ("advarsel", "warning"),
    "worse": ("forværring", "worse"),
    "note_change": (
        "Ændring i procentpoint (opfølgning minus baseline) med {confidence} % konfidensinterval, der ikke er justeret for antallet af test.",
        "Change in percentage points (follow-up minus baseline) with {confidence}% confidence interval, not adjusted for the number of tests.",
    ),
    "note_effect": (
        "Spørgsmål som helhed: P er sandsynligheden for, at et svar i opfølgningen ligger højere på skalaen end et i baseline, ens svar talt halvt (0,50 er ingen forskel); V er Cramérs V.",
        "Whole questions: P is the probability that an answer at follow-up is higher on the scale than one at baseline, ties counted half (0.50 is no difference); V is Cramér's V.",
    ),
    "note_finding": (
        "p: justeret for antallet af test i familien, med den rå i parentes. Resultatet følger den justerede (grænse {alpha}); ○ betyder, at data ikke kan afgøre det, ikke at intet er ændret.",
        "p: adjusted for the number of tests in the family, with the raw one in brackets. The finding follows the adjusted one (limit {alpha}); ○ means that the data cannot tell, not that nothing has changed.",
    ),
    "note_asked": (
        "↳ blev spurgt: hvem filteret førte til spørgsmålet, med ujusteret p i parentes; er den andel ændret, er basen en anden.",
        "↳ were asked: whom the routing led to the question, with unadjusted p in brackets; where that share has changed, so has the base.",
    ),
    "note_hidden": (
        "Enkelte svarmuligheder: --only options eller --question ID; alt med fuld præcision: --format csv.",
        "Single options: --only options or --question ID; everything in full precision: --format csv.",
    ),
    "note_range": (
        "Et interval af antal (fx 70–71/208): flere antal passer med den trykte procent.",
        "A range of counts (e.g. 70–71/208): the printed percentage allows several.",
    ),
    "note_multiple": (
        "Flere svar er mulige, så andelene summer ikke til 100.",
        "Several answers are possible, so shares do not sum to 100.",
    ),
    "beware": ("Vær opmærksom på", "Beware"),
    "beware_low_response": (
        "for få i gruppen har svaret: kun en indikation",
        "too few of the group answered: an indication only",
    ),
    "beware_invalid_left_out": ("ugyldige svar er udeladt", "invalid answers are left out"),
    "beware_from_percent": ("antallet følger af en trykt procent", "the count follows from a printed percentage"),
    "beware_wording_inferred": ("ordlyden er udledt", "the wording is inferred"),
    "beware_wording_differs": ("ordlyden er ændret", "the wording has changed"),
    "beware_options_differ": ("svarmulighederne er ændret", "the options have changed"),
    "beware_routing_differs": ("andre er blevet spurgt", "other people were asked"),
    "beware_small_base": ("en base under 30", "a base below 30"),
    "beware_expected_low": ("få forventede svar: eksakt test", "few expected: an exact test"),
    "beware_off_scale": ("svar uden for skalaen er ikke med i testen", "answers off the scale are not in the test"),
    "beware_asked_changed": ("basen har flyttet sig: andre er spurgt", "the base has moved: other people were asked"),
    "beware_adjusted_bound": ("justeret p er en øvre grænse", "adjusted p is an upper bound"),
}

# Methods by the names that results give them: proper names, but for those that are words.
TESTS: dict[str, tuple[str, str]] = {
    "n_minus_1": ("N−1 χ²", "N−1 χ²"),
    "fisher_irwin": ("Fisher–Irwin", "Fisher–Irwin"),
    "fisher_mid_p": ("Fisher mid-p", "Fisher mid-p"),
    "boschloo": ("Boschloo", "Boschloo"),
    "pearson": ("Pearson χ²", "Pearson χ²"),
    "exact_permutation": ("eksakt permutation", "exact permutation"),
    "permutation": ("permutation", "permutation"),
    "brunner_munzel": ("Brunner–Munzel", "Brunner–Munzel"),
    "holm_over_options": ("Holm", "Holm"),
}
ADJUSTMENTS = {"holm": "Holm", "bh": "Benjamini–Hochberg", "none": "–"}
EFFECTS = {"prob_higher": "P", "cramers_v": "V"}


def word(key: str, language: Language, **values: object) -> str:
    """Return what `key` stands for, with `values` put in."""
    danish, english = WORDS[key]
    return (danish if language == "da" else english).format(**values)
