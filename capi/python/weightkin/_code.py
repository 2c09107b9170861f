"""What all enumerations share: they accept numbers of newer libraries, and know their labels."""

from __future__ import annotations

import enum
from typing import Any, Dict

# The function of the library that names the members, where there is one.
LABELS: Dict[type, str] = {}


class Code(enum.IntEnum):
    """A number of the C interface. One that this version does not know is still a number."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        if not isinstance(value, int):
            return None
        unknown = int.__new__(cls, value)
        unknown._name_ = f"UNKNOWN_{value}"
        unknown._value_ = value
        return unknown

    @property
    def label(self) -> str:
        """The stable lower-case name that the reports use."""
        function = LABELS.get(type(self))
        if function is None:
            return self.name.lower()
        from weightkin import _library

        return str(_library.call(function, int(self)).decode("ascii"))


class Part(enum.IntFlag):
    """Bits to be added up."""
