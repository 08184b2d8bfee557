"""Frozen data classes that are made by the thousand: filled slot by slot, not name by name.

``dataclass(frozen=True)`` sets every field through ``object.__setattr__``, which looks the name up anew
each time. A slotted class has a descriptor for each field, and calling that takes half the time. To
everybody else the class stays as frozen as before.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

__all__ = ["quicken"]


def quicken(*classes: type[Any]) -> None:
    """Give frozen, slotted data classes an ``__init__`` that fills their slots directly.

    Parameters
    ----------
    classes
        Its parameters and defaults are those that ``dataclass`` gave it.

    Raises
    ------
    TypeError
        A class has a field that is keyword-only or made by a factory, or does more than fill its
        fields: there is nothing of that here.
    """
    for cls in classes:
        known: dict[str, Any] = {}
        taken: list[str] = []
        for one in fields(cls):
            if one.kw_only or one.default_factory is not MISSING or hasattr(cls, "__post_init__"):
                msg = f"{cls.__qualname__} is more than its fields in order."
                raise TypeError(msg)
            known[f"set_{one.name}"] = getattr(cls, one.name).__set__
            known[f"default_{one.name}"] = one.default
            default = "" if one.default is MISSING else f"=default_{one.name}"
            taken.append(one.name + default)
        lines = [f"    set_{one.name}(self, {one.name})" for one in fields(cls)]
        source = "\n".join([f"def __init__(self, {', '.join(taken)}):", *lines])
        exec(source, known)  # noqa: S102 (names of our own fields, as dataclass does it)
        made = known["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        made.__annotations__ = vars(cls)["__init__"].__annotations__
        type.__setattr__(cls, "__init__", made)
