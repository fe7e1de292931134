"""Methods that keep their answers for as long as their object lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

P = ParamSpec("P")
T = TypeVar("T")
ANSWERS = 1 << 15  # kept of one question: some megabytes, and what some thousands of captions ask


class remembered(Generic[P, T]):
    """Decorator: a method whose answers are kept in its object; those that were not asked for longest go first.

    ``functools.lru_cache`` on a method would keep the objects themselves, and hash them at each call.
    """

    def __init__(self, method: Callable[Concatenate[Any, P], T]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, thing: None, owner: type) -> remembered[P, T]: ...
    @overload
    def __get__(self, thing: object, owner: type) -> Callable[P, T]: ...
    def __get__(self, thing: object | None, owner: type) -> remembered[P, T] | Callable[P, T]:
        """The method of ``thing``; from the second time on it is found in the object itself."""
        if thing is None:
            return self
        answers: Any = lru_cache(maxsize=ANSWERS)(self._method.__get__(thing, owner))
        thing.__dict__[self._name] = answers
        return answers
