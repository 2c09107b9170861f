"""One idea per file and the file's name is the idea: names are unique across the tree."""

import collections

from source_tree import CODE, files, name, report

seen = collections.defaultdict(list)
for path in files(["include", "lib", "capi", "examples", "tests"], CODE + (".py",)):
    seen[path.name].append(name(path))
report([f"same name: {', '.join(paths)}" for paths in seen.values() if len(paths) > 1],
       f"{len(seen)} distinct names")
