#!/usr/bin/env python3
"""Kills a run at its system calls: kills.py PROGRAM [--all] [--sample N]

Each try starts from one store whose subscription has three events to tell to three sinks. The
process is killed at a call that changes the disk or tells somebody; then runs follow until one ends
well. Each sink must have each event, none must be wedged, and an event may come twice only from the
one call that was under way, with its key. Without --all a sample of points is tried.
"""

import argparse
import collections
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

from world import Hooks, Watch, check, events_in

CHANGING = (
    "openat,write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,"
    "fsync,fdatasync,ftruncate,fchmod,flock,sendto"
)
EVENTS = 3


class World:
    def __init__(self, program, folder):
        self.watch = Watch(program, folder)
        self.hooks = Hooks()
        self.file = self.watch.folder / "alerts"
        self.executed = self.watch.folder / "executed"
        self.watch.subscribe(
            f"file:{self.file}",
            f"exec:cat >>{self.executed}",
            f"webhook:{self.hooks.url}/",
            extra=("--allow-private",),
        )
        self.watch.good_run()
        for number in range(EVENTS):
            self.watch.put(f"P{number}", "s3:GetObject")
        self.watch.save()

    def fresh(self):
        self.watch.restore()
        for path in (self.file, self.executed):
            path.unlink(missing_ok=True)
        self.hooks.accepted.clear()

    def points(self):
        self.fresh()
        log = self.watch.folder / "trace"
        # Without -f: what the sinks start is not ours.
        self.watch.good_run(wrap=("strace", "-qq", "-o", str(log), "-e", f"trace={CHANGING}"))
        counts, found = collections.Counter(), []
        for line in log.read_text().splitlines():
            if match := re.match(r"(\w+)\(", line):
                counts[match[1]] += 1
                if "O_RDONLY" not in line:  # that changes nothing
                    found.append((match[1], counts[match[1]]))
        return found

    def attempt(self, call, when):
        self.fresh()
        killed = self.watch.run(wrap=("strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                                      "-e", f"inject={call}:signal=KILL:when={when}"))
        check(killed.returncode in (0, 137, -9), f"ends with {killed.returncode}: {killed.stderr}")
        self.watch.age_locks()
        for _ in range(2):
            done = self.watch.run("--now")
        check(done.returncode == 0, f"is wedged: {done.stderr}")
        twice = 0
        for name, keys in {
            "file": [event["key"] for event in events_in(self.file)],
            "exec": [event["key"] for event in events_in(self.executed)],
            "webhook": self.hooks.keys(),
        }.items():
            check(len(set(keys)) == EVENTS, f"{name}: {len(set(keys))} of {EVENTS} events")
            twice += len(keys) - EVENTS
        check(twice <= 1, f"{twice} duplicates")
        return twice


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--sample", type=int, default=25)
    arguments = parser.parse_args()
    if shutil.which("strace") is None:
        print("kills: skipped, there is no strace")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        world = World(arguments.program, folder)
        try:
            tries = world.points()
        except AssertionError as error:
            if "ptrace" not in str(error):
                raise
            print("kills: skipped, strace may not trace here")
            sys.exit(77)
        check(tries, "there are no points to kill at")
        if not arguments.all:
            tries = random.Random(1).sample(tries, min(arguments.sample, len(tries)))
        failed = duplicates = 0
        for call, when in tries:
            try:
                duplicates += world.attempt(call, when)
            except (AssertionError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"kills: {call} number {when}: {error}")
    print(f"kills: {len(tries) - failed} passed, {failed} failed, {duplicates} duplicates")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
