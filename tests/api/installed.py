#!/usr/bin/env python3
"""Holds the installed C++ API to what it promises: installed.py POLHIST BUILD SOURCE [PAIRS [SEED]]

Installs what was built into a temporary folder, and there
- compiles each public header alone, with each compiler that is here;
- holds what the shared library exports and needs to what it may;
- compiles the example and a program of the tests against -lpolhist alone, and runs them: the example
  prints what it should, and the program gives the answers of `polhist diff --batch` and
  `polhist eval --batch` on the cases of the tests and on pairs at random.
"""

import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

NEEDED = {"libfmt", "libz", "libstdc++", "libgcc_s", "libc", "libm", "ld-linux-x86-64", "ld-linux-aarch64"}
SANITIZERS = {"libasan", "libubsan", "libclang_rt"}
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-Wconversion", "-Wshadow"]
COMPARED = ("verdict", "overall", "access", "denies")


def run(*command, **more):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **more)
    if done.returncode:
        raise SystemExit(f"installed: {' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


class Installed:
    """What `meson install` puts into a folder of its own."""

    def __init__(self, build, root):
        meson = shutil.which("meson") or "/usr/bin/meson"
        run(meson, "install", "-C", build, "--no-rebuild", "--tags", "devel,library", "--destdir", root)
        (place,) = root.rglob("polhist.pc")
        self.library = place.parent.parent
        (headers,) = root.rglob("include/polhist")
        self.headers = headers
        self.environment = {
            **os.environ,
            "PKG_CONFIG_PATH": str(place.parent),
            "LD_LIBRARY_PATH": str(self.library),
        }
        prefix = f"--define-variable=prefix={headers.parent.parent}"
        self.cflags = self.pkg_config(prefix, "--cflags")
        self.libs = self.pkg_config(prefix, "--libs")

    def pkg_config(self, *arguments):
        return run("pkg-config", *arguments, "polhist", env=self.environment).split()

    def compile(self, source, program):
        run("c++", "-std=c++20", *WARNINGS, source, "-o", program, *self.cflags, *self.libs)


def check_headers(installed):
    compilers = [name for name in ("g++", "clang++-14") if shutil.which(name)]
    for header in sorted(installed.headers.glob("*.h")):
        for compiler in compilers:
            run(
                compiler,
                "-std=c++20",
                "-fsyntax-only",
                *WARNINGS,
                "-x",
                "c++",
                "-",
                *installed.cflags,
                input=f"#include <polhist/{header.name}>\n",
            )
    text = "".join(header.read_text(encoding="utf-8") for header in installed.headers.glob("*.h"))
    foreign = {name for name in re.findall(r"#include <(.+?)>", text) if "/" in name or "." in name}
    if foreign := {name for name in foreign if not name.startswith("polhist/")}:
        raise SystemExit(f"installed: headers include {', '.join(sorted(foreign))}")
    if '#include "' in text:
        raise SystemExit("installed: a header includes another by a relative name")


def check_library(installed):
    library = installed.library / "libpolhist.so.0"
    for line in run("nm", "-D", "--defined-only", library).splitlines():
        name = line.split()[-1].split("@")[0]
        if name != "POLHIST_0" and not re.match(r"_ZNK?7polhist3api", name):
            raise SystemExit(f"installed: the library exports {name}")
    exported = run("nm", "-DC", "--defined-only", library)
    for inner in ("::Internals", "::Impl", "::References"):
        if inner in exported:
            raise SystemExit(f"installed: the library exports something of {inner}")
    dynamic = run("readelf", "-d", library)
    if "[libpolhist.so.0]" not in dynamic:
        raise SystemExit("installed: the soname is not libpolhist.so.0")
    needed = set(re.findall(r"\(NEEDED\).*\[(.+?)\.so", dynamic))
    if surplus := needed - NEEDED - SANITIZERS:
        raise SystemExit(f"installed: the library needs {', '.join(sorted(surplus))}")


OLD = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"}]}
"""
NEW = """Version: 2012-10-17
Statement:
- Effect: Allow
  Action: s3:GetObject
  Resource: arn:aws:s3:::logs/*
- Effect: Allow
  Action: iam:PassRole
  Resource: arn:aws:iam::111122223333:role/ops
  Condition: {StringEquals: {"iam:PassedToService": ec2.amazonaws.com}}
"""
EXAMPLE = (
    "broader\nnow allowed: iam:PassRole on arn:aws:iam::111122223333:role/ops, "
    "iam:PassedToService = ec2.amazonaws.com (Statement[1])\n"
)


def check_example(installed, source, folder):
    program = folder / "compare"
    installed.compile(source / "examples/compare.cpp", program)
    (folder / "old.json").write_text(OLD, encoding="utf-8")
    (folder / "new.yaml").write_text(NEW, encoding="utf-8")
    (folder / "bad.json").write_text(OLD.replace("Effect", "Efect"), encoding="utf-8")
    for names, status, printed, said in (
        (("old.json", "new.yaml"), 1, EXAMPLE, ""),
        (("old.json", "old.json"), 0, "equivalent\n", ""),
        (("old.json", "bad.json"), 2, "", "bad.json:2:"),
        (("old.json", "none.json"), 2, "", "none.json: cannot be read"),
    ):
        done = subprocess.run(
            [program, *names],
            cwd=folder,
            env=installed.environment,
            capture_output=True,
            text=True,
        )
        if (done.returncode, done.stdout) != (status, printed) or not done.stderr.startswith(said):
            raise SystemExit(f"installed: compare {names}: {done.returncode}\n{done.stdout}{done.stderr}")


def check_readme(installed, source, folder):
    """The example in the README compiles as it stands, and prints what it says."""
    section = (source / "README.md").read_text(encoding="utf-8").split("## From C++")[1]
    (folder / "readme.cpp").write_text(section.split("```cpp\n")[1].split("```")[0], encoding="utf-8")
    installed.compile(folder / "readme.cpp", folder / "readme")
    printed = run(folder / "readme", env=installed.environment)
    if not re.fullmatch(r"broader\ns3:Get\w+ on \S+\n", printed):
        raise SystemExit(f"installed: the example of the README printed:\n{printed}")


ACTIONS = ["s3:GetObject", "s3:Get*", "s3:*", "iam:PassRole", "ec2:RunInstances", "*", "sts:AssumeRole"]
RESOURCES = ["*", "arn:aws:s3:::logs/*", "arn:aws:s3:::logs", "arn:aws:iam::111122223333:role/ops"]
CONDITIONS = [
    {"StringEquals": {"aws:PrincipalTag/team": ["a", "b"]}},
    {"StringNotLike": {"aws:RequestedRegion": "eu-*"}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    {"NumericLessThan": {"s3:max-keys": 10}},
    {"Null": {"aws:PrincipalArn": False}},
    {"StringEqualsIfNever": {"aws:username": "joe"}},
]
USER = "arn:aws:iam::111122223333:user/joe"
PRINCIPALS = ["*", {"AWS": USER}, {"AWS": "111122223333"}, {"Service": "ec2.amazonaws.com"}]


def some(chance, values):
    picked = chance.sample(values, chance.randint(1, 2))
    return picked if len(picked) > 1 else picked[0]


def statement(chance, with_principal):
    made = {"Effect": chance.choice(["Allow", "Allow", "Deny"])}
    if chance.random() < 0.3:
        made["Sid"] = f"S{chance.randint(1, 99)}"
    if with_principal:
        made[chance.choice(["Principal", "Principal", "NotPrincipal"])] = chance.choice(PRINCIPALS)
    made[chance.choice(["Action", "Action", "Action", "NotAction"])] = some(chance, ACTIONS)
    made[chance.choice(["Resource", "Resource", "NotResource"])] = some(chance, RESOURCES)
    if chance.random() < 0.5:
        # An operator that is not known now and then: what it leaves undecided has to agree too.
        made["Condition"] = chance.choice(CONDITIONS if chance.random() < 0.3 else CONDITIONS[:-1])
    return made


def document(chance, with_principal=False):
    statements = [statement(chance, with_principal) for _ in range(chance.randint(1, 3))]
    return {"Version": "2012-10-17", "Statement": statements}


def policy_set(chance):
    made = {"identity": [document(chance) for _ in range(chance.randint(0, 2))], "principal": USER}
    for name, layer in (
        ("boundary", lambda: document(chance)),
        ("session", lambda: [document(chance)]),
        ("scp", lambda: [[document(chance)], [document(chance)]]),
        ("resource", lambda: document(chance, True)),
    ):
        if chance.random() < 0.3:
            made[name] = layer()
    return made


def request(chance):
    context = {}
    if chance.random() < 0.5:
        context["aws:SecureTransport"] = [chance.choice(["true", "false"])]
    if chance.random() < 0.5:
        context["aws:PrincipalTag/team"] = [chance.choice(["a", "c"])]
    return {
        "action": chance.choice([name for name in ACTIONS if "*" not in name]),
        "resource": chance.choice(RESOURCES).replace("/*", "/today"),
        "principal": {"AWS": chance.choice([USER, USER + "t"])},
        "context": context,
    }


def tabbed(asked):
    ((kind, value),) = asked["principal"].items()
    context = [f"{key}={value}" for key, values in asked["context"].items() for value in values]
    return "\t".join([asked["action"], asked["resource"], kind, value, *context])


def questions(source, pairs, seed):
    """(kind, operands, line of a batch)."""
    chance = random.Random(seed)
    for case in json.loads((source / "tests/cases/verdicts.json").read_text(encoding="utf-8")):
        yield "diff", (case["old"], case["new"]), {"old": case["old"], "new": case["new"]}
    for number in range(pairs):
        old, new = document(chance, number % 4 == 0), document(chance, number % 4 == 0)
        yield "diff", (old, new), {"old": old, "new": new}
        asked = request(chance)
        yield "eval", (new, tabbed(asked)), {"policy": new, "request": asked}
        if number % 2 == 0:
            old, new = policy_set(chance), policy_set(chance)
            yield "sets", (old, new), {"old": old, "new": new}
            yield "eval-set", (new, tabbed(asked)), {"policy": new, "request": asked}


def batch(polhist, command, lines):
    text = "".join(json.dumps({"id": number, **line}) + "\n" for number, line in enumerate(lines))
    done = subprocess.run([polhist, command, "--batch"], input=text, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_same(kind, theirs, ours):
    if "error" in theirs or "error" in ours:
        return "error" in theirs and "error" in ours
    keys = ("result",) if kind.startswith("eval") else COMPARED
    return all(theirs[key] == ours[key] for key in keys)


def check_answers(installed, polhist, source, folder, pairs, seed):
    program = folder / "answers"
    installed.compile(source / "tests/api/answers.cpp", program)
    asked = list(questions(source, pairs, seed))
    given = "".join(
        kind + "\n" + "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in operands)
        for kind, operands, _ in asked
    )
    ours = [json.loads(line) for line in run(program, input=given, env=installed.environment).splitlines()]
    failed = 0
    for command, kinds in (("diff", ("diff", "sets")), ("eval", ("eval", "eval-set"))):
        chosen = [at for at, one in enumerate(asked) if one[0] in kinds]
        theirs = batch(polhist, command, [asked[at][2] for at in chosen])
        if len(theirs) != len(chosen):
            raise SystemExit(f"installed: {command} --batch answered {len(theirs)} of {len(chosen)} lines")
        for at, line in zip(chosen, theirs):
            if not is_same(asked[at][0], line, ours[at]):
                failed += 1
                print(f"{json.dumps(asked[at][2])}\n  polhist: {json.dumps(line)}\n  API: {json.dumps(ours[at])}")
    good = sum("error" not in answer for answer in ours)
    if failed:
        raise SystemExit(f"installed: {failed} of {len(asked)} answers differ from those of the program")
    print(f"installed: {len(asked)} answers are those of the program, {good} of them no errors")
    if good < len(asked) * 0.7:
        raise SystemExit("installed: too many of the answers are errors to show anything")


def main():
    if len(sys.argv) not in (4, 5, 6):
        raise SystemExit(__doc__)
    polhist, build, source = map(pathlib.Path, sys.argv[1:4])
    pairs, seed = (int(sys.argv[4]) if len(sys.argv) > 4 else 200), (int(sys.argv[5]) if len(sys.argv) > 5 else 1)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        installed = Installed(build, folder / "root")
        if "-lpolhist" not in installed.libs or any(
            not one.startswith("-L") and one != "-lpolhist" for one in installed.libs
        ):
            raise SystemExit(f"installed: pkg-config links {installed.libs}")
        check_headers(installed)
        check_library(installed)
        check_example(installed, source, folder)
        check_readme(installed, source, folder)
        check_answers(installed, polhist, source, folder, pairs, seed)


if __name__ == "__main__":
    main()
