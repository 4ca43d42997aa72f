#!/usr/bin/env python3
"""Many processes import into one store at once, and are killed at random: writers.py PROGRAM

Each writer imports its documents one after another, and again what was killed. A record counts as
acknowledged when its process ended well. In the end nothing acknowledged may be lost, nothing may
be there that nobody gave, `fsck` must find nothing, and one more run of everything must bring the
rest. `--writers 16 --each 100` is the long run.
"""

import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time


def document(name):
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}"}],
    }


class Writer(threading.Thread):
    """Imports its documents one by one; some of its processes are killed at some time."""

    def __init__(self, number, arguments, folder, store):
        super().__init__()
        self.chance = random.Random(arguments.seed * 1000 + number)
        self.program, self.store, self.kills = arguments.program, store, arguments.kills
        self.files = []
        for record in range(arguments.each):
            path = folder / f"P{number}-{record}.json"
            path.write_text(json.dumps(document(path.stem)))
            self.files.append(path)
        self.acknowledged, self.killed, self.troubles = set(), 0, []

    def run(self):
        for path in self.files:
            process = subprocess.Popen(
                [self.program, "-q", "--store", self.store, "import", str(path)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            if self.chance.random() < self.kills:
                time.sleep(self.chance.random() * 0.2)
                process.send_signal(signal.SIGKILL)
            _, said = process.communicate()
            if process.returncode == 0:
                self.acknowledged.add(path.stem)
            elif process.returncode == -signal.SIGKILL:
                self.killed += 1
            else:
                self.troubles.append(said.decode())


def age_locks(store, done):
    """What a killed process locked is waited for until it is a minute old; here, less."""
    while not done.wait(0.5):
        for lock in pathlib.Path(store).glob("refs/**/*.lock"):
            try:
                if time.time() - lock.stat().st_mtime > 3:
                    then = time.time() - 120
                    os.utime(lock, (then, then))
            except FileNotFoundError:
                pass


def names_in(program, store):
    listed = subprocess.run(
        [program, "--store", store, "list", "--format", "json"], capture_output=True, check=True
    )
    return {policy["name"] for policy in json.loads(listed.stdout)["policies"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--kills", type=float, default=0.25, help="the share of runs that are killed")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "documents"
        folder.mkdir()
        store = str(pathlib.Path(name) / "store.git")
        writers = [Writer(number, arguments, folder, store) for number in range(arguments.writers)]
        done = threading.Event()
        ager = threading.Thread(target=age_locks, args=(store, done))
        ager.start()
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        done.set()
        ager.join()
        acknowledged = set().union(*(writer.acknowledged for writer in writers))
        everything = {path.stem for writer in writers for path in writer.files}
        found = names_in(arguments.program, store)
        fsck = subprocess.run([arguments.program, "--store", store, "fsck"], stdout=subprocess.DEVNULL)
        last = subprocess.run(
            [arguments.program, "-q", "--store", store, "import", str(folder)], stdout=subprocess.DEVNULL
        )
        after = names_in(arguments.program, store)
    troubles = [trouble for writer in writers for trouble in writer.troubles]
    for trouble in troubles[:5]:
        print(f"writers: {trouble.strip()}")
    killed = sum(writer.killed for writer in writers)
    print(
        f"writers: {len(everything)} records, {len(acknowledged)} acknowledged, {killed} killed, "
        f"{len(troubles)} failed, {len(acknowledged - found)} lost, fsck {fsck.returncode}"
    )
    good = not troubles and acknowledged <= found <= everything
    sys.exit(0 if good and fsck.returncode == 0 and last.returncode == 0 and after == everything else 1)


if __name__ == "__main__":
    main()
