"""Every regular expression of the product, and texts that take a backtracking matcher longest."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

_ANCHORED = frozenset({"match", "fullmatch"})
_FUNCTIONS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub")
_FLAGS_AT = {"compile": 1, "split": 3, "sub": 4}


@dataclass
class Expression:
    """A compiled expression, the module where it was found, and the methods called on it."""

    pattern: re.Pattern[str]
    where: str
    used: set[str] = field(default_factory=set)

    @property
    def anchored(self) -> bool:
        """Whether it is only ever tried at one position of a text."""
        return bool(self.used) and self.used <= _ANCHORED

    def run(self, text: str) -> float:
        """Return the seconds of CPU time that it takes on a text."""
        started = time.thread_time()
        if self.anchored:
            self.pattern.fullmatch(text)
            self.pattern.match(text)
        else:
            for _ in self.pattern.finditer(text):
                pass
        return time.thread_time() - started


def modules_of(*packages: str) -> list[ModuleType]:
    """Import and return every module of these packages, but not their ``__main__``."""
    found = []
    for name in packages:
        package = importlib.import_module(name)
        found.append(package)
        for each in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not each.name.endswith("__main__"):
                found.append(importlib.import_module(each.name))
    return found


def expressions_of(modules: Sequence[ModuleType]) -> list[Expression]:
    """Return the expressions in the values of modules, and those written where they are used.

    Values are followed through containers, classes, the package's own objects, and the results
    of cached functions without parameters. An expression that is put together from a local
    variable when it is used cannot be collected.
    """
    found: dict[tuple[str, int], Expression] = {}

    def add(pattern: re.Pattern[Any], where: str, *used: str) -> None:
        if isinstance(pattern.pattern, str):
            key = (pattern.pattern, pattern.flags)
            found.setdefault(key, Expression(pattern, where)).used.update(used)

    for module in modules:
        own = vars(module)
        for value in list(own.values()):
            defined = getattr(value, "__module__", module.__name__) == module.__name__
            if not defined and not isinstance(value, re.Pattern | dict | list | tuple):
                continue
            for pattern in _patterns_in(value):
                # one held directly is judged by the methods that the source calls on it
                add(pattern, module.__name__, *(() if pattern is value else ("search",)))
        for pattern, method in _in_source(module):
            add(pattern, module.__name__, method)
    return list(found.values())


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 6:
        for part in _parts(value):
            yield from _patterns_in(part, depth + 1)


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if type(value).__module__.partition(".")[0] in {"index", "bot"}:
        slots = [s for kind in type(value).__mro__ for s in getattr(kind, "__slots__", ())]
        return [getattr(value, name, None) for name in [*getattr(value, "__dict__", {}), *slots]]
    if isinstance(value, type):
        return list(vars(value).values())
    if isinstance(value, functools._lru_cache_wrapper) and not inspect.signature(value).parameters:
        return [value()]
    return []


def _in_source(module: ModuleType) -> Iterator[tuple[re.Pattern[Any], str]]:
    """Yield (expression, method) for each call in the source of a module."""
    names = vars(module)
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method, owner = node.func.attr, node.func.value
            if isinstance(owner, ast.Name) and isinstance(names.get(owner.id), re.Pattern):
                yield names[owner.id], method
            elif isinstance(owner, ast.Name) and owner.id == "re" and method in _FUNCTIONS:
                yield from _inline(node, method, names)
        elif isinstance(node, ast.Call):  # handed to a function, which may search with it
            for value in node.args:
                if isinstance(value, ast.Name) and isinstance(names.get(value.id), re.Pattern):
                    yield names[value.id], "search"


def _inline(
    node: ast.Call, method: str, names: dict[str, Any]
) -> Iterator[tuple[re.Pattern[Any], str]]:
    def value(part: ast.expr) -> Any:
        return eval(compile(ast.Expression(part), "<source>", "eval"), dict(names))

    at = _FLAGS_AT.get(method, 2)
    given = [word.value for word in node.keywords if word.arg == "flags"]
    given += node.args[at : at + 1]
    try:
        pattern = value(node.args[0])
        flags = value(given[0]) if given else 0
    except NameError:
        return  # made from a local variable
    compiled = pattern if isinstance(pattern, re.Pattern) else re.compile(pattern, flags)
    if method != "compile":
        yield compiled, method


_EXAMPLES = "a Z7-.\n,\"'#*<>[](\t_é"
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    c.CATEGORY_DIGIT: str.isdigit,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: lambda x: x.isalnum() or x == "_",
    c.CATEGORY_NOT_DIGIT: lambda x: not x.isdigit(),
    c.CATEGORY_NOT_SPACE: lambda x: not x.isspace(),
    c.CATEGORY_NOT_WORD: lambda x: not (x.isalnum() or x == "_"),
}
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_MANY = 20  # a repeat of at least this many can be pumped
_LONGEST_SAMPLE = 60


def _accepts(members: Sequence[tuple[Any, Any]], character: str) -> bool:
    hit = False
    for op, value in members:
        if op is c.LITERAL:
            hit = hit or chr(value) == character
        elif op is c.RANGE:
            hit = hit or value[0] <= ord(character) <= value[1]
        elif op is c.CATEGORY:
            hit = hit or _CATEGORIES[value](character)
    return hit != any(op is c.NEGATE for op, _ in members)


def _members(members: Sequence[tuple[Any, Any]]) -> list[str]:
    """Return some characters that a class accepts."""
    named = [chr(v if op is c.LITERAL else v[0]) for op, v in members if op in (c.LITERAL, c.RANGE)]
    return [x for x in (*named, *_EXAMPLES) if _accepts(members, x)] or ["\u2603"]


class _Sampler:
    """Writes texts that a parsed expression matches, apart from its look-arounds."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._groups: dict[int, str] = {}

    def text(self, nodes: Sequence[tuple[Any, Any]]) -> str:
        return "".join(self._one(op, value) for op, value in nodes)

    def _one(self, op: Any, value: Any) -> str:  # noqa: PLR0911  # one line per kind of node
        if op is c.LITERAL:
            return chr(value)
        if op is c.NOT_LITERAL:
            return "a" if chr(value) != "a" else "b"
        if op is c.ANY:
            return self._chance.choice("a ")
        if op is c.IN:
            return self._chance.choice(_members(value))
        if op is c.BRANCH:
            return self.text(self._chance.choice(value[1]))
        if op is c.SUBPATTERN:
            self._groups[value[0]] = self.text(value[3])
            return self._groups[value[0]]
        if op is c.ATOMIC_GROUP:
            return self.text(value)
        if op is c.GROUPREF:
            return self._groups.get(value, "")
        if op in _REPEATS:
            least, most, body = value
            times = self._chance.choice((least, max(least, 1), min(least + 1, most)))
            return "".join(self.text(body) for _ in range(min(times, _LONGEST_SAMPLE)))
        return ""


