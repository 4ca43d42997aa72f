#!/usr/bin/env python3
"""A webhook that accepts, delays, drops, is busy, broken, redirects or never ends: webhooks.py PROGRAM"""

import json
import os
import pathlib
import sys
import tempfile
import time

from world import Hooks, Watch, check


def state_of(watch):
    return json.loads((watch.store / "subscriptions/w/state").read_text())["sinks"]


def waiting_seconds(watch):
    (sink,) = [sink for sink in state_of(watch).values() if sink["failures"]]
    start, end = (time.strptime(sink[name][:19], "%Y-%m-%dT%H:%M:%S") for name in ("last", "next"))
    return time.mktime(end) - time.mktime(start)


def changed(watch, number):
    watch.put("P", "s3:GetObject", f"s3:Put{number}")


def behaviours(watch, hooks):
    """Each way to fail keeps the event, and the next run delivers it once."""
    failing = {
        hooks.drop: "",
        hooks.busy: "answered 429",
        hooks.broken: "answered 500",
        hooks.refuse: "answered 413",
        hooks.redirect: "redirect",
        hooks.endless_headers: "",
    }
    for number, (behave, message) in enumerate(failing.items()):
        changed(watch, number)
        hooks.behave = behave
        before = len(hooks.accepted)
        done = watch.bad_run()
        check(message in done.stderr, f"{behave.__name__}: {done.stderr}")
        check("T0KEN" not in done.stderr, "a secret is in a message")
        check("/elsewhere" not in hooks.paths, "a redirect was followed")
        wait = waiting_seconds(watch)
        expected = 7200 if behave == hooks.busy else 60
        check(expected - 1 <= wait <= expected + 1, f"{behave.__name__} is tried after {wait} s")
        hooks.behave = hooks.accept
        done = watch.bad_run()
        check("next try after" in done.stderr, "a run before its time tries nothing")
        check(len(hooks.accepted) == before, "nothing was accepted yet")
        watch.good_run("--now")
        check(len(hooks.accepted) == before + 1, f"{behave.__name__}: delivered afterwards")
    for behave in (hooks.delay, hooks.endless):
        changed(watch, behave.__name__)
        hooks.behave = behave
        before = len(hooks.accepted)
        start = time.monotonic()
        watch.good_run()
        check(time.monotonic() - start < 30, f"{behave.__name__} takes too long")
        watch.good_run()
        check(len(hooks.accepted) == before + 1, f"{behave.__name__}: told once")
    hooks.behave = hooks.accept
    check(len(set(hooks.keys())) == len(hooks.keys()), "no key twice")


def requests(hooks):
    event = json.loads(hooks.accepted[0])
    check(event["schema"] == "polhist.event/1" and event["kind"] == "version", event)
    check(event["diff"]["verdict"] == event["verdict"] == "broader", event["verdict"])
    headers = hooks.headers[0]
    check(headers["Content-Type"] == "application/json", headers)
    check(headers["Idempotency-Key"] == event["key"], headers)
    check(headers.get("Authorization") == "Bearer s3cret", headers)


def addresses(watch, hooks):
    """Without leave, nothing of this machine is reached."""
    port = hooks.server.server_port
    for url in (f"http://127.0.0.1:{port}/", f"https://127.0.0.1:{port}/", "https://[::1]/",
                "https://169.254.169.254/", "http://example.com/"):
        done = watch.polhist("subscribe", "x", "--source", "dir:policies", "--notify", f"webhook:{url}")
        check(done.returncode == 2, f"{url} is taken")
    hook = watch.folder / "private"
    hook.write_text(f"https://localhost.localdomain:{port}/T0KEN")
    hook.chmod(0o600)
    received = len(hooks.received)
    watch.subscribe(f"webhook:@{hook}")
    changed(watch, "x")
    done = watch.bad_run()
    check("T0KEN" not in done.stderr and len(hooks.received) == received, done.stderr)
    hook.chmod(0o644)
    done = watch.bad_run("--now")
    check("chmod 600" in done.stderr, done.stderr)


def slack(watch, hooks):
    watch.subscribe(f"slack:{hooks.url}/T0KEN", extra=("--allow-private",))
    changed(watch, "slack")
    watch.good_run()
    message = json.loads(hooks.accepted[-1])
    check(message["text"].startswith("P: sha-"), message)
    texts = [json.dumps(block) for block in message["blocks"]]
    check("now allowed:\\n  s3:Putslack on *" in texts[1], texts)


def main():
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(sys.argv[1], folder)
        hooks = Hooks()
        hook = pathlib.Path(folder) / "hook"
        hook.write_text(f"{hooks.url}/T0KEN\nAuthorization: Bearer s3cret\n")
        hook.chmod(0o600)
        watch.put("P", "s3:GetObject")
        watch.subscribe(f"webhook:@{hook}", extra=("--allow-private",))
        watch.good_run()
        check(not hooks.received, "the baseline is told")
        behaviours(watch, hooks)
        requests(hooks)
        slack(watch, hooks)
        addresses(watch, hooks)
        modes = {path.name: oct(path.stat().st_mode & 0o777)
                 for path in (watch.store / "subscriptions").rglob("*") if path.is_file()}
        check(set(modes.values()) == {"0o600"}, modes)
    print("webhooks: passed")


if __name__ == "__main__":
    main()
