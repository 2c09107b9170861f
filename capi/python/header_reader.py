"""What weightkin.h declares, read from its text: enumerations, structs, functions.

Knows the plain C that these headers are written in and stops at anything else, so that a declaration
that it does not understand is not left out in silence. Shared by the generator of the Python
declarations and by the checks of all bindings' layouts."""

from __future__ import annotations

import dataclasses
import pathlib
import re
from typing import Dict, List, Optional

HEADERS = pathlib.Path(__file__).resolve().parents[1] / "include"


@dataclasses.dataclass
class Field:
    """A struct's field or a function's argument."""

    type: str  # without const, e.g. "uint64_t", "char*", "wkin_model**"
    name: str
    extent: int = 0  # of an array, else 0


@dataclasses.dataclass
class Struct:
    name: str
    text: str  # the comment before it
    fields: List[Field]


@dataclasses.dataclass
class Enumeration:
    name: str
    text: str
    values: Dict[str, int]  # without the one that fixes the size


@dataclasses.dataclass
class Function:
    name: str
    result: str
    arguments: List[Field]


@dataclasses.dataclass
class Interface:
    abi_version: int
    enumerations: List[Enumeration]
    structs: List[Struct]
    functions: List[Function]
    callbacks: List[Function]
    handles: List[str]


COMMENT = r"(?:/\*((?:(?!\*/).)*)\*/\s*)?"


def spoken(comment: Optional[str]) -> str:
    """A comment's text as one paragraph."""
    words = re.sub(r"\s*\n\s*\*\s?", " ", comment or "")
    return "" if words.strip().startswith("----") else " ".join(words.split())


def bare(text: str) -> str:
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.S)


def field_of(text: str) -> Field:
    """`const uint64_t* shape` and the like; `uint8_t root[32]`."""
    words = re.sub(r"\b(const|struct)\b", " ", text)
    found = re.fullmatch(r"\s*(\w+)\s*((?:\*\s*)*)(\w+)\s*(?:\[(\d+)\])?\s*", words)
    if found is None:
        raise ValueError(f"not understood: {text!r}")
    stars = found[2].replace(" ", "")
    return Field(found[1] + stars, found[3], int(found[4] or 0))


def arguments_of(text: str) -> List[Field]:
    return [] if text.strip() == "void" else [field_of(part) for part in text.split(",")]


def enumerations_of(text: str) -> List[Enumeration]:
    found = []
    for comment, name, body in re.findall(
            COMMENT + r"typedef enum (\w+) \{(.*?)\} \2;", text, re.S):
        values = {}
        for word, number in re.findall(r"(\w+)\s*=\s*(\w+)", bare(body)):
            values[word] = int(number, 0)
        named = {word: number for word, number in values.items() if number != 0x7fffffff}
        if len(named) != len(values) - 1:
            raise ValueError(f"{name}: one enumerator must fix its size")
        found.append(Enumeration(name, spoken(comment), named))
    return found


def structs_of(text: str) -> List[Struct]:
    found = []
    for comment, name, body in re.findall(
            COMMENT + r"typedef struct (\w+) \{(.*?)\} \2;", text, re.S):
        parts = [part for part in bare(body).split(";") if part.strip()]
        found.append(Struct(name, spoken(comment), [field_of(part) for part in parts]))
    return found


def functions_of(text: str) -> List[Function]:
    plain = bare(text)
    found = []
    for result, name, arguments in re.findall(
            r"WKIN_API\s+([\w\s*]+?)\s*\b(wkin_\w+)\s*\(([^()]*)\)\s*;", plain):
        found.append(Function(name, field_of(result + " x").type, arguments_of(arguments)))
    if len(found) != len(re.findall(r"^WKIN_API\b", plain, re.M)):
        raise ValueError("a function was not understood")
    return found


def callbacks_of(text: str) -> List[Function]:
    return [Function(name, result, arguments_of(arguments)) for result, name, arguments in
            re.findall(r"typedef\s+(\w+)\s*\(\*(\w+)\)\s*\(([^()]*)\)\s*;", bare(text))]


def read_headers(folder: pathlib.Path = HEADERS) -> Interface:
    """All of weightkin.h, parts in the order of its includes."""
    umbrella = (folder / "weightkin.h").read_text()
    texts = {part: (folder / part).read_text()
             for part in re.findall(r"#include <(weightkin/\w+\.h)>", umbrella)}
    ordered: List[str] = []

    def take(part: str) -> None:
        if part in ordered:
            return
        for inner in re.findall(r"#include <(weightkin/\w+\.h)>", texts[part]):
            take(inner)
        ordered.append(part)

    for part in texts:
        take(part)
    text = "\n".join(texts[part] for part in ordered)
    version = re.search(r"#define WKIN_ABI_VERSION (\d+)", text)
    if version is None:
        raise ValueError("no WKIN_ABI_VERSION")
    handles = [name for name, other in re.findall(r"typedef struct (\w+) (\w+);", text)
               if name == other]
    handles += re.findall(r"^struct (\w+);", text, re.M)
    return Interface(int(version[1]), enumerations_of(text), structs_of(text), functions_of(text),
                     callbacks_of(text), handles)
