"""Functions are compiled with and without a place to keep the code."""

from typing import Any

import numba
import numpy as np
import pytest

from agents.deduplication import compiled as compiler
from agents.deduplication.compiled import compiled, part


def test_a_compiled_function_takes_only_what_it_was_compiled_for() -> None:
    """Whatever else would be compiled anew in the middle of the work is refused."""

    @compiled("f8(f8[::1])")
    def total(values: np.ndarray) -> float:
        found = 0.0
        for value in values:
            found += value
        return found

    assert total(np.array([1.0, 2.5])) == 3.5
    with pytest.raises(TypeError):
        total(np.ones(4)[::2])


def test_parts_may_be_called_by_compiled_functions() -> None:
    """They are compiled with them."""

    @part
    def twice(value: float) -> float:
        return 2 * value

    @compiled("f8(f8)")
    def four_times(value: float) -> float:
        return twice(twice(value))

    assert four_times(1.5) == 6.0


def test_without_a_folder_for_the_code_it_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A package that nobody may write to, and no home: it only takes longer."""

    def njit(signature: str, **options: Any) -> Any:
        if options.pop("cache", False):
            reason = "cannot cache function: no locator available"
            raise RuntimeError(reason)
        return numba.njit(signature, **options)

    monkeypatch.setattr(compiler, "njit", njit)

    @compiled("i8(i8)")
    def next_after(number: int) -> int:
        return number + 1

    assert next_after(4) == 5
