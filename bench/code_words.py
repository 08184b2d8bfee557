"""Count the words of English that rules of the code compare with a text: what is not yet data.

python bench/code_words.py         module, how many words, which

A comparison counts where one side reads a text (``low[i]``, ``self.at(j)``, ``word``) and the other
is a word; kinds, tags, relations and names of lists are no words of a text. Used by bench/codebook.py.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

GEO = Path(__file__).resolve().parent.parent / "geo"
ROOMS = ("events", "toponyms", "syntax", "sentences.py", "dateline.py", "articles/language.py")
#: What an expression that reads a text is made of in this code, and one that reads a code.
_TEXT = re.compile(
    r"\b(?:low|lower|_low|words?|at|texts?|after|before|following|between|cue|head|link|lower_at"
    r"|earlier|unit|w|key)\b"
)
_CODE = re.compile(
    r"kind|tag|dep|role|mode|slot|basis|label|forms|factors|reason|event_type|args|parser"
    r"|precision|column|verdict|descriptions"
)
_WORD = re.compile(r"['’]?[a-z][a-z'’ -]*")
_ENDS = frozenset({"startswith", "endswith", "removesuffix", "removeprefix"})


def compared(path: Path) -> list[str]:
    """The words that a module compares with a text, in order, each as often as it stands there."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        pairs: list[tuple[ast.expr, list[ast.expr]]] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            pairs = [(side, [s for s in sides if s is not side]) for side in sides]
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _ENDS
        ):
            pairs = [(node.func.value, node.args)]
        for read, others in pairs:
            told = ast.unparse(read)
            if _TEXT.search(told) and not _CODE.search(told):
                found += [(node.lineno, word) for other in others for word in _literals(other)]
    return [word for _, word in sorted(found)]


def _literals(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Subscript | ast.Call):  # the name of a list, the word of a function
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _WORD.fullmatch(node.value):
            yield node.value
        return
    for inner in ast.iter_child_nodes(node):
        yield from _literals(inner)


def by_module() -> dict[str, list[str]]:
    """Module (below geo/) -> the words it compares; modules without any are left out."""
    found = {}
    for room in ROOMS:
        path = GEO / room
        for module in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            words = [] if "build" in module.parts else compared(module)
            if words:
                found[module.relative_to(GEO).as_posix()] = words
    return found


if __name__ == "__main__":
    for name, listed in by_module().items():
        print(f"{name}: {len(listed)}: {' '.join(listed)}")
    print(sum(map(len, by_module().values())), "words")
