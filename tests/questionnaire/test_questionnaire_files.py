"""A wrong questionnaire file is told all that is wrong with it, where it stands and what was meant."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.load import bundled_names, load, parse
from brobygger_cli.questionnaire.questionnaire import Questionnaire

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / "schemas" / "kommune.toml", ROOT / "schemas" / "ngo.toml", ROOT / "examples" / "library.toml"]

GOOD = """
id = "small"
title = { en = "Small" }

[[groups]]
id = "all"
code = "1"
label = { en = "All" }

[[questions]]
id = "member"
type = "single"
text = { en = "Member?" }
options = [
  { id = "yes", code = "1", label = { en = "Yes" } },
  { id = "no", code = "2", label = { en = "No" } },
]

[[questions]]
id = "ways"
type = "multiple"
asked_if = { question = "member", answers = ["yes"] }
text = { en = "Ways?" }
options = [
  { id = "bus", code = "1", label = { en = "Bus" } },
  { id = "rail", code = "2", label = { en = "Train" } },
]
nets = [{ id = "public", label = { en = "Public" }, options = ["bus", "rail"] }]

[[questions]]
id = "times"
type = "count_bins"
text = { en = "Times?" }
options = [
  { id = "few", code = "1", label = { en = "1 to 3" }, low = 1, high = 3 },
  { id = "many", code = "4", label = { en = "More" }, low = 4 },
]

[[questions]]
id = "trust"
type = "ordinal"
order = "high_to_low"
text = { en = "Trust?" }
options = [
  { id = "high", code = "1", label = { en = "High" } },
  { id = "low", code = "2", label = { en = "Low" } },
]

[[indicators]]
id = "by_bus"
question = "ways"
options = ["bus"]
label = { en = "By bus" }
"""


def complaints(*changes: tuple[str, str]) -> list[str]:
    """Return the lines about a good file into which mistakes are put."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(BrobyggerError) as caught:
        parse(text, "small.toml")
    first, *lines = caught.value.message.split("\n")
    assert first == "small.toml: not a valid questionnaire:"
    assert caught.value.hint == "`brobygger questionnaire schema` prints every key and what it may hold."
    return [line.strip() for line in lines]


def test_good_file_is_good() -> None:
    assert parse(GOOD, "small.toml").id == "small"


