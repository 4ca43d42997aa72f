#!/usr/bin/env python3
"""Takes documents out of a git bundle of policy files: sample.py BUNDLE COUNT OUTPUT

Writes one JSON value a line, always the same ones: object ids are as good as random numbers, so
the files with the smallest are a fair sample.
"""

import json
import pathlib
import subprocess
import sys
import tempfile


def git(*arguments, given=None):
    return subprocess.run(["git", *arguments], input=given, stdout=subprocess.PIPE, check=True).stdout


def sample(bundle, count):
    with tempfile.TemporaryDirectory() as folder:
        git("clone", "--quiet", "--bare", bundle, folder)
        objects = git("-C", folder, "rev-list", "--all", "--objects").decode().splitlines()
        files = [line.split(" ", 1)[0] for line in objects if " policies/" in line]
        for name in sorted(files)[:count]:
            text = git("-C", folder, "cat-file", "blob", name)
            if text.strip():
                yield json.dumps(json.loads(text), separators=(",", ":"))


def main():
    bundle, count, output = sys.argv[1:]
    lines = "".join(line + "\n" for line in sample(bundle, int(count)))
    pathlib.Path(output).write_text(lines, encoding="ascii")


if __name__ == "__main__":
    main()
