"""The version of this package."""

# Written by generate_python.py from the C headers; not edited by hand.

VERSION = "0.1.0"