# One mistake, and all that is said of it.
WRONG = {
    "unknown key": (
        ('type = "single"', 'type = "single"\nimprovment = "up"'),
        ["questions[member].improvment: there is no such key; did you mean 'improvement'?"],
    ),
    "unknown key of the file": (
        ('id = "small"', 'id = "small"\ntitel = "x"'),
        ["titel: there is no such key; did you mean 'title'?"],
    ),
    "unknown key of an option": (
        ('label = { en = "Bus" }', 'label = { en = "Bus" }, exlusive = true'),
        ["questions[ways].options[bus].exlusive: there is no such key; did you mean 'exclusive'?"],
    ),
    "unknown key like none": (
        ('label = { en = "All" }', 'label = { en = "All" }\nzzz = 1'),
        ["groups[all].zzz: there is no such key; expected one of aliases, code, id, label, waves"],
    ),
    "key of another question type": (
        ('type = "single"', 'type = "single"\norder = "low_to_high"'),
        [
            (
                "questions[member].order: there is no such key; expected one of asked_if, background, columns, id, "
                "improvement, nets, note, options, short, source, text, type"
            )
        ],
    ),
    "unknown question type": (
        ('type = "single"', 'type = "singel"'),
        [
            (
                "questions[member]: there is no question type 'singel'; did you mean 'single'? "
                "(types: single, ordinal, count_bins, multiple, number, text)"
            )
        ],
    ),
    "no question type": (
        ('type = "single"\n', ""),
        ["questions[member]: has no type; expected one of single, ordinal, count_bins, multiple, number, text"],
    ),
    "missing key": (('text = { en = "Member?" }\n', ""), ["questions[member].text: is missing; it is required"]),
    "no order": (('order = "high_to_low"\n', ""), ["questions[trust].order: is missing; it is required"]),
    "no wording": (('{ en = "Member?" }', "{}"), ["questions[member].text: needs a wording: da, en or both"]),
    "id that is none": (
        ('id = "all"', 'id = "All groups"'),
        ["groups[All groups].id: String should match pattern '^[a-z0-9][a-z0-9_]*$' (found 'All groups')"],
    ),
    "number for a code": (
        ('id = "yes", code = "1"', 'id = "yes", code = 1'),
        ["questions[member].options[yes].code: Input should be a valid string (found 1)"],
    ),
    "two options with one spelling": (
        ('id = "no", code = "2"', 'id = "no", code = "YES"'),
        ["questions[member]: the spelling 'yes' belongs to both option 'yes' and option 'no'"],
    ),
    "net of an option that is not there": (
        ('options = ["bus", "rail"] }]', 'options = ["bus", "rial"] }]'),
        ["questions[ways]: net 'public' names the option 'rial', which there is not; did you mean 'rail'?"],
    ),
    "routing on a later question": (
        (
            'asked_if = { question = "member", answers = ["yes"] }',
            'asked_if = { question = "trust", answers = ["high"] }',
        ),
        ["the file: question 'ways': asked_if names the question 'trust', which does not come before it"],
    ),
    "routing on a misspelled question": (
        ('question = "member", answers', 'question = "membr", answers'),
        [
            (
                "the file: question 'ways': asked_if names the question 'membr' (did you mean 'member'?), "
                "which does not come before it"
            )
        ],
    ),
    "routing on an answer that is not there": (
        ('answers = ["yes"]', 'answers = ["yess"]'),
        [
            (
                "the file: question 'ways': asked_if names the option 'yess' (did you mean 'yes'?), "
                "which 'member' does not have"
            )
        ],
    ),
    "indicator of an option that is not there": (
        ('options = ["bus"]', 'options = ["buss"]'),
        ["the file: indicator 'by_bus' names the option 'buss' (did you mean 'bus'?), which 'ways' does not have"],
    ),
    "indicator with the name of an option": (
        ('id = "by_bus"', 'id = "bus"'),
        ["the file: indicator 'bus' has the name of an option or net of its question"],
    ),
    "the same question twice": (
        ('id = "trust"', 'id = "member"'),
        ["the file: the question id 'member' stands more than once"],
    ),
    "overlapping bins": (("low = 4", "low = 3"), ["questions[times]: the bins 'few' and 'many' overlap"]),
    "bin upside down": (
        ("low = 1, high = 3", "low = 3, high = 1"),
        ["questions[times].options[few]: high (1) is below low (3)"],
    ),
    "bin without numbers": (
        (", low = 4", ""),
        [
            (
                "questions[times].options[many]: a bin needs low (and high, unless it has no upper end); "
                "other options need none"
            )
        ],
    ),
    "scale of one step": (
        ('label = { en = "Low" }', 'label = { en = "Low" }, on_scale = false'),
        ["questions[trust]: a scale needs at least two options on it"],
    ),
    "more answers than invitations": (
        ('label = { en = "All" }', 'label = { en = "All" }\nwaves = { then = { invited = 5, answered = 6 } }'),
        ["groups[all].waves.then: 6 answered, but only 5 were invited"],
    ),
    "response rate in percent": (
        ('id = "small"', 'id = "small"\nindicative_below = 40'),
        ["indicative_below: Input should be less than or equal to 1 (found 40)"],
    ),
}


@pytest.mark.parametrize("mistake", sorted(WRONG))
def test_mistake_is_named_with_its_place_and_what_was_meant(mistake: str) -> None:
    change, said = WRONG[mistake]
    assert complaints(change) == said


