"""What the scripts of this folder share: a program, a folder for each try, a web server."""

import http.server
import json
import os
import pathlib
import shutil
import subprocess
import threading
import time

FILLERS = 20


def document(*actions, resource="*"):
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": resource}],
    }


def check(good, what):
    if not good:
        raise AssertionError(what)


class Watch:
    """A store, a source folder of enough policies that one may go, and a subscription."""

    def __init__(self, program, folder):
        self.program = os.path.abspath(program)
        self.folder = pathlib.Path(folder)
        self.store = self.folder / "store.git"
        self.source = self.folder / "policies"
        self.source.mkdir()
        for number in range(FILLERS):
            self.put(f"Filler{number}", "s3:GetObject")

    def put(self, name, *actions):
        # In one step, as whoever writes policies for others to read has to.
        temporary = self.folder / "new"
        temporary.write_text(json.dumps(document(*actions)))
        temporary.rename(self.source / f"{name}.json")

    def remove(self, name):
        (self.source / f"{name}.json").unlink()

    def polhist(self, *arguments, wrap=(), env=None, timeout=120):
        return subprocess.run(
            [*wrap, self.program, "--store", str(self.store), *arguments],
            capture_output=True,
            text=True,
            timeout=timeout,
            env={**os.environ, **(env or {})},
            cwd=self.folder,
        )

    def subscribe(self, *sinks, name="w", extra=()):
        notify = [word for sink in sinks for word in ("--notify", sink)]
        done = self.polhist("subscribe", name, "--source", f"dir:{self.source}", *notify, *extra)
        check(done.returncode == 0, f"subscribe: {done.stderr}")
        return done

    def run(self, *arguments, **options):
        return self.polhist("run", "w", *arguments, **options)

    def good_run(self, *arguments, **options):
        done = self.run(*arguments, **options)
        check(done.returncode == 0, f"run ended with {done.returncode}: {done.stderr}")
        return done

    def bad_run(self, *arguments, **options):
        done = self.run(*arguments, **options)
        check(done.returncode == 2, f"run ended with {done.returncode}, not 2")
        check("Sanitizer" not in done.stderr, done.stderr)
        return done

    def age_locks(self):
        """A lock that a dead process left is waited for until it is a minute old."""
        for lock in self.store.rglob("*.lock"):
            then = time.time() - 120
            os.utime(lock, (then, then))

    def save(self):
        shutil.rmtree(self.folder / "saved", ignore_errors=True)
        shutil.copytree(self.store, self.folder / "saved")

    def restore(self):
        shutil.rmtree(self.store, ignore_errors=True)
        shutil.copytree(self.folder / "saved", self.store)


def events_in(path):
    """The events of a sink `file:`; a line that a crash cut off is none."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            pass
    return found


def told(events):
    return [(event["kind"], event["policy"], event["verdict"]) for event in events]


def check_news(path, seen, expected):
    """A sink `file:` was told, since it had `seen` events, what is expected; gives how many it has now."""
    events = events_in(path)
    got = sorted(told(events[seen:]))
    check(got == sorted(expected), f"{path.name}: {got}, not {expected}")
    return len(events)


class Hooks:
    """A web server that does what `behave(handler)` says with each POST, and keeps what it accepts.

    The ways to behave are methods; `received` holds all bodies, `accepted` those answered with 2xx.
    """

    def __init__(self):
        self.received, self.accepted, self.paths, self.headers = [], [], [], []
        self.behave = self.accept
        hooks = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                self.body = self.rfile.read(length)
                hooks.received.append(self.body)
                hooks.paths.append(self.path)
                hooks.headers.append(dict(self.headers))
                try:
                    hooks.behave(self)
                except (BrokenPipeError, ConnectionResetError):
                    pass

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, handler, status, headers=(), body=b"ok"):
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        if 200 <= status < 300:
            self.accepted.append(handler.body)

    def accept(self, handler):
        self.answer(handler, 200)

    def delay(self, handler):
        time.sleep(2)
        self.answer(handler, 202)

    def drop(self, handler):
        handler.close_connection = True
        handler.connection.close()

    def busy(self, handler):
        self.answer(handler, 429, [("Retry-After", "7200")])

    def broken(self, handler):
        self.answer(handler, 500)

    def refuse(self, handler):
        self.answer(handler, 413)

    def redirect(self, handler):
        self.answer(handler, 302, [("Location", self.url + "/elsewhere")])

    def endless(self, handler):
        self.accepted.append(handler.body)
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100_000):
            handler.wfile.write(b"x" * 65536)

    def endless_headers(self, handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            handler.wfile.write(b"X-%d: %s\r\n" % (number, b"x" * 1000))

    def keys(self):
        return [json.loads(body)["key"] for body in self.accepted]
