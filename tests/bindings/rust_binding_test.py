"""The Rust crates, as a user's crate has them: added by path, built without network.

  rust_binding_test.py STAGE"""

import shutil
import sys

from staged import CAPI, Stage, tool

stage = Stage(sys.argv[1])
cargo = tool("cargo", "~/.cargo/bin")
tool("cc")
stage.set(CARGO_TARGET_DIR=stage.folder / "cargo_target", CARGO_NET_OFFLINE="true",
          CARGO_INCREMENTAL="0", CARGO_PROFILE_DEV_DEBUG="0")
installed = stage.fresh("rust", CAPI / "rust")
user = stage.fresh("rust_user")
(user / "src").mkdir()
(user / "src/lib.rs").write_text("")
(user / "Cargo.toml").write_text('[package]\nname = "user"\nversion = "0.0.0"\nedition = "2021"\n\n[workspace]\n')
for part in ("tests", "examples"):
    shutil.copytree(CAPI / "rust/weightkin" / part, user / part)
for crate in ("weightkin", "weightkin-sys"):
    stage.run(cargo, "add", "--offline", "--quiet", crate, "--path", installed / crate, cwd=user)
stage.run(cargo, "test", "--offline", "--quiet", "--tests", cwd=user)
# The snippets of the documentation, of which some must not compile.
stage.run(cargo, "test", "--offline", "--quiet", "--doc", "--manifest-path", installed / "weightkin/Cargo.toml")
stage.run(cargo, "build", "--offline", "--quiet", "--example", "tour", cwd=user)
stage.tour(stage.folder / "cargo_target/debug/examples/tour")
stage.refuses_others(cargo, "test", "--offline", "--quiet", "--test", "other_library", "--",
                     "--ignored", "--nocapture", cwd=user, loader_may_refuse=True)
stage.leaves_nothing()
