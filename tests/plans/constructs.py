#!/usr/bin/env python3
"""Common constructs of the AWS CDK, a permission added and removed: constructs.py POLHIST

The templates are synthesised by the npm package `aws-cdk-lib` (tests/plans/constructs.mjs), each in
two forms of which one permits more. Adding is never `narrower`, removing always is; all is decided,
and nothing changes between a template and itself. Exit status 77 without the package.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import given

HERE = pathlib.Path(__file__).resolve().parent
CACHE = HERE.parents[1] / "build/cdk-data"


def installed(cache):
    """Whether the package is in the cache, installed if need be."""
    package = cache / "node_modules/aws-cdk-lib/package.json"
    if not package.exists() and shutil.which("npm"):
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "package.json").write_text("{}", encoding="utf-8")
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "aws-cdk-lib",
                        "constructs"], cwd=cache, check=False, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return package.exists() and shutil.which("node")


def templates():
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(["node", HERE / "constructs.mjs", CACHE, scratch], check=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    return json.loads(done.stdout)


def faults(program, less, more):
    for name, old, new, word, status in (("added", less, more, "broader", 1),
                                         ("removed", more, less, "narrower", 0)):
        answer = program.diff(old, new)
        if not answer.changed() or set(answer.changed().values()) != {word}:
            yield f"{name}: {answer.changed()}, not {word}"
        if answer.uncompared:
            yield f"{name}: not compared: {answer.uncompared}"
        if answer.status != status:
            yield f"{name}: exit {answer.status}: {answer.errors}"
    for template in (less, more):
        same = program.diff(template, template, gate="any")
        if same.status != 0 or same.changed() or same.uncompared:
            yield f"itself: {same.changed()} {same.uncompared} {same.errors}"


def main():
    if not installed(CACHE):
        print("skipped: aws-cdk-lib cannot be had from npm")
        return 77
    program = given.Program(sys.argv[1])
    return given.report({name: list(faults(program, pair["less"], pair["more"]))
                         for name, pair in templates().items()})


if __name__ == "__main__":
    sys.exit(main())
