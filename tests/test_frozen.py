"""Data classes that are filled slot by slot behave as dataclass made them."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from geo.frozen import quicken
from geo.model import Span


@dataclass(frozen=True, slots=True)
class Plain:
    first: int
    word: str = "a"


@dataclass(frozen=True, slots=True)
class Quick:
    first: int
    word: str = "a"


quicken(Quick)


def test_the_same_parameters_and_values_and_as_frozen():
    assert str(inspect.signature(Quick)) == str(inspect.signature(Plain))
    assert Quick(3) == Quick(first=3, word="a") != Quick(3, "b")
    assert repr(replace(Quick(3), word="b")) == "Quick(first=3, word='b')"
    assert hash(Quick(3)) == hash(Plain(3))
    with pytest.raises(FrozenInstanceError):
        Quick(3).word = "b"
    with pytest.raises(TypeError, match="first"):
        Quick()


def test_values_of_the_path_travel_between_processes():
    assert pickle.loads(pickle.dumps(Span(1, 2, "x"))) == Span(1, 2, "x")  # noqa: S301 (our own)


def test_a_class_that_does_more_than_hold_its_fields_is_refused():
    @dataclass(frozen=True, slots=True)
    class Made:
        words: list[str] = field(default_factory=list)

    with pytest.raises(TypeError, match="Made"):
        quicken(Made)
