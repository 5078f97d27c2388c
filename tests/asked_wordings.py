"""What the package asks the catalogue for, read from its code without running it."""

from __future__ import annotations

import ast
import re
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from brobygger_cli import catalogue

PACKAGE = Path(catalogue.__file__).parent


class Asked(NamedTuple):
    """One question to the catalogue in the code.

    Args:
        domains: Which of them it may be put to.
        key: A key, or the pattern of those that an f-string makes.
        given: The values given for the names in braces; None where they cannot be read.
        where: Module and line.
    """

    domains: frozenset[str]
    key: re.Pattern[str]
    given: frozenset[str] | None
    where: str


class Module:
    """What one module of the package asks for, read from its text.

    `asking` maps the names by which it puts questions, such as `word`, to the domains that they go to.
    """

    def __init__(self, path: Path) -> None:
        self.name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        self.nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        self.imported = {
            (str(node.module), alias.name)
            for node in self.nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        self.passing = self._passing()
        self.own = self._catalogues()
        self.asking: dict[str, frozenset[str]] = {}

    def _catalogues(self) -> dict[str, str]:
        """Return the domains by the names that are given to `Catalogue("domain")`."""
        found: dict[str, str] = {}
        for node in self.nodes:
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and _last(node.value.func) == "Catalogue"
            ):
                (domain,) = node.value.args
                assert isinstance(domain, ast.Constant), f"{self.name}:{node.lineno}: a domain is named as it is"
                found |= {_last(target): str(domain.value) for target in node.targets}
        return found

    def domains_of(self, call: ast.Call) -> frozenset[str]:
        """Return the domains that a call may put a question to; none if it puts none."""
        name = _last(call.func)
        if name in {"say", "count"} and isinstance(call.func, ast.Attribute):
            receiver = _last(call.func.value)
            if receiver in self.own:
                return frozenset({self.own[receiver]})
            if isinstance(call.func.value, ast.Call) and _last(call.func.value.func) == "Catalogue":
                (domain,) = call.func.value.args
                return frozenset({ast.literal_eval(domain)})
        if name == "count":
            return frozenset()  # texts and lists count, too
        return self.asking.get(name, frozenset())

    def _passing(self) -> list[tuple[str, ast.Call]]:
        """Return the functions that make a call of which they are given the first argument, with that call."""
        functions = [node for node in self.nodes if isinstance(node, ast.FunctionDef)]
        return [
            (function.name, call)
            for function in functions
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Name)
            if call.args[0].id in {argument.arg for argument in function.args.args}
        ]

    def passing_on(self) -> dict[str, frozenset[str]]:
        """Return the functions that put a question of which they are given the key, and the domains it goes to."""
        found: dict[str, frozenset[str]] = {}
        for name, call in self.passing:
            domains = self.domains_of(call)
            if domains:
                found[name] = found.get(name, frozenset()) | domains
        return found

    def asked(self) -> list[Asked]:
        """Return the questions whose keys can be read."""
        return [
            Asked(domains, key, _given(call), f"{self.name}:{call.lineno}")
            for call, domains in self._questions
            for key in _keys(call.args[0])
        ]

    @cached_property
    def texts(self) -> frozenset[re.Pattern[str]]:
        """Every text in the module that may be a key, or make one, and is none of a question that can be read."""
        keys = [call.args[0] for call, _ in self._questions if _keys(call.args[0])]
        read = {id(inner) for key in keys for inner in ast.walk(key)}
        return frozenset(key for node in self.nodes if id(node) not in read for key in _keys(node))

    @cached_property
    def _questions(self) -> list[tuple[ast.Call, frozenset[str]]]:
        """The calls that put a question, once it is known by which names this module asks."""
        calls = [node for node in self.nodes if isinstance(node, ast.Call) and node.args]
        return [(call, domains) for call in calls for domains in [self.domains_of(call)] if domains]


def _last(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _keys(node: ast.AST) -> list[re.Pattern[str]]:
    """Return the keys that an expression stands for, where it is a text, an f-string or a choice of them."""
    if isinstance(node, ast.IfExp):
        return _keys(node.body) + _keys(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.compile(re.escape(node.value))] if re.fullmatch("[a-z0-9_]+", node.value) else []
    if isinstance(node, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
        said = "".join(part for part in parts if part)
        pattern = "".join(r"\w*" if part is None else re.escape(part) for part in parts)
        return [re.compile(pattern)] if re.fullmatch("[a-z0-9_]*[a-z][a-z0-9_]*", said) and "_" in said else []
    return []


def _given(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(str(name) for name in names)


@cache
def modules() -> tuple[Module, ...]:
    """Return the modules of the package, each with the names by which it asks."""
    found = {module.name: module for module in map(Module, sorted(PACKAGE.rglob("*.py")))}
    for module in found.values():
        # A catalogue that another module made is asked by the name it has there.
        there = {name: found[of].own[name] for of, name in module.imported if of in found and name in found[of].own}
        module.own = there | module.own
    changed = True
    while changed:
        passing = {name: module.passing_on() for name, module in found.items()}
        changed = False
        for module in found.values():
            near = {module.name} | {name for of, part in module.imported for name in (of, f"{of}.{part}")}
            asking: dict[str, frozenset[str]] = {}
            for name, domains in (item for other in near for item in passing.get(other, {}).items()):
                asking[name] = asking.get(name, frozenset()) | domains
            changed |= asking != module.asking
            module.asking = asking
    return tuple(found.values())


@cache
def asked() -> tuple[Asked, ...]:
    """Return all questions to the catalogue whose keys can be read: in Python, and in templates."""
    of_modules = [question for module in modules() for question in module.asked()]
    return (*of_modules, *_asked_in_templates())


def _asked_in_templates() -> list[Asked]:
    """Return the questions of the documents' templates."""
    return [
        Asked(frozenset({"documents"}), re.compile(key), None, path.name)
        for path in sorted(PACKAGE.rglob("*.j2"))
        for key in re.findall(r"""\bsay\(["']([a-z0-9_]+)["']""", path.read_text(encoding="utf-8"))
    ]
