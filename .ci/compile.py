"""Build hook: the rooms that cost most, compiled by mypyc into the wheel; off unless asked for.

``DATELINE_COMPILE=1`` makes a wheel of this machine and this Python; without it the wheel is the
plain one, the same for all. What is compiled is the same source, read from the same tree: nothing
of it is written for the compiler, and every module stays in the wheel as Python too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: Below ``geo``: where an article's time is spent, one module a pattern or all below a folder.
HOT = (
    "dateline.py", "sentences.py", "events/**/*.py", "syntax/**/*.py", "toponyms/gazetteer.py",
    "toponyms/store.py", "toponyms/recognition/*.py", "toponyms/resolution/*.py",
)  # fmt: skip
#: Plug points: they meet classes that are not ours.
_PLUGS = {"endpoint.py", "llm", "online.py", "spacy.py", "spacy_adapter.py"}
_SETUP = """
import sys
from mypyc.build import mypycify
from setuptools import setup

# Types are checked by `make types`; what a machine that only builds lacks is no error here.
names = sys.argv.pop().split(":")
built = mypycify(
    ["--ignore-missing-imports", *names], group_name="dateline", multi_file=True, debug_level="0"
)
setup(name="dateline", packages=[], ext_modules=built)
"""


def modules(geo: Path) -> list[Path]:
    """What is compiled; a class that keeps what it was asked once is not, mypyc would ask again."""
    found = {path for pattern in HOT for path in geo.glob(pattern)}
    return sorted(
        path
        for path in found
        if path.name != "__init__.py"
        and _PLUGS.isdisjoint(path.relative_to(geo).parts)
        and "cached_property" not in path.read_text(encoding="utf-8")
    )


def build(root: Path, work: Path) -> list[Path]:
    """Compile a copy of the tree in ``work``; the extension modules, below it as in the wheel.

    Raises
    ------
    subprocess.CalledProcessError
        There is no compiler, or no mypyc; the plain wheel needs neither.
    """
    shutil.copytree(
        root / "geo", work / "geo", ignore=shutil.ignore_patterns("__pycache__", "*.so")
    )
    (work / "setup.py").write_text(_SETUP, encoding="utf-8")
    names = ":".join(str(path.relative_to(work)) for path in modules(work / "geo"))
    steps = ["build_ext", "--inplace", "--parallel", str(os.cpu_count() or 1), names]
    subprocess.run([sys.executable, "setup.py", *steps], check=True, cwd=work, stdout=sys.stderr)
    shutil.rmtree(work / "build")
    return [*work.rglob("*.so"), *work.rglob("*.pyd")]


def _wanted() -> bool:
    return bool(os.environ.get("DATELINE_COMPILE"))


class CompileHook(BuildHookInterface[Any]):
    """Adds the extension modules to the wheel."""

    def dependencies(self) -> list[str]:
        """What only a compiled wheel needs to be built."""
        return ["mypy[mypyc]>=1.14"] if _wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (the interface)
        """Compile before the wheel is packed."""
        if not _wanted():
            return
        self._work = tempfile.TemporaryDirectory()
        work = Path(self._work.name)
        for built in build(Path(self.root), work):
            build_data["force_include"][str(built)] = built.relative_to(work).as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """The copy has served once the wheel is packed."""
        if hasattr(self, "_work"):
            self._work.cleanup()
