#!/usr/bin/env python3
"""Takes the versions of a family of policies out of a git bundle: family.py BUNDLE WORD OUTPUT

Every version of each policy whose name has WORD in it, one a line, by policy and number:
{"policy", "version", "created", "document"}, the document as text.
"""

import json
import pathlib
import subprocess
import sys
import tempfile


def git(*arguments):
    return subprocess.run(["git", *arguments], stdout=subprocess.PIPE, check=True).stdout


def blobs(folder, word):
    """The name of a policy and the object of each of its files, over all of history."""
    for line in git("-C", folder, "rev-list", "--all", "--objects").decode().splitlines():
        name, _, path = line.partition(" ")
        if path.startswith("policies/") and word in path:
            yield path.removeprefix("policies/"), name


def versions(bundle, word):
    with tempfile.TemporaryDirectory() as folder:
        git("clone", "--quiet", "--bare", bundle, folder)
        found = {}
        for policy, name in blobs(folder, word):
            text = git("-C", folder, "cat-file", "blob", name)
            if not text.strip():
                continue
            version = json.loads(text)["PolicyVersion"]
            number = int(version["VersionId"].removeprefix("v"))
            found[policy, number] = {
                "policy": policy,
                "version": version["VersionId"],
                "created": version["CreateDate"],
                "document": json.dumps(version["Document"]),
            }
        return [found[key] for key in sorted(found)]


def main():
    bundle, word, output = sys.argv[1:]
    lines = "".join(json.dumps(version) + "\n" for version in versions(bundle, word))
    pathlib.Path(output).write_text(lines, encoding="ascii")


if __name__ == "__main__":
    main()
