"""The Java classes, installed into a prefix, with JNA.

  java_binding_test.py STAGE"""

import pathlib
import sys

from staged import CAPI, Stage, skip, tool

JNA = "/usr/share/java/jna.jar"

stage = Stage(sys.argv[1])
javac, java = tool("javac"), tool("java")
tool("jar")
if not pathlib.Path(JNA).exists():
    skip(f"there is no {JNA}")
installed = stage.fresh("java")
stage.run("sh", CAPI / "java/install.sh", installed, JNA)
classes = stage.fresh("java_tests")
path = f"{JNA}:{installed}/share/java/weightkin.jar:{classes}"
sources = sorted((CAPI / "java/src/test").rglob("*.java")) + sorted((CAPI / "java/examples").glob("*.java"))
stage.run(javac, "-encoding", "UTF-8", "-d", classes, "-cp", path, *sources)
# A heap that forgotten handles would fill.
run = (java, "-Xmx256m", f"-Djava.io.tmpdir={stage.temporary}", "-cp", path)
stage.run(*run, "weightkin.BindingTest")
stage.tour(*run, "Tour")
stage.refuses_others(*run, "weightkin.BindingTest", "other-version", loader_may_refuse=False)
stage.leaves_nothing()
