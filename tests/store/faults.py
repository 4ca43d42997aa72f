#!/usr/bin/env python3
"""Kills and fails what writes a store at its system calls: faults.py PROGRAM [--all] [--only WORD]

Each try starts from a copy of one store and does one thing to it: an import of one version (loose
objects), an import of 60 (a pack), a merge, or a repair of a damaged store. At a point of it the
process is killed, or a system call that changes the disk fails (ENOSPC, EIO). Afterwards what was
recorded before must be there, what was acknowledged too, and nothing but what was given; `fsck`
must find nothing damaged; and the next run must work and end in the expected tree. Without --all a
sample of points is tried.
"""

import argparse
import concurrent.futures
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
    "fsync,fdatasync,ftruncate,fallocate,fchmod,flock"
)
FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")


def envelope(name, number):
    return {
        "PolicyVersion": {
            "Document": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}-{number}"}
                ],
            },
            "VersionId": f"v{number}",
            "CreateDate": f"2021-0{number}-01T00:00:00Z",
        }
    }


def source(folder, names, number):
    folder.mkdir()
    for name in names:
        (folder / f"{name}.json").write_text(json.dumps(envelope(name, number)))
    return str(folder)


class Scenario:
    """One thing that is done to a store, and what is there before and after it."""

    def __init__(self, world, name, before, arguments):
        self.world, self.name, self.before, self.arguments = world, name, before, arguments
        self.damaged = name == "repair"
        whole = world.folder / f"{name}.whole"
        shutil.copytree(before, whole)
        check(world.run(whole, *arguments).returncode == 0, f"{name}: goes wrong undisturbed")
        self.after = world.versions(whole)
        self.had = self.after if self.damaged else world.versions(before)
        self.tree = world.tree(whole)

    def strace(self, store, *options):
        return self.world.run(store, *self.arguments, wrap=("strace", "-f", "-qq", *options))

    def points(self):
        """How often each changing call is made when all goes well."""
        store, log = self.world.folder / "traced", self.world.folder / "trace"
        shutil.copytree(self.before, store)
        self.strace(store, "-o", str(log), "-e", f"trace={CHANGING}")
        shutil.rmtree(store)
        counts = {}
        for line in log.read_text().splitlines():
            if match := re.match(r"\d+\s+(\w+)\(", line):
                counts[match[1]] = counts.get(match[1], 0) + 1
        return [(call, when) for call, count in sorted(counts.items()) for when in range(1, count + 1)]

    def attempt(self, call, when, fault):
        with tempfile.TemporaryDirectory(dir=self.world.folder) as folder:
            store = pathlib.Path(folder) / "store.git"
            shutil.copytree(self.before, store)
            done = self.strace(
                store, "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}"
            )
            told = done.returncode in ((0, 1, 2) if self.damaged else (0, 2))
            check("Sanitizer" not in done.stderr and (told or done.returncode in (137, -9)), done.stderr)
            self.look(store, done.returncode == 0)
            for lock in store.rglob("*.lock"):
                # One that a dead process left is waited for until it is a minute old.
                then = time.time() - 120
                os.utime(lock, (then, then))
            again = self.world.run(store, *self.arguments)
            check(again.returncode == 0, f"the next run fails: {again.stdout}{again.stderr}")
            check(self.world.versions(store) == self.after, "the next run does not bring all")
            check(self.world.tree(store) == self.tree, "the next run ends in another tree")
            self.world.fsck(store)

    def look(self, store, acknowledged):
        """What is there right after the fault."""
        if self.damaged and not acknowledged:
            # It may answer from an older commit, when it says so.
            found = self.world.versions(store, may_fail=True)
            older = "is taken for it" in self.world.run(store, "list").stderr
            good = found is None or found == self.after or (older and found <= self.after)
            check(good, "a store that is still damaged answers wrongly")
            return
        found = self.world.versions(store)
        check(found >= self.had, f"lost: {sorted(self.had - found)[:3]}")
        check(found <= self.after, f"from nowhere: {sorted(found - self.after)[:3]}")
        check(found == self.after or not acknowledged, "what was acknowledged is lost")
        self.world.fsck(store)