def test_all_mistakes_are_told_at_once() -> None:
    changes = [WRONG[name][0] for name in ("unknown key", "no order", "unknown key of an option", "overlapping bins")]
    expected = [
        line
        for name in ("unknown key", "unknown key of an option", "overlapping bins", "no order")
        for line in WRONG[name][1]
    ]
    assert complaints(*changes) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'id = "x', ": is not TOML: "),
        (b'id = "x"\nid = "y"\n', ": is not TOML: "),
        (b"\xff\xfe\x00", ": cannot be read as a questionnaire: "),
    ],
)
def test_file_that_is_no_toml_is_told_so(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "q.toml"
    path.write_bytes(content)
    with pytest.raises(BrobyggerError) as caught:
        load(str(path))
    assert caught.value.message.startswith(f"{path}{said}")
    assert caught.value.hint


def test_name_that_is_no_questionnaire_gets_the_nearest_one() -> None:
    with pytest.raises(BrobyggerError) as caught:
        load("komune")
    assert caught.value.message == "komune: no such questionnaire; did you mean 'kommune'?"
    assert caught.value.hint == "Give one of the bundled names (kommune, ngo) or the path of a TOML file."
    assert bundled_names() == ("kommune", "ngo")


# The schema for editors ----------------------------------------------------------------------------

Json = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Json:
    done = subprocess.run(
        [sys.executable, "-m", "brobygger_cli", "questionnaire", "schema"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    found: Json = json.loads(done.stdout)
    return found


def parts(node: object) -> Iterator[Json]:
    """Yield every object that a schema describes."""
    if isinstance(node, dict):
        if node.get("type") == "object" and "properties" in node:
            yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def unmet(value: object, node: Json, schema: Json, where: str) -> list[str]:
    """Return where a value is not what the schema says: as much of JSON Schema as the questionnaires use."""
    if "$ref" in node:
        return unmet(value, schema["$defs"][node["$ref"].rpartition("/")[2]], schema, where)
    if "discriminator" in node:
        assert isinstance(value, dict)
        reference = node["discriminator"]["mapping"].get(value.get("type"))
        return unmet(value, {"$ref": reference}, schema, where) if reference else [f"{where}: type"]
    if "anyOf" in node:
        tried = [unmet(value, choice, schema, where) for choice in node["anyOf"]]
        return [] if any(not wrong for wrong in tried) else min(tried, key=len)
    return [*_unmet_here(value, node, where), *_unmet_within(value, node, schema, where)]


def _unmet_here(value: object, node: Json, where: str) -> list[str]:
    types: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
        "array": list,
        "object": dict,
    }
    kind = node.get("type")
    if kind == "null" or (kind in types and not isinstance(value, types[kind])):
        return [f"{where}: not {kind}"]
    if "const" in node and value != node["const"]:
        return [f"{where}: not {node['const']}"]
    if "enum" in node and value not in node["enum"]:
        return [f"{where}: not one of {node['enum']}"]
    if isinstance(value, list) and len(value) < node.get("minItems", 0):
        return [f"{where}: too short"]
    return []


def _unmet_within(value: object, node: Json, schema: Json, where: str) -> list[str]:
    wrong = []
    if isinstance(value, list):
        for place, entry in enumerate(value):
            wrong += unmet(entry, node.get("items", {}), schema, f"{where}[{place}]")
    elif isinstance(value, dict):
        wrong += [f"{where}.{key}: missing" for key in node.get("required", ()) if key not in value]
        others = node.get("additionalProperties", True)
        for key, entry in value.items():
            if key in node.get("properties", {}):
                wrong += unmet(entry, node["properties"][key], schema, f"{where}.{key}")
            elif others is False:
                wrong.append(f"{where}.{key}: unknown")
            elif isinstance(others, dict):
                wrong += unmet(entry, others, schema, f"{where}.{key}")
    return wrong


def test_schema_forbids_unknown_keys_everywhere(schema: Json) -> None:
    objects = list(parts(schema))
    assert len(objects) > 12
    assert [part.get("title") for part in objects if part.get("additionalProperties") is not False] == []


def test_schema_requires_what_a_questionnaire_cannot_do_without(schema: Json) -> None:
    assert set(schema["required"]) == {"id", "title", "groups", "questions"}
    required = {name: set(part.get("required", ())) for name, part in schema["$defs"].items()}
    assert required["SingleChoice"] == {"id", "type", "text", "options"}
    assert required["Ordinal"] == {"id", "type", "text", "options", "order"}
    assert required["Group"] == {"id", "code", "label"}
    assert required["Indicator"] == {"id", "label", "question", "options"}
    assert set(schema["properties"]["questions"]["items"]["discriminator"]["mapping"]) == {
        *("single", "ordinal", "count_bins", "multiple", "number", "text")
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_schema_accepts_the_files_that_brobygger_accepts(path: Path, schema: Json) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    assert unmet(content, schema, schema, "file") == []
    assert Questionnaire.model_validate(content).id == path.stem


@pytest.mark.parametrize(
    "mistake",
    [
        "unknown key",
        "missing key",
        "unknown question type",
        "no order",
        "unknown key of an option",
        "number for a code",
    ],
)
def test_schema_refuses_what_brobygger_refuses(mistake: str, schema: Json) -> None:
    old, new = WRONG[mistake][0]
    assert unmet(tomllib.loads(GOOD), schema, schema, "file") == []
    assert len(unmet(tomllib.loads(GOOD.replace(old, new, 1)), schema, schema, "file")) >= 1
