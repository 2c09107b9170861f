"""Says, component by component, whether a checkpoint's weights descend from another model's.

    import weightkin as wk

    with wk.Model.open("mine.safetensors") as mine, wk.Model.open("theirs") as theirs:
        with wk.compare(mine, theirs) as comparison:
            for component in comparison.components:
                print(component.id, component.verdict.label, component.sentence)

The shared library is found at the first use; see load()."""

from weightkin._library import abi_version, load, version
from weightkin._progress import Progress
from weightkin._package import VERSION as __version__
from weightkin.arrays import TensorMemory, tensor_memory
from weightkin.builder import Builder, Declaration
from weightkin.codes import *  # noqa: F403
from weightkin.codes import __all__ as _codes
from weightkin.comparison import Comparison, compare
from weightkin.errors import (BadArgument, BadFormat, Cancelled, Error, Internal, IoError,
                              LibraryError, NoMemory, Undefined, Unsupported)
from weightkin.fingerprint import Fingerprint, is_fingerprint
from weightkin.inventory import Inventory
from weightkin.mixture import Merge, explain_merge
from weightkin.model import Model
from weightkin.records import *  # noqa: F403
from weightkin.records import __all__ as _records
from weightkin.sources import Source

__all__ = [
    "BadArgument", "BadFormat", "Builder", "Cancelled", "Comparison", "Declaration", "Error",
    "Fingerprint", "Internal", "Inventory", "IoError", "LibraryError", "Merge", "Model",
    "NoMemory", "Progress", "Source", "TensorMemory", "Undefined", "Unsupported", "abi_version",
    "compare", "explain_merge", "is_fingerprint", "load", "tensor_memory", "version",
    *_codes, *_records,
]
