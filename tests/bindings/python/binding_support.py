"""What the tests of the Python package share."""

import os
import pathlib
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "capi/python"
sys.path.insert(0, str(PACKAGE))
STORY = pathlib.Path(os.environ["WEIGHTKIN_STORY"])
LIBRARY = pathlib.Path(os.environ["WEIGHTKIN_LIBRARY"])
SKIPPED = 77


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def weights(seed=1, layers=3, rows=96, columns=64):
    """Named f32 matrices that look like weights."""
    random = np.random.default_rng(seed)
    return {f"layers.{layer}.mlp.up_proj.weight":
            (0.02 * random.standard_normal((rows, columns))).astype(np.float32)
            for layer in range(layers)}


def same_but_name(one, other):
    """Whether two fingerprints hold the same numbers."""
    def content(fingerprint):
        info = fingerprint.info._replace(name="", format="")
        tensors = [tuple(bytes(value) if isinstance(value, memoryview) else value
                         for value in tensor) for tensor in fingerprint.tensors]
        return info, list(fingerprint.components), tensors
    return repr(content(one)) == repr(content(other))  # repr: NaN is NaN
