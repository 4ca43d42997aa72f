#!/usr/bin/env python3
"""Kills and fails an import at its system calls: faults.py PROGRAM [--all] [--seconds N]

Each try starts from a copy of one small store and imports one more version. At a point of it the
process is killed, or a system call that changes the disk fails (ENOSPC, EIO). Afterwards what was
recorded before must be there, what was acknowledged too, `fsck` must find nothing damaged, and the
next import must work. Without --all a sample of points is tried.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

CHANGING = (
    "openat,write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,"
    "fsync,fdatasync,ftruncate,fchmod,flock"
)
FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
ENVELOPE = {
    "PolicyVersion": {
        "Document": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
        },
        "VersionId": "v1",
        "CreateDate": "2021-01-01T00:00:00Z",
    }
}


class World:
    """A folder with a store of two versions, and the source of a third."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.before = folder / "before.git"
        self.store = folder / "store.git"
        self.sources = []
        for number in (1, 2, 3):
            ENVELOPE["PolicyVersion"]["VersionId"] = f"v{number}"
            ENVELOPE["PolicyVersion"]["CreateDate"] = f"2021-0{number}-01T00:00:00Z"
            ENVELOPE["PolicyVersion"]["Document"]["Statement"][0]["Resource"] = f"arn:aws:s3:::{number}"
            source = folder / f"v{number}" / "P.json"
            source.parent.mkdir()
            source.write_text(json.dumps(ENVELOPE))
            self.sources.append(str(source))
        for source in self.sources[:2]:
            self.check(self.run(self.before, "import", source).returncode == 0, "setting up")
        # With an index, which the import then brings up to date too.
        self.check(self.run(self.before, "list").returncode == 0, "listing")

    def run(self, store, *arguments, wrap=()):
        return subprocess.run(
            [*wrap, self.program, "--store", str(store), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
        )

    @staticmethod
    def check(good, what):
        if not good:
            raise AssertionError(what)

    def fresh(self):
        shutil.rmtree(self.store, ignore_errors=True)
        shutil.copytree(self.before, self.store)

    def points(self):
        """How often each changing call is made by an import that goes well."""
        self.fresh()
        log = self.folder / "trace"
        self.run(
            self.store,
            "import",
            self.sources[2],
            wrap=("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={CHANGING}"),
        )
        counts = {}
        for line in log.read_text().splitlines():
            if match := re.match(r"\d+\s+(\w+)\(", line):
                counts[match[1]] = counts.get(match[1], 0) + 1
        return [(call, when) for call, count in sorted(counts.items()) for when in range(1, count + 1)]

    def versions(self):
        listed = self.run(self.store, "list", "--format", "json")
        self.check(listed.returncode == 0, f"list fails: {listed.stderr}")
        policies = json.loads(listed.stdout)["policies"]
        return policies[0]["versions"] if policies else 0

    def age_locks(self):
        """A lock that a dead process left is waited for until it is a minute old."""
        for lock in self.store.rglob("*.lock"):
            then = time.time() - 120
            os.utime(lock, (then, then))

    def attempt(self, call, when, fault):
        self.fresh()
        run = self.run(
            self.store,
            "import",
            self.sources[2],
            wrap=(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                f"trace={call}",
                "-e",
                f"inject={call}:{fault}:when={when}",
            ),
        )
        self.check("Sanitizer" not in run.stderr and run.returncode in (0, 2, 137, -9), run.stderr)
        had = self.versions()
        self.check(had in (2, 3), f"{had} versions are left of 2")
        self.check(run.returncode != 0 or had == 3, "an acknowledged version is lost")
        fsck = self.run(self.store, "fsck")
        self.check(fsck.returncode == 0, f"fsck: {fsck.stdout}{fsck.stderr}")
        self.age_locks()
        again = self.run(self.store, "import", self.sources[2])
        self.check(again.returncode == 0, f"the next import fails: {again.stderr}")
        self.check(self.versions() == 3, "the next import does not bring the version")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--sample", type=int, default=40)
    arguments = parser.parse_args()
    if shutil.which("strace") is None:
        print("faults: skipped, there is no strace")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        world = World(os.path.abspath(arguments.program), pathlib.Path(folder))
        tries = [(*point, fault) for point in world.points() for fault in FAULTS]
        if not tries:
            print("faults: skipped, strace may not trace here")
            sys.exit(77)
        if not arguments.all:
            tries = random.Random(1).sample(tries, min(arguments.sample, len(tries)))
        failed = 0
        for call, when, fault in tries:
            try:
                world.attempt(call, when, fault)
            except (AssertionError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"faults: {call} number {when}, {fault}: {error}")
    print(f"faults: {len(tries) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
