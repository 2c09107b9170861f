"""How names are spelled in the languages, and how comments are wrapped."""

import textwrap

GENERATED = "Made by capi/generate/generate_bindings.py from the C headers; do not edit."

# Enums whose numbers the library can name.
NAMED = {"status": "status", "fault": "fault", "verdict": "verdict", "change": "change",
         "dtype": "dtype", "component_kind": "component_kind", "role": "role", "use": "use",
         "exclusion": "exclusion", "match": "match", "null": "null", "fit": "fit", "basis": "basis",
         "operation_kind": "operation", "evidence_source": "evidence_source",
         "equality": "equality", "direction": "direction", "merge_method": "merge_method",
         "search_depth": "search_depth", "file_state": "file_state", "document": "document"}

# Where the library's name of an enumerator is not its lower-case name.
SPELLED = {("dtype", "BOOLEAN"): "bool", ("dtype", "NONE"): "unknown", ("verdict", "NONE"): "unknown"}


def spelled(enum, case):
    """The library's name of an enumerator."""
    plain = case.lower().replace("_", "-") if enum == "fault" else case.lower()
    return SPELLED.get((enum, case), plain)


def pascal(name):
    return "".join(word[:1].upper() + word[1:].lower() for word in name.split("_"))


def camel(name):
    words = name.split("_")
    return words[0].lower() + "".join(word[:1].upper() + word[1:].lower() for word in words[1:])


def wrapped(comment, start, width=100):
    """Lines of `comment` that each begin with `start`."""
    return textwrap.wrap(" ".join(comment.split()), width, initial_indent=start,
                         subsequent_indent=start, break_long_words=False, break_on_hyphens=False)


def capital(comment):
    return comment[:1].upper() + comment[1:]


def block(comment, indent, width=100):
    """`comment` as a documentation comment of Java and JavaScript."""
    if not comment:
        return []
    text = capital(comment).replace("*/", "").replace("&", "&amp;").replace("<", "&lt;")
    one = f"{indent}/** {text} */"
    if len(one) <= width:
        return [one]
    return [f"{indent}/**", *wrapped(text, f"{indent} * ", width), f"{indent} */"]
