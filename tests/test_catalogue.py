"""The catalogue is complete: the same keys in both languages, each asked for by the code, none lacking."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from typing import get_args

import pytest
from babel.messages.mofile import read_mo

from asked_wordings import asked, modules
from brobygger_cli import catalogue
from brobygger_cli.catalogue import Catalogue
from brobygger_cli.questionnaire.model import Language
from brobygger_cli.words import TESTS
from wordings import DOMAINS, LANGUAGES, catalog, file_of, forms, key_of, messages, places

FILES = list(product(DOMAINS, LANGUAGES))


# The files


def test_the_languages_are_those_that_a_user_may_ask_for() -> None:
    assert set(LANGUAGES) == set(get_args(Language)) == {path.name for path in catalogue.LOCALE.iterdir()}


@pytest.mark.parametrize(("domain", "language"), FILES)
def test_every_wording_is_there_and_none_waits_for_review(domain: str, language: Language) -> None:
    said = messages(domain, language)
    assert said
    assert [key for key, message in said.items() if not all(text.strip() for text in forms(message))] == []
    assert [key for key, message in said.items() if message.fuzzy] == []
    assert list(catalog(domain, language).obsolete) == []


@pytest.mark.parametrize(("domain", "language"), FILES)
def test_no_key_stands_twice(domain: str, language: Language) -> None:
    text = file_of(domain, language).read_text(encoding="utf-8")
    stands = Counter(re.findall(r'^msgid "(.+)"$', text, flags=re.MULTILINE))
    assert [key for key, times in stands.items() if times > 1] == []
    assert set(stands) == set(messages(domain, language))


@pytest.mark.parametrize(("domain", "language"), FILES)
def test_keys_are_names_and_not_sentences(domain: str, language: Language) -> None:
    assert [key for key in messages(domain, language) if not re.fullmatch(r"[a-z0-9_]+", key)] == []


@pytest.mark.parametrize(("domain", "language"), FILES)
def test_the_head_tells_language_encoding_and_forms(domain: str, language: Language) -> None:
    head = file_of(domain, language).read_text(encoding="utf-8").partition("\n\n")[0]
    assert f'"Language: {language}\\n"' in head
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in head
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in head


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_have_the_same_keys_in_the_same_order(domain: str) -> None:
    danish, english = (messages(domain, language) for language in LANGUAGES)
    assert list(danish) == list(english)
    assert [key for key in danish if len(forms(danish[key])) != len(forms(english[key]))] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_and_all_forms_have_the_same_places(domain: str) -> None:
    """But for the number itself: of one thing it may be said in a word, or not at all."""
    danish, english = (messages(domain, language) for language in LANGUAGES)
    wrong = []
    for key, said in danish.items():
        several = len(forms(said)) > 1
        found = {
            frozenset(places(text) - ({"number"} if several else set())) for text in forms(said) + forms(english[key])
        }
        if len(found) > 1:
            wrong.append(key)
    assert wrong == []


@pytest.mark.parametrize(("domain", "language"), FILES)
def test_the_compiled_file_is_that_of_the_text(domain: str, language: Language) -> None:
    """Else: pybabel compile -d brobygger_cli/locale -D DOMAIN."""
    with file_of(domain, language, ".mo").open("rb") as file:
        compiled = {key_of(message): forms(message) for message in read_mo(file) if message.id}
    assert compiled == {key: forms(message) for key, message in messages(domain, language).items()}


# What is said when a program asks


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_in_the_catalogue_is_not_said_by_its_key(language: Language) -> None:
    words = Catalogue("words")
    assert "no_such_word" not in words
    assert "change" in words
    with pytest.raises(KeyError, match="words: no_such_word"):
        words.say("no_such_word", language)
    with pytest.raises(KeyError, match="words: no_such_word"):
        words.count("no_such_word", 2, language)


def test_a_name_in_braces_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="points"):
        Catalogue("words").say("if_differing_less", "da")


def test_what_is_put_in_is_never_read_for_names_in_braces() -> None:
    said = Catalogue("words").say("wanted_change", "en", points="{points.__class__} {0}")
    assert said == "a change of {points.__class__} {0} points"


# The code that asks


def test_the_code_is_read_aright() -> None:
    """Or the tests below would hold of code that nobody found."""
    found = {(question.key.pattern, domain) for question in asked() for domain in question.domains}
    assert ("note_change", "words") in found  # word("note_change", …)
    assert ("adjusted_p", "words") in found  # self._word("adjusted_p")
    assert (r"level_\w*", "explanations") in found  # row.how(f"level_{…}", …)
    assert ("cramers_v", "explanations") in found
    assert {domain for question in asked() for domain in question.domains} == set(DOMAINS)


def test_every_key_that_the_code_asks_for_is_there() -> None:
    lacking = [
        f"{question.where} asks for {question.key.pattern}"
        for question in asked()
        if not any(question.key.fullmatch(key) for domain in question.domains for key in messages(domain, "en"))
    ]
    assert lacking == []


def test_every_name_in_braces_is_given_a_value_where_the_key_is_asked_for() -> None:
    lacking = []
    for question in asked():
        if question.given is None or len(question.domains) > 1:
            continue
        (domain,) = question.domains
        said = messages(domain, "en").get(question.key.pattern)
        if said is not None:
            needed = {name for text in forms(said) for name in places(text)} - {"number"}
            lacking += [f"{question.where}: {name}" for name in sorted(needed - question.given)]
    assert lacking == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_key_is_asked_for(domain: str) -> None:
    """By an f-string in a module that puts questions to the domain, or as it is: results hold keys, too."""
    questions = [question for question in asked() if domain in question.domains]
    asking = {question.where.partition(":")[0] for question in questions}
    made = {question.key for question in questions}
    for module in modules():
        if domain in module.own.values() or module.name in asking:
            made |= module.texts
    as_it_is = {text.pattern for module in modules() for text in module.texts}
    unused = [key for key in messages(domain, "en") if key not in as_it_is]
    assert [key for key in unused if not any(text.fullmatch(key) for text in made)] == []


def test_every_test_that_a_result_may_name_has_a_word_and_no_other_has() -> None:
    named = {key.removeprefix("test_") for key in messages("words", "en") if key.startswith("test_")}
    assert named == set(TESTS)
