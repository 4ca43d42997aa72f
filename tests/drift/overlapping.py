#!/usr/bin/env python3
"""Eight runs at once tell each event once: overlapping.py PROGRAM"""

import pathlib
import subprocess
import sys
import tempfile

from world import Hooks, Watch, check, events_in

RUNS = 8
EVENTS = 5


def main():
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(sys.argv[1], folder)
        hooks = Hooks()
        alerts = pathlib.Path(folder) / "alerts"
        watch.subscribe(f"file:{alerts}", f"webhook:{hooks.url}/", extra=("--allow-private",))
        watch.good_run()
        for round in range(3):
            for number in range(EVENTS):
                watch.put(f"P{number}", f"s3:Get{round}")
            runs = [
                subprocess.Popen(
                    [watch.program, "--store", str(watch.store), "run", "w"],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                )
                for _ in range(RUNS)
            ]
            for run in runs:
                output, _ = run.communicate(timeout=120)
                check(run.returncode == 0, output.decode())
            for keys in ([event["key"] for event in events_in(alerts)], hooks.keys()):
                expected = EVENTS * (round + 1)
                check(len(keys) == len(set(keys)) == expected, f"{len(keys)} of {expected} events")
        fsck = watch.polhist("fsck")
        check(fsck.returncode == 0, fsck.stdout)
    print("overlapping: passed")


if __name__ == "__main__":
    main()
