"""What Doxygen reads of a public header: INPUT_FILTER of Doxyfile.in.

C headers carry plain comments: the first is the file's, one above a declaration is its, one behind
code is that line's, and one above several functions with no blank line between is for all of them.
In both languages a function that the compiler writes, or that moves, says what that always means;
in C so do the fields and the macro that every struct of options has.

usage: doxygen_filter.py HEADER, to standard output, line for line"""

import os
import re
import sys

# What a line of code begins with, and what it says without a comment of its own.
UNDERSTOOD = (
    (r"(friend )?\S.*\boperator(==|<=>)\(.*= default;|(explicit )?~?\w+\(\) (noexcept )?= default;",
     "The language's: member by member."),
    (r"(\w+)\(\1&&\) noexcept;|(\w+)& operator=\(\2&&\) noexcept;",
     "Moves; the one moved from may be assigned to or destroyed, no more."),
    (r"size_t struct_size;$", "The size its caller knows: sizeof the struct, or what the INIT macro says."),
    (r"uint\d+_t reserved\d*(\[\d+\])?;$", "Zero; later versions may give it a meaning."),
    (r"#define WKIN_\w+_INIT\b",
     "The struct of this name with its size set and every other field at its default."))


def generated(line):
    """The line behind a comment, where the code needs none of its own."""
    code = line.lstrip()
    for beginning, meaning in UNDERSTOOD:
        if re.match(beginning, code):
            return f"/** {meaning} */ {code}"
    return line


def documented(text, name):
    """C comments as Doxygen's, by where they stand."""
    first = True

    def one(match):
        nonlocal first
        begin = text.rfind("\n", 0, match.start()) + 1
        behind_code = text[begin:match.start()].strip() != ""
        body = match.group(1)
        if body.lstrip().startswith("----"):  # a divider
            return match.group(0)
        if first:
            first = False
            return f"/** \\file {name} \\ilinebr{body}*/"
        return f"/**{'<' if behind_code else ''}{body}*/"

    return re.sub(r"/\*(.*?)\*/", one, text, flags=re.DOTALL)


def grouped(text):
    """Functions that share the comment above them become a group, which Doxygen documents alike."""
    def one(match):
        comment, functions = match.groups()
        if functions.count("WKIN_API") < 2 or "/**" in functions:
            return match.group(0)
        return f"///@{{\n{comment}{functions}///@}}\n"

    return re.sub(r"^(/\*\*[^<](?:(?!\*/).)*\*/\n)((?:(?!\n\n).)+?\n)(?=\n)", one, text,
                  flags=re.DOTALL | re.MULTILINE)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="ascii") as header:
        read = header.read()
    if sys.argv[1].endswith(".h"):
        read = grouped(documented(read, os.path.basename(sys.argv[1])))
    sys.stdout.write("".join(generated(line) for line in read.splitlines(keepends=True)))
