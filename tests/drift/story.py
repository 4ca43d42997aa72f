#!/usr/bin/env python3
"""The life of a subscription, as cron would run it: story.py PROGRAM [--cron]

First run, quiet run, a change, an identical re-publication, a roll-back, a withdrawal, a source that
breaks and heals, a sink that is down and comes back. Without --cron the script runs each step
itself; with it, a real cron daemon does, once a minute, which takes about a quarter of an hour and
needs root and Debian's cron.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from world import FILLERS, Hooks, Watch, check, document, events_in, told


class ByHand:
    """Each step is a run that we start."""

    def __init__(self, watch):
        self.watch = watch

    def install(self):
        pass

    def run(self, status):
        done = self.watch.run()
        check(done.returncode == status, f"ends with {done.returncode}, not {status}: {done.stderr}")

    def close(self):
        pass


class ByCron:
    """Each step is the next whole run that cron starts."""

    def __init__(self, watch):
        self.watch = watch
        self.before = subprocess.run(["crontab", "-l"], capture_output=True, text=True)
        self.daemon = None

    def install(self):
        for _ in range(2):
            done = self.watch.subscribe(*self.watch.sinks, extra=(
                "--schedule", "* * * * *", "--install", *self.watch.options))
        check("already" in done.stderr, f"installing twice changes something: {done.stderr}")
        listed = subprocess.run(["crontab", "-l"], capture_output=True, text=True).stdout
        check(listed.count(" run w\n") == 1, listed)
        self.daemon = subprocess.Popen(["cron", "-f"], start_new_session=True)

    def looks(self):
        try:
            return json.loads((self.watch.store / "subscriptions/w/state").read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def run(self, status):
        # A run that began after this call: the state is written at the end of each.
        state = self.watch.store / "subscriptions/w/state"
        for _ in range(2 if state.exists() else 1):
            old = state.stat().st_mtime_ns if state.exists() else 0
            for _ in range(1500):
                time.sleep(0.1)
                if state.exists() and state.stat().st_mtime_ns != old:
                    break
            else:
                raise AssertionError("cron started nothing for two minutes and a half")

    def close(self):
        if self.daemon:
            os.kill(self.daemon.pid, signal.SIGTERM)
            self.daemon.wait()
        self.watch.polhist("unsubscribe", "w")
        after = subprocess.run(["crontab", "-l"], capture_output=True, text=True)
        if self.before.returncode == 0:
            subprocess.run(["crontab", "-"], input=self.before.stdout, text=True, check=True)
        elif after.returncode == 0:
            subprocess.run(["crontab", "-r"], check=True)
        # An empty crontab is left of one that had nothing but our line.
        check(after.stdout == self.before.stdout, f"the crontab is not as before: {after.stdout}")


def envelope(version, created, *actions):
    return json.dumps({"PolicyVersion": {"Document": document(*actions), "VersionId": version,
                                         "IsDefaultVersion": True, "CreateDate": created}})


class Story:
    def __init__(self, watch, hooks, runner):
        self.watch, self.hooks, self.runner = watch, hooks, runner
        self.alerts = watch.folder / "alerts"
        self.executed = watch.folder / "executed"
        self.seen = 0

    def write(self, version, created, *actions):
        temporary = self.watch.folder / "new"
        temporary.write_text(envelope(version, created, *actions))
        temporary.rename(self.watch.source / "P.json")

    def step(self, what, expected, status=0, webhook=True):
        self.runner.run(status)
        events = events_in(self.alerts)
        got = told(events[self.seen:])
        check(got == expected, f"{what}: {got}, not {expected}")
        self.seen = len(events)
        keys = [event["key"] for event in events]
        check([event["key"] for event in events_in(self.executed)] == keys, f"{what}: exec differs")
        if webhook:
            check(self.hooks.keys() == keys, f"{what}: the webhook has {len(self.hooks.keys())} events")
        print(f"story: {what}")

    def tell(self):
        v1 = ("v1", "2021-01-01T00:00:00Z", "s3:GetObject")
        v2 = ("v2", "2021-02-01T00:00:00Z", "s3:GetObject", "s3:PutObject")
        self.write(*v1)
        self.runner.install()
        self.step("first run", [])
        self.step("quiet run", [])
        self.write(*v2)
        self.step("a change", [("version", "P", "broader")])
        self.write("v3", "2021-03-01T00:00:00Z", "s3:PutObject", "s3:GetObject")
        self.step("an equal re-publication", [])
        self.write("v4", "2021-04-01T00:00:00Z", "s3:PutObject", "s3:GetObject")
        self.step("an identical re-publication", [])
        self.write(*v1)
        self.step("a roll-back", [("rollback", "P", "narrower")])
        self.watch.remove("P")
        self.step("a withdrawal", [("withdrawn", "P", "narrower")])
        self.write(*v1)
        self.step("it is back", [("returned", "P", "equivalent")])
        away = self.watch.folder / "away"
        self.watch.source.rename(away)
        self.step("the source is gone", [], status=2)
        self.watch.source.mkdir()
        self.step("the source is empty", [], status=2)
        for number in range(FILLERS // 2):
            self.watch.put(f"Filler{number}", "s3:GetObject")
        self.step("the source lost half", [], status=2)
        shutil.rmtree(self.watch.source)
        away.rename(self.watch.source)
        self.step("the source is healed", [])
        self.hooks.behave = self.hooks.broken
        self.write(*v2)
        self.step("a sink is down", [("reinstated", "P", "broader")], status=2, webhook=False)
        self.watch.put("New", "ec2:RunInstances")
        self.step("others are told meanwhile", [("version", "New", "broader")], status=2, webhook=False)
        self.hooks.behave = self.hooks.accept
        self.heal()
        self.step("the sink is back", [])
        log = subprocess.run(["git", "-C", str(self.watch.store), "log", "--oneline"],
                             capture_output=True, text=True, check=True).stdout
        check(len(log.splitlines()) == 10, f"one commit for each run that found something:\n{log}")

    def heal(self):
        """The wait is a minute; by hand nobody waits."""
        if isinstance(self.runner, ByHand):
            self.watch.good_run("--now")
        else:
            for _ in range(6):
                self.runner.run(0)
                if len(self.hooks.keys()) == self.seen:
                    break


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--cron", action="store_true")
    arguments = parser.parse_args()
    if arguments.cron and (os.geteuid() != 0 or not shutil.which("cron")):
        print("story: skipped, --cron needs root and cron")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o700)
        watch = Watch(arguments.program, folder)
        hooks = Hooks()
        watch.sinks = (f"file:{folder}/alerts", f"exec:cat >>{folder}/executed", f"webhook:{hooks.url}/")
        watch.options = ("--allow-private",)
        runner = (ByCron if arguments.cron else ByHand)(watch)
        if not arguments.cron:
            watch.subscribe(*watch.sinks, extra=watch.options)
        try:
            Story(watch, hooks, runner).tell()
            status = watch.polhist("status")
            check(status.returncode == 0, f"status: {status.stdout}")
        finally:
            runner.close()
    print("story: passed")


if __name__ == "__main__":
    main()
