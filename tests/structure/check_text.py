"""Sources are ASCII, end in one newline, have no tabs or trailing blanks, and stay short enough to
be read in one go."""

from source_tree import CODE, ROOT, TEXT, files, name, report

LONGEST_FILE_LINES = 500

problems = []
checked = files(["include", "lib", "capi", "examples", "tests", "cmake", "docs", ".ci"], TEXT)
checked = [path for path in checked if not path.is_relative_to(ROOT / "tests/data")]
checked += [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXT]
for path in checked:
    data = path.read_bytes()
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.isascii():
            problems.append(f"{name(path)}:{number}: not ASCII")
        if b"\t" in line:
            problems.append(f"{name(path)}:{number}: tab")
        if line != line.rstrip() and path.suffix != ".md":
            problems.append(f"{name(path)}:{number}: trailing blank")
    if data and (lines[-1] != b"" or (len(lines) > 1 and lines[-2] == b"")):
        problems.append(f"{name(path)}: must end in exactly one newline")
    if path.suffix in CODE and len(lines) > LONGEST_FILE_LINES:
        problems.append(f"{name(path)}: {len(lines)} lines; split it by noun")
report(problems, f"{len(checked)} files")
