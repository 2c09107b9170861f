"""One idea per file and the file's name is the idea: names are unique across the tree."""

import collections

from source_tree import CODE, files, name, report

# Names that are not ours to choose: packaging and package systems look for these.
GIVEN = {
    "__init__.py",  # a Python package
    "__main__.py",  # what `python -m` runs
    "build.rs",  # cargo
    "lib.rs",  # cargo
    "main.rs",  # cargo
    "mod.rs",  # cargo
    "doc.go",  # go doc
    "main.go",  # go
    "package-info.java",  # javadoc
    "module-info.java",  # javac
    "index.ts",  # npm
    "index.d.ts",  # npm
    "index.js",  # npm
    "setup.py",  # pip before pyproject.toml
    "pyproject.toml",
    "Cargo.toml",
    "go.mod",
    "package.json",
    "pom.xml",
}
SUFFIXES = CODE + (".py", ".rs", ".go", ".java", ".js", ".mjs", ".ts", ".toml")

seen = collections.defaultdict(list)
for path in files(["include", "lib", "capi", "examples", "tests"], SUFFIXES):
    if path.name in GIVEN or "node_modules" in path.parts:
        continue
    seen[path.name].append(name(path))
report([f"same name: {', '.join(paths)}" for paths in seen.values() if len(paths) > 1],
       f"{len(seen)} distinct names")