def check(good, what):
    if not good:
        raise AssertionError(what)


class World:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def run(self, store, *arguments, wrap=()):
        return subprocess.run(
            [*wrap, self.program, "--store", str(store), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
        )

    def versions(self, store, may_fail=False):
        """All versions of all policies, with their documents."""
        found = set()
        listed = self.run(store, "list", "--format", "json")
        if listed.returncode != 0 and may_fail:
            return None
        check(listed.returncode == 0, f"list fails: {listed.stderr}")
        for policy in json.loads(listed.stdout)["policies"]:
            found.add((policy["name"], policy["versions"]))
        names = sorted({name for name, _ in found})
        for name in names if len(names) < 5 else names[:: max(1, len(names) // 3)]:
            shown = self.run(store, "show", name, "latest", "--raw")
            if shown.returncode != 0 and may_fail:
                return None
            check(shown.returncode == 0, f"show fails: {shown.stderr}")
            check(f"arn:aws:s3:::{name}-" in shown.stdout, f"{name} has the bytes of another")
        # Each version is (name, 1), (name, 2) …, so that sets of them can be compared.
        return {(name, number) for name, count in found for number in range(1, count + 1)}

    def tree(self, store):
        return subprocess.run(
            ["git", "-C", str(store), "rev-parse", "main^{tree}"], capture_output=True, text=True, check=True
        ).stdout

    def fsck(self, store):
        done = self.run(store, "fsck")
        check(done.returncode == 0, f"fsck: {done.stdout}{done.stderr}")

    def store(self, name, *sources):
        path = self.folder / name
        for one in sources:
            check(self.run(path, "import", one).returncode == 0, "setting up")
        # With an index, which what is done then brings up to date too.
        check(self.run(path, "list").returncode == 0, "setting up")
        return path

    def damaged_store(self, *sources):
        """A store that lacks a tree which can be made again."""
        path = self.store("damaged.git", *sources)
        tree = self.tree(path).strip()
        file = path / "objects" / tree[:2] / tree[2:]
        check(file.exists(), "the tree is no loose object")
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:-3])
        return path

    def scenarios(self):
        many = [f"M{i}" for i in range(60)]
        one = [source(self.folder / f"v{i}", ["P"], i) for i in (1, 2, 3)]
        bulk = source(self.folder / "bulk", many, 1)
        before = self.store("before.git", *one[:2])
        other = self.store("other.git", one[2], source(self.folder / "others", ["Q", "R"], 1))
        yield Scenario(self, "import", before, ("import", one[2]))
        yield Scenario(self, "pack", before, ("import", bulk))
        yield Scenario(self, "merge", before, ("merge", str(other)))
        yield Scenario(self, "repair", self.damaged_store(*one[:2]), ("fsck", "--repair"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--sample", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="scenarios with this word in their names")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    if shutil.which("strace") is None:
        print("faults: skipped, there is no strace")
        sys.exit(77)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None
    totals = {}
    failed = 0
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        world = World(os.path.abspath(arguments.program), pathlib.Path(folder))
        chosen = [one for one in world.scenarios() if arguments.only in one.name]
        tries = [(one, *point, fault) for one in chosen for point in one.points() for fault in FAULTS]
        if not tries:
            print("faults: skipped, strace may not trace here")
            sys.exit(77)
        if not arguments.all:
            tries = random.Random(arguments.seed).sample(tries, min(arguments.sample, len(tries)))
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            results = {pool.submit(one.attempt, *point): (one, point) for one, *point in tries}
            for result in concurrent.futures.as_completed(results):
                one, (call, when, fault) = results[result]
                totals[one.name] = totals.get(one.name, 0) + 1
                try:
                    result.result()
                except (AssertionError, subprocess.SubprocessError) as error:
                    failed += 1
                    print(f"faults: {one.name}: {call} number {when}, {fault}: {error}", flush=True)
    print("faults: points", ", ".join(f"{name} {count}" for name, count in sorted(totals.items())))
    print(f"faults: {len(tries) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
