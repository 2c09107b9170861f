"""The Go package, in the workspace of a user, with the race detector.

  go_binding_test.py STAGE"""

import sys

from staged import CAPI, Stage, tool

stage = Stage(sys.argv[1])
go = tool("go", "/usr/local/go/bin")
tool("cc")
tool("pkg-config")
stage.set(GOCACHE=stage.folder / "go_cache", GOPATH=stage.folder / "go_path", GOPROXY="off",
          GOFLAGS="", GOTOOLCHAIN="local", CGO_ENABLED="1")
stage.fresh("go", CAPI / "go")
user = stage.fresh("go_user")
stage.run(go, "mod", "init", "user", cwd=user)
stage.run(go, "work", "init", ".", "../go", cwd=user)
stage.run(go, "vet", "weightkin/...", cwd=user)
# One build for all: with the race detector, which also checks pointers.
tests = user / "weightkin.test"
stage.run(go, "test", "-race", "-c", "-o", tests, "weightkin", cwd=user)
stage.run(tests, "-test.timeout=300s", cwd=user)
stage.run(go, "build", "-race", "-o", user / "tour", "weightkin/tour", cwd=user)
stage.tour(user / "tour")
stage.refuses_others(tests, "-test.run=TestAnotherVersionIsRefused", "-test.v", cwd=user,
                     loader_may_refuse=True)
stage.leaves_nothing()
