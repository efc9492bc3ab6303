"""Compiles inner loops: what runs many times for every report, as machine code."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(signature: str) -> Callable[[F], F]:
    """Compile a function for arguments of the given types (Numba's notation) when it is imported.

    The machine code is kept beside the module, or in the user's cache, so that this takes seconds
    once. What such a function calls must stand in its own module: Numba looks only at the age of
    that file.

    >>> @compiled("i8(i8, i8)")
    ... def gcd(a, b):
    ...     while b:
    ...         a, b = b, a % b
    ...     return a
    >>> gcd(12, 18)
    6
    """

    def compile_it(function: F) -> F:
        try:
            return cast("F", njit(signature, cache=True, error_model="numpy")(function))
        except RuntimeError:  # there is no folder that code could be kept in
            return cast("F", njit(signature, error_model="numpy")(function))

    return compile_it


def part(function: F) -> F:
    """Make a function part of the compiled ones that call it."""
    return cast("F", njit(error_model="numpy", inline="always")(function))