Nodes = tuple[tuple[Any, Any], ...]


def _repeats(nodes: Sequence[tuple[Any, Any]], before: Nodes = ()) -> Iterator[tuple[Nodes, Nodes]]:
    """Yield (what comes before, body) of each repeat that can be pumped, also of inner ones."""
    nodes = tuple(nodes)
    for at, (op, value) in enumerate(nodes):
        ahead = before + nodes[:at]
        if op in _REPEATS:
            if value[1] is c.MAXREPEAT or value[1] >= _MANY:
                yield ahead, tuple(value[2])
            yield from _repeats(value[2], ahead)
        elif op is c.SUBPATTERN:
            yield from _repeats(value[3], ahead)
        elif op is c.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, ahead)
        elif op is c.ATOMIC_GROUP:
            yield from _repeats(value, ahead)
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from _repeats(value[1], ahead)


def worst_cases(pattern: re.Pattern[str], samples: int = 2) -> list[tuple[str, str]]:
    """Return (head, pump): texts of the form ``head + n * pump + mismatch`` are slow to reject.

    For each repeat of the expression: its body again and again after what precedes it, its body
    alone, and the beginning of a match again and again. Deterministic.
    """
    tree = parser.parse(pattern.pattern, pattern.flags)
    chance = random.Random(17)
    found: dict[tuple[str, str], None] = {}
    for before, body in _repeats(tree):
        for _ in range(samples):
            sampler = _Sampler(chance)
            head, pump = sampler.text(before), sampler.text(body)
            for case in ((head, pump), ("", head + pump), ("", pump)):
                if case[1]:
                    found[case] = None
    return list(found)


def worst_text(head: str, pump: str, length: int) -> str:
    """Return a text of about ``length`` characters that ends in a mismatch."""
    return head + pump * max(1, length // len(pump)) + "\x00\u2603\n\u2603"
