"""The root of the exception tree: a code, typed facts, and the sentence that they form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, Union

from jumperwire.errors.codes import ErrorCode
from jumperwire.redaction import redacted

T = TypeVar("T")
Fact = Union[str, int, "tuple[str, ...]", None]

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: bool) -> Callable[[T], T]:
        """Has a meaning for type checkers only; real dataclasses would take a tenth of a command's start."""
        return lambda kind: kind


@dataclass_transform(kw_only_default=True, eq_default=False)
class JumperwireError(Exception):
    """The root: ``code`` says what happened, and the attributes of the class say to what.

    Every subclass fixes its code, so ``except PortInUse`` and ``error.code`` are equivalent. No attribute
    contains a secret. Errors can be pickled and copied.
    """

    code: ClassVar[ErrorCode] = ErrorCode.INTERNAL

    def __init__(self, **facts: Fact) -> None:
        super().__init__()
        for name, fact in facts.items():
            setattr(self, name, redacted(fact) if isinstance(fact, str) else fact)

    def __init_subclass__(cls) -> None:
        if cls.__module__.startswith(_HERE):
            cls.__module__ = _HERE  # the module from which programs import it

    @property
    def facts(self) -> dict[str, str]:
        """The attributes as text, by name, without those that are not known."""
        found = {name: getattr(self, name, None) for name in type(self).__annotations__ if name != "code"}
        return {name: _shown(fact) for name, fact in found.items() if fact is not None}

    def __str__(self) -> str:
        from jumperwire.errors.sentences import sentence

        return sentence(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={fact!r}' for name, fact in self.facts.items())})"

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (type(self), {**self.__dict__})


_HERE = "jumperwire.errors"


def _made(kind: type[JumperwireError], facts: dict[str, Fact]) -> JumperwireError:
    return kind(**facts)


def _shown(fact: Fact) -> str:
    return ", ".join(fact) if isinstance(fact, tuple) else str(fact)
