"""What the words in results mean. The English stands where each word is declared; the Danish stands here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.comparison.equivalence import VERDICTS
from brobygger_cli.comparison.findings import FINDINGS
from brobygger_cli.comparison.nonresponse import STURDINESS
from brobygger_cli.flags import FLAGS, SMALL_BASE

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

FLAGS_IN_DANISH: dict[str, str] = {
    "printed": "bølgen er en trykt tabel",
    "printed_baseline": "baseline er en trykt tabel",
    "printed_followup": "opfølgningen er en trykt tabel",
    "low_response": "en mindre del af gruppen har svaret, end spørgeskemaet kræver: kun en indikation",
    "invalid_left_out": "ugyldige svar, eller rækker, der kan være hvem som helst, er udeladt (--skip-invalid)",
    "from_percent": "et antal følger af en trykt procent og dens base",
    "derived": "et antal er ikke trykt, men følger af det, der er",
    "count_range": "det trykte tillader flere antal: se kolonnerne, der ender på _min og _max",
    "not_printed": "intet er trykt om det",
    "partly_printed": "for lidt af spørgsmålet er trykt til at teste det som helhed og dermed til at justere "
    "svarmulighedernes p",
    "margins_only": "det trykte viser ikke, hvilke kryds der er sat sammen: spørgsmålet testes med Holm over sine "
    "svarmuligheder",
    "not_asked": "en bølge stillede ikke spørgsmålet",
    "wording_inferred": "ordlyden er udledt, ikke citeret fra kilden",
    "wording_differs": "bølgerne formulerer spørgsmålet eller dets svar forskelligt",
    "options_differ": "bølgerne tilbyder forskellige svar eller danner det af forskellige: ikke testet som helhed",
    "routing_differs": "bølgerne spørger forskellige mennesker",
    "small_base": f"en base er under {SMALL_BASE}",
    "empty_base": "ingen svarede i en bølge",
    "expected_low": "for få forventede svar til en chi-i-anden-test: i stedet en eksakt test eller en permutation",
    "pairs_only": "testen udelader dem, der kun svarede i den ene bølge: den handler om de koblede par",
    "links_doubtful": "koblet med id'er, der ser ud til at tilhøre andre mennesker i den anden bølge",
    "links_unused": "for få koblede, eller vægtede: spørgsmålet er testet, som om bølgerne var uafhængige",
    "off_scale": "testen udelader svar, der ikke er et trin på skalaen",
    "asked_changed": "hvem filteret fører til spørgsmålet, er ændret (ujusteret p): basen har flyttet sig",
    "adjusted_bound": "en p-værdi i familien kendes ikke præcist; p_adjusted er dens største mulige værdi",
}

FINDINGS_IN_DANISH: dict[str, str] = {
    "better": "ændret i den retning, der tæller som en forbedring",
    "worse": "ændret i den anden retning",
    "rise": "steget, hvor ingen retning er en forbedring",
    "fall": "faldet, hvor ingen retning er en forbedring",
    "changed": "ændret på en måde, der ikke har nogen retning",
    "unclear": "data kan ikke afgøre, om det er ændret, hvilket ikke betyder, at det ikke er",
}

VERDICTS_IN_DANISH: dict[str, str] = {
    "changed": "en ændring er fundet, og den kan være så stor som marginen eller større",
    "trivial": "en ændring er fundet, og den er mindre end marginen",
    "equivalent": "ingen ændring er fundet, og enhver ændring er mindre end marginen",
    "inconclusive": "ingen ændring er fundet, og en så stor som marginen er ikke udelukket",
}

STURDINESS_IN_DANISH: dict[str, str] = {
    "worst_case": "en ændring er fundet, og uanset hvad de, der ikke svarede, mener, går den samme vej",
    "unless": "en ændring er fundet; den går samme vej, medmindre de, der ikke svarede, afviger fra dem, der gjorde, "
    "med mere end `tipping_difference`",
    "not_significant": "ingen ændring er fundet, så der er ingen, der kunne være robust",
}


def flag_meaning(flag: str, language: Language) -> str:
    """Return what a flag says."""
    return _in(language, FLAGS_IN_DANISH, FLAGS)[flag]


def finding_meaning(finding: str, language: Language) -> str:
    """Return what a finding says."""
    return _in(language, FINDINGS_IN_DANISH, FINDINGS)[finding]


def verdict_meaning(verdict: str, language: Language) -> str:
    """Return what a verdict says."""
    return _in(language, VERDICTS_IN_DANISH, VERDICTS)[verdict]


def sturdiness_meaning(sturdiness: str, language: Language) -> str:
    """Return what a word of the column `sturdiness` says."""
    return _in(language, STURDINESS_IN_DANISH, STURDINESS)[sturdiness]


def _in(language: Language, danish: dict[str, str], english: dict[str, str]) -> dict[str, str]:
    return danish if language == "da" else english
