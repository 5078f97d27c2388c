"""What people read in tables, in Danish and English; questions and options come from the questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

WORDS: dict[str, tuple[str, str]] = {  # key: (Danish, English)
    "account": ("Regnskab over rækkerne", "Account of the rows"),
    "adjusted_p": ("p\u00a0(just.)", "p\u00a0(adj.)"),
    "allowed": ("Nærmeste gyldige", "Nearest allowed"),
    "answered": ("Besvaret", "Answered"),
    "answers": ("Svar", "Answers"),
    "asked": ("↳ blev spurgt", "↳ were asked"),
    "asked_if": ("Stillet til", "Asked of"),
    "better": ("forbedring", "better"),
    "base": ("Base", "Base"),
    "baseline": ("Baseline", "Baseline"),
    "blank": ("Blank", "Blank"),
    "change": ("Ændring", "Change"),
    "changed": ("● ændret", "● changed"),
    "code": ("Kode", "Code"),
    "column": ("Kolonne", "Column"),
    "count": ("Antal", "Count"),
    "dont_know": ("Ved ikke", "Don't know"),
    "error": ("FEJL", "ERROR"),
    "everybody": ("alle", "everybody"),
    "fall": ("▼ fald", "▼ fall"),
    "finding": ("Resultat", "Finding"),
    "followup": ("Opfølgning", "Follow-up"),
    "group": ("Gruppe", "Group"),
    "groups": ("Grupper", "Groups"),
    "indicative": ("svarprocenten er for lav: kun en indikation", "response too low: an indication only"),
    "indicators": ("Indikatorer", "Indicators"),
    "invalid": ("Ugyldig", "Invalid"),
    "line": ("Linje", "Line"),
    "no_violations": ("Ingen fejl eller advarsler.", "No errors or warnings."),
    "no_answers": ("ingen svar", "no answers"),
    "not_asked": ("Ikke spurgt", "Not asked"),
    "not_asked_then": ("ikke spurgt", "not asked"),
    "not_compared": ("–", "–"),
    "not_in_print": ("ikke trykt", "not in print"),
    "of_invited": ("af de inviterede", "of those invited"),
    "options": ("Svarmuligheder", "Options"),
    "printed": ("trykt tabel", "printed table"),
    "question": ("Spørgsmål", "Question"),
    "questionnaire": ("Spørgeskema", "Questionnaire"),
    "questions": ("Hele spørgsmål", "Whole questions"),
    "questions_counted": ("Spørgsmål", "Questions"),
    "rise": ("▲ stigning", "▲ rise"),
    "rows": ("Rækker", "Rows"),
    "rule": ("Hvad er galt", "What is wrong"),
    "share": ("Andel", "Share"),
    "source": ("Kilde", "Source"),
    "test": ("Test", "Test"),
    "times": ("Gange", "Times"),
    "title": ("Titel", "Title"),
    "total": ("Total", "Total"),
    "type": ("Type", "Type"),
    "unclear": ("○ usikkert", "○ unclear"),
    "value": ("Værdi", "Value"),
    "warning": ("advarsel", "warning"),
    "worse": ("forværring", "worse"),
    "note_change": (
        "Ændring i procentpoint (opfølgning minus baseline) med {confidence} % konfidensinterval.",
        "Change in percentage points (follow-up minus baseline) with {confidence}% confidence interval.",
    ),
    "note_effect": (
        "Hele spørgsmål: P er sandsynligheden for, at et svar i opfølgningen ligger højere på skalaen end et i baseline (0,50 er ingen forskel); V er Cramérs V.",
        "Whole questions: P is the probability that an answer at follow-up is higher on the scale than one at baseline (0.50 is no difference); V is Cramér's V.",
    ),
    "note_finding": (
        "Resultatet følger den justerede p-værdi (grænse {alpha}); ○ betyder, at data ikke kan afgøre det, ikke at intet er ændret.",
        "The finding follows the adjusted p-value (limit {alpha}); ○ means that the data cannot tell, not that nothing has changed.",
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
        "Et interval af antal (fx 70–71/208): den trykte procent tillader flere antal.",
        "A range of counts (e.g. 70–71/208): the printed percentage allows several.",
    ),
    "note_multiple": (
        "Flere svar er mulige, så andelene summer ikke til 100.",
        "Several answers are possible, so shares do not sum to 100.",
    ),
}


def word(key: str, language: Language, **values: object) -> str:
    """Return what `key` stands for, with `values` put in."""
    danish, english = WORDS[key]
    return (danish if language == "da" else english).format(**values)
