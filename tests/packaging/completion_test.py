"""Completions and manual page say what the command says of itself in --help: every subcommand, every
option, every word that a value is limited to. bash and fish are asked to complete; zsh is run with
its completion functions replaced by ones that print what they are handed.

usage: completion_test.py WEIGHTKIN [unittest options]"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

WEIGHTKIN = sys.argv.pop(1)
missing = [tool for tool in ("bash", "zsh", "fish", "mandoc") if shutil.which(tool) is None]
if missing:
    print(f"skipped: {', '.join(missing)} is not here")
    sys.exit(77)


def output(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **more)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def commands_in(text):
    """Subcommands in a help text: the lines below the heading of their group."""
    below = text.split("\nSubcommands:\n", 1)
    if len(below) == 1:
        return []
    return re.findall(r"^  (\w[\w-]*) {2,}", below[1].split("\n\n", 1)[0], re.MULTILINE)


def help_of(path):
    """{path of a command: its help} for `path` and everything below it."""
    text = output(WEIGHTKIN, *path, "--help")
    found = {path: text}
    for name in commands_in(text):
        found.update(help_of((*path, name)))
    return found


HELP = help_of(())


def options_in(text):
    """Long names and the words their values are limited to, as --help shows both."""
    found = {}
    for name, rest in re.findall(r"^  (?:-\w,)?(--[\w-]+)([^\n]*)", text, re.MULTILINE):
        words = re.match(r" [A-Z]+:(?:value in )?\{([^}]*)\}", rest)
        found[name] = [word.split("->")[0] for word in words[1].split(",")] if words else []
    return found


class Shells(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("bash", "zsh", "fish"):
            (self.folder / name).write_text(output(WEIGHTKIN, "completion", name))
        (self.folder / "files").mkdir()
        (self.folder / "files/some model.gguf").touch()

    def bash(self, *words):
        script = ('source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _weightkin; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        answer = output("bash", "--norc", "-c", script, str(self.folder / "bash"), "weightkin",
                        *words, cwd=self.folder / "files")
        return [word for word in answer.split("\n") if word]

    def fish(self, *words):
        line = " ".join(("weightkin", *words))
        answer = output("fish", "--no-config", "-c", 'source $argv[1]; complete -C "$argv[2]"',
                        str(self.folder / "fish"), line, cwd=self.folder / "files",
                        env=dict(os.environ, HOME=str(self.folder)))
        return [one.split("\t")[0] for one in answer.split("\n") if one]

    def zsh(self, *words):
        script = ('_arguments() { print -rl -- "$@" }; _describe() { print -rl -- "${(P@)2}" }; '
                  'file=$1; shift; words=(weightkin "$@"); CURRENT=$#words; PREFIX=$words[-1]; '
                  'set --; source $file')
        return output("zsh", "-f", "-c", script, "zsh", str(self.folder / "zsh"), *words)

    def test_the_command_has_subcommands_and_options(self):
        self.assertGreaterEqual(len(HELP), 8)
        self.assertIn("--depth", options_in(HELP[("compare",)]))
        self.assertIn("full", options_in(HELP[("compare",)])["--depth"])

    def test_subcommands(self):
        for path, text in HELP.items():
            names = commands_in(text)
            if not names:
                continue
            self.assertEqual(sorted(self.bash(*path, "")), sorted(names))
            self.assertLessEqual(set(names), set(self.fish(*path, "")))
            listed = re.findall(r"^([\w-]+):", self.zsh(*path, ""), re.MULTILINE)
            self.assertEqual(sorted(listed), sorted(names))
        self.assertEqual(self.bash("fing"), ["fingerprint"])
        self.assertEqual(self.fish("fing"), ["fingerprint"])

    def test_options(self):
        for path, text in HELP.items():
            names = set(options_in(text))
            self.assertEqual({one for one in self.bash(*path, "--") if one != "-h"} - {"-o"}, names)
            self.assertEqual(set(self.fish(*path, "--")), names)
            offered = re.findall(r"^\*?(?:\([^)]*\))?(--[\w-]+)", self.zsh(*path, "-"), re.MULTILINE)
            self.assertEqual(set(offered), names)

    def test_values(self):
        limited = 0
        for path, text in HELP.items():
            for name, words in options_in(text).items():
                if not words:
                    continue
                limited += 1
                self.assertEqual(sorted(self.bash(*path, name, "")), sorted(words))
                self.assertEqual(sorted(self.bash(*path, name, "=", "")), sorted(words))
                self.assertEqual(sorted(self.fish(*path, name, "")), sorted(words))
                self.assertIn(f"({' '.join(words)})", self.zsh(*path, "-"))
        self.assertGreaterEqual(limited, 5)
        self.assertEqual(self.bash("compare", "--depth", "fu"), ["full"])
        self.assertEqual(self.bash("completion", "f"), ["fish"])

    def test_files(self):
        self.assertEqual(self.bash("compare", "so"), ["some model.gguf"])
        self.assertEqual(self.bash("compare", "a", "-o", "so"), ["some model.gguf"])
        self.assertEqual(self.bash("compare", "--threads", "so"), [])
        self.assertEqual(self.bash("manual", "so"), [])
        self.assertEqual([one.replace("\\", "") for one in self.fish("compare", "so")],
                         ["some model.gguf"])

    def test_zsh_knows_whose_completion_it_is(self):
        place = self.folder / "functions"
        place.mkdir()
        (place / "_weightkin").write_text((self.folder / "zsh").read_text())
        answer = output("zsh", "-f", "-c", 'fpath=($1 $fpath); autoload -Uz compinit; compinit -D -u; '
                        'print $_comps[weightkin]', "zsh", str(place),
                        env=dict(os.environ, HOME=str(self.folder)))
        self.assertEqual(answer.strip(), "_weightkin")

    def test_other_shells_are_refused(self):
        done = subprocess.run([WEIGHTKIN, "completion", "tcsh"], capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, b""))


    def test_a_full_disk_is_an_error(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([WEIGHTKIN, "completion", "bash"], stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot write", done.stderr)


class Manual(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.page = pathlib.Path(folder.name) / "weightkin.1"
        self.page.write_text(output(WEIGHTKIN, "manual"))

    def sections(self):
        shown = output("mandoc", "-Tascii", "-Owidth=300", str(self.page))
        shown = re.sub(".\b", "", shown)
        parts = re.split(r"^   (weightkin [\w -]+)$", shown, flags=re.MULTILINE)
        return {"": parts[0], **dict(zip(parts[1::2], parts[2::2]))}

    def test_no_complaint(self):
        done = subprocess.run(["mandoc", "-Tlint", "-W", "warning", str(self.page)],
                              capture_output=True, text=True, check=False)
        complaints = [one for one in done.stdout.splitlines() if "missing date" not in one]
        self.assertEqual(complaints, [])

    def test_everything_of_help_is_in_it(self):
        sections = self.sections()
        for path, text in HELP.items():
            section = sections[" ".join(("weightkin", *path)) if path else ""]
            for name, words in options_in(text).items():
                self.assertRegex(section, rf"(?m)^ +(-\w, )?{name}\b", path)
                for word in words:
                    self.assertIn(word, section)
        for line in ("There is no verdict", "--fail-on"):
            self.assertIn(line, sections[""])

    def test_it_is_the_same_twice(self):
        self.assertEqual(self.page.read_text(), output(WEIGHTKIN, "manual"))


if __name__ == "__main__":
    unittest.main()
