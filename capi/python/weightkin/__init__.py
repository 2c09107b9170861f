"""Says, component by component, whether a checkpoint's weights descend from another model's.

    import weightkin as wk

    with wk.Model.open("mine.safetensors") as mine, wk.Model.open("theirs") as theirs:
        with wk.compare(mine, theirs) as comparison:
            for component in comparison.components:
                print(component.id, component.verdict.label, component.sentence)

The shared library is found at the first use; see load()."""

from weightkin._library import abi_version, load, version
from weightkin._progress import Log, Progress
from weightkin._package import VERSION as __version__
from weightkin.arrays import TensorMemory, tensor_memory
from weightkin.builder import Builder, Declaration
from weightkin.codes import *  # noqa: F403
from weightkin.codes import __all__ as _codes
from weightkin.comparison import Comparison, compare, document, picture
from weightkin.digests import Checksum, Hashes, Manifest
from weightkin.errors import (BadArgument, BadFormat, Cancelled, Error, Internal, IoError,
                              LibraryError, NoMemory, Undefined, Unsupported)
from weightkin.features import (features, formats, has_feature, kernels, measure_pair,
                                printable)
from weightkin.fingerprint import Fingerprint, is_fingerprint
from weightkin.forest import Forest, KnownDirection, grow_forest
from weightkin.index import Index, IndexAnswer
from weightkin.inventory import Inventory
from weightkin.mixture import Merge, explain_merge
from weightkin.model import Model, Opening
from weightkin.policy import Decision, Policy
from weightkin.records import *  # noqa: F403
from weightkin.records import __all__ as _records
from weightkin.scan import Scan, affinity, find_ancestors
from weightkin.sources import Source

__all__ = [
    "BadArgument", "BadFormat", "Builder", "Cancelled", "Checksum", "Comparison", "Decision",
    "Declaration",
    "Error", "Fingerprint", "Forest", "Hashes", "Index", "IndexAnswer", "Internal", "Inventory", "IoError",
    "KnownDirection", "LibraryError", "Log", "Manifest", "Merge", "Model", "NoMemory", "Opening", "Policy",
    "Progress", "Scan", "Source", "TensorMemory", "Undefined", "Unsupported", "abi_version", "affinity", "compare",
    "document",
    "explain_merge", "features", "find_ancestors", "formats", "grow_forest", "has_feature",
    "is_fingerprint", "kernels", "load", "measure_pair", "picture", "printable", "tensor_memory", "version", "__version__",
    *_codes, *_records,
]
