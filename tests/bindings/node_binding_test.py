"""The Node package, packed and installed into a folder of a user.

  node_binding_test.py STAGE fetch    gets what it depends on (the only step that needs a network)
  node_binding_test.py STAGE test"""

import shutil
import sys

from staged import CAPI, Stage, skip, tool

stage = Stage(sys.argv[1])
node, npm = tool("node"), tool("npm")
_, version = stage.run(node, "--version")
if tuple(int(part) for part in version.strip().lstrip("v").split(".")[:2]) < (18, 18):
    skip(f"node is {version.strip()}, 18.18 is needed")
stage.set(npm_config_cache=stage.folder / "npm_cache", npm_config_update_notifier="false",
          npm_config_audit="false", npm_config_fund="false", UV_THREADPOOL_SIZE="8")
source = stage.folder / "node"
fetched = source / "fetched"


def fetch():
    lock = CAPI / "node/package-lock.json"
    if fetched.exists() and fetched.read_text() == lock.read_text():
        print("already there")
        return
    stage.fresh("node", CAPI / "node")
    code, _ = stage.run(npm, "ci", "--ignore-scripts", cwd=source, check=False)
    if code != 0:
        skip("npm cannot fetch koffi and typescript")
    fetched.write_text(lock.read_text())


def test():
    if not fetched.exists():
        skip("npm could not fetch koffi and typescript (binding_node_packages)")
    for part in ("lib", "examples", "test"):
        stage.fresh(f"node/{part}", CAPI / "node" / part)
    for part in ("index.js", "index.d.ts", "values.d.ts", "package.json"):
        shutil.copy(CAPI / "node" / part, source)
    user = stage.fresh("node_user")
    (user / "package.json").write_text('{"name": "user", "private": true, "type": "module"}\n')
    stage.run(npm, "pack", "--silent", "--pack-destination", user, cwd=source)
    stage.run(npm, "install", "--prefer-offline", "--ignore-scripts", next(user.glob("*.tgz")),
              cwd=user)
    shutil.copytree(CAPI / "node/test", user / "test")
    for module in ("typescript", "@types"):
        shutil.copytree(source / "node_modules" / module, user / "node_modules" / module)
    shutil.copytree(source / "node_modules/undici-types", user / "node_modules/undici-types")
    stage.run(node, "node_modules/typescript/bin/tsc", "--strict", "--noEmit", "--target", "es2022",
              "--module", "nodenext", "--lib", "es2022,esnext.disposable,dom", "--types", "node",
              "test/types.ts", cwd=user)
    stage.run(node, "--expose-gc", "--test", "test/binding.test.js", cwd=user)
    stage.tour(node, user / "node_modules/weightkin/examples/tour.js")
    stage.refuses_others(node, "--test", "test/other_library.test.js", cwd=user,
                         loader_may_refuse=False)


fetch() if sys.argv[2] == "fetch" else test()
stage.leaves_nothing()
