"""What names and wordings give away: answers that are none, personal data, ids, times."""

from __future__ import annotations

import re

from brobygger_cli.spelling import normalise

_DONT_KNOW = re.compile(
    r"(?:i )?(?:don['’]?t|do not) know\b|can(?:['’]?t|not| not) say\b"
    r"|no opinion\Z|not applicable\b"
    r"|prefer not to (?:say|answer)\b|(?:i )?(?:would )?rather not (?:say|answer)\b"
    r"|declined? to answer\b|refused(?: to answer)?\Z"
    r"|(?:no|not) (?:answer|answered|response|reported|stated)\Z|unknown(?:\Z| ?/)"
    r"|(?:jeg )?ved (?:det )?ikke\b|(?:jeg )?ønsker ikke at (?:svare|oplyse)\b|vil ikke (?:svare|oplyse)\b|uoplyst\b"
    r"|(?:jeg )?vet ikke\b|ønsker ikke å (?:svare|oppgi)\b|vil ikke svare\b|vet ej\b|vet inte\b"
    r"|(?:ich )?wei(?:ß|ss) (?:es )?(?:ich )?nicht\b|keine (?:angabe|antwort|meinung)\b|k\. ?a\.?\Z"
    r"|no s[eé]\b|no sabe\b|prefiero no (?:decir|responder|contestar)\b|ne sait pas\b|je ne sais pas\b"
    r"|n\.?/a\.?\Z|na\Z|.*\(n/a\)\Z"
)
_NONE_OF_THEM = re.compile(
    r"none\Z|none of (?:the|these|them)\b|nothing\Z|no, none\b"
    r"|ingen\Z|ingen af (?:de|disse|dem|delene)\b|ingen af ovenstående\b|ingenting\Z|intet\Z|intet af\b"
    r"|ingen av\b|ingen av delene\b|kein[es]* (?:der|davon|von)\b|nichts davon\b|ningun[oa]\b|aucun[e]?\b"
)
_BESIDE_SCALE = re.compile(
    r"(?:det er |er )?(?:ikke|not) (?:relevant|aktuel)|irrelevant\b|doesn['’]?t apply\b|does not apply\b"
)
_OTHER = re.compile(
    r"(?:others?|andet|andre|anden|annet|annat|anderes?|sonstiges?|otr[oa]s?|autres?)\W*"
    r"(?:\W.*(?:specify|describe|which|what|beskriv|skriv|angiv|uddyb|hv[ai]|spesifiser|especi|bitte|préci).*)?\Z"
)
_YES_OR_NO = {"yes", "no", "ja", "nej", "nei", "nein", "sí", "si", "oui", "non", "true", "false", "sand", "falsk"}

_PERSONAL = re.compile(
    r"\b(?:e ?mail|mail|epost|e post|correo|fornavn|efternavn|etternavn|first ?name|last ?name|surname|full ?name"
    r"|vorname|nachname|nombre|adresse|address|direccion|telefon(?:nummer)?|telephone|phone|mobil(?:nummer)?"
    r"|cpr(?:nr|nummer)?|personnummer|ip ?address|ip ?adresse|recipient\w*)\b"
)
_PERSONAL_ALONE = re.compile(r"(?:(?:dit|your|ditt|ihr|tu) )?(?:name|navn|namn|ip)\Z")
_ID = re.compile(
    r"(?:(?:respondent|response|answer|participant|record|case|person|deltager|svar|antwort|submission|user|unique|study)"
    r"s? ?)?(?:id|nr|no|nummer|uuid|key)\Z|(?:generated|unique) ?id\Z|index\Z"
)
_APART = re.compile(r"[\W_]+")
_HUMPS = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])")

_DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4})"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_MOMENT = re.compile(
    rf"(?:{_DATE}(?:[T, ]+{_TIME})?|{_TIME})(?: ?(?:Z|UTC|GMT|CES?T|[A-Z]{{2,4}})?(?:[+-]\d{{1,2}}(?::?\d{{2}})?)?)?\Z"
)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+\Z")
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}\Z|(?:[0-9a-f]{1,4}:){3,7}[0-9a-f:]{1,9}\Z", re.IGNORECASE)


def is_dont_know(label: str) -> bool:
    """Tell whether an answer is worded as none: don't know, refused, not applicable."""
    return _DONT_KNOW.match(normalise(label)) is not None


def is_none_of_them(label: str) -> bool:
    """Tell whether an option is worded as the one that excludes all others."""
    return _NONE_OF_THEM.match(normalise(label)) is not None


def is_beside_scale(label: str) -> bool:
    """Tell whether an answer is worded as no step of a scale."""
    return _BESIDE_SCALE.match(normalise(label)) is not None


def is_other(label: str) -> bool:
    """Tell whether an option is worded as the one for what was not offered."""
    return _OTHER.match(normalise(label)) is not None


def is_yes_or_no(answer: str) -> bool:
    """Tell whether an answer is yes or no."""
    return normalise(answer) in _YES_OR_NO


def is_personal(name: str) -> bool:
    """Tell whether a column is named after what identifies a person; a long question is not, whatever it mentions."""
    words = _words(name)
    return len(words) < 40 and bool(_PERSONAL.search(words) or _PERSONAL_ALONE.match(words))


def is_id(name: str) -> bool:
    """Tell whether a column is named as one of ids."""
    return _ID.match(_words(name)) is not None


def is_moment(answer: str) -> bool:
    """Tell whether an answer is a date, a time or both."""
    return _MOMENT.match(answer) is not None


def is_contact(answer: str) -> bool:
    """Tell whether an answer is an e-mail or network address."""
    return bool(_EMAIL.match(answer) or _ADDRESS.match(answer))


def _words(name: str) -> str:
    return " ".join(_APART.sub(" ", _HUMPS.sub(" ", name)).casefold().split())
