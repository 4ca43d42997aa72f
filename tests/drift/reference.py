#!/usr/bin/env python3
"""The source `reference:` against a server that serves as the AWS Managed Policy Reference:
reference.py PROGRAM"""

import collections
import hashlib
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

from world import check, check_news, document, events_in

INDEX = "policy-list.md"
COUNT = 30
DAY = 'Thu, 01 Jan 2026 00:00:00 GMT'

PAGE = """# {name}
<a name="{name}"></a>

**Description**: Lets somebody do something

`{name}` is an [AWS managed policy](https://docs.aws.amazon.com/IAM/latest/UserGuide/x.html).

## Policy details
<a name="{name}-details"></a>
+ **Type**: AWS managed policy 
+ **Creation time**: December 02, 2019, 17:13 UTC 
+ **Edited time:** {edited}
+ **ARN**: `arn:aws:iam::aws:policy/{name}`

## Policy version
<a name="{name}-version"></a>

**Policy version:** v{version} (default)

## JSON policy document
<a name="{name}-json"></a>

```
{document}
```

## Learn more
+ [Create a permission set using AWS managed policies](https://docs.aws.amazon.com/singlesignon/x.html)
"""


class Reference:
    """`pages` by file name; `refusals` says what to answer instead, as a list of (status, headers)."""

    def __init__(self):
        self.pages, self.refusals, self.requests = {}, {}, []
        self.with_tags = True
        self.sent = 0  # bytes of bodies
        self.versions = collections.Counter()
        reference = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                reference.connections += 1

            def do_GET(self):
                name = self.path.removeprefix("/mirror/")
                body = reference.pages.get(name)
                tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"' if body is not None else None
                date = reference.dates.get(name, DAY)
                same = self.headers.get("If-None-Match") == tag if reference.with_tags else \
                    self.headers.get("If-Modified-Since") == date
                status, headers = 200, {}
                if reference.refusals.get(name):
                    status, headers = reference.refusals[name].pop(0)
                elif body is None:
                    status = 404
                elif same:
                    status = 304
                reference.requests.append((name, status, time.monotonic()))
                body = body if status == 200 else b""
                reference.sent += len(body)
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                if status == 200:
                    self.send_header(*(("ETag", tag) if reference.with_tags else ("Last-Modified", date)))
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.connections, self.dates = 0, {}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/mirror"
        for number in range(COUNT):
            self.put(f"Policy{number:02d}", "s3:GetObject", f"ec2:Describe{number}")

    def put(self, name, *actions):
        self.versions[name] += 1
        version = self.versions[name]
        self.pages[f"{name}.md"] = PAGE.format(
            name=name, version=version, edited=f"January {version:02d}, 2021, 10:00 UTC",
            document=json.dumps(document(*actions), indent=2)).encode()
        self.dates[f"{name}.md"] = f"Thu, 01 Jan 2026 00:00:{version:02d} GMT"
        self.list_all()

    def remove(self, name):
        del self.pages[f"{name}.md"]
        self.list_all()

    def list_all(self):
        names = sorted(page.removesuffix(".md") for page in self.pages if page != INDEX)
        self.pages[INDEX] = ("# AWS managed policies\n\nEach page describes one policy.\n\n**Topics**\n" + "".join(
            f"+ [{name}](./{name}.md)\n" for name in names)).encode()
        self.dates[INDEX] = f"Thu, 01 Jan 2026 00:{len(names):02d}:00 GMT"

    def take(self):
        """Status of each request since, by name."""
        taken, self.requests, self.sent = self.requests, [], 0
        return taken


class Watch:
    def __init__(self, program, folder, reference):
        self.program, self.folder, self.reference = os.path.abspath(program), pathlib.Path(folder), reference
        self.seen = {}

    def polhist(self, *arguments):
        return subprocess.run([self.program, "--store", str(self.folder / "store.git"), *arguments], text=True,
                              capture_output=True, timeout=300, cwd=self.folder, check=False)

    def options(self, *more):
        return ("--base-url", self.reference.url, "--allow-private", "--pace", "1", *more)

    def subscribe(self, name, source):
        done = self.polhist("subscribe", name, "--source", source, "--notify", f"file:{name}.alerts", *self.options())
        check(done.returncode == 0, done.stderr)
        self.seen[name] = 0

    def run(self, name, expected, status=0, *arguments):
        self.reference.take()
        done = self.polhist("run", name, *arguments)
        check(done.returncode == status, f"{name} ends with {done.returncode}: {done.stderr}")
        self.seen[name] = check_news(self.folder / f"{name}.alerts", self.seen[name], expected)
        return done

    def check_answers(self, **expected):
        """How many requests were answered with each status, `s200=2`."""
        got = collections.Counter(f"s{status}" for _, status, _ in self.reference.requests)
        check(got == collections.Counter(expected), f"{dict(got)}, not {expected}")


def looks(watch, reference):
    watch.run("all", [])
    watch.check_answers(s200=COUNT + 1)
    check(reference.connections == 1, f"{reference.connections} connections")
    # A quiet look brings no body at all.
    watch.run("all", [])
    watch.check_answers(s304=COUNT + 1)
    check(reference.sent == 0, "bodies were sent")
    reference.put("Policy03", "s3:GetObject", "ec2:Describe3", "s3:PutObject")
    watch.run("all", [("version", "Policy03", "broader")])
    watch.check_answers(s304=COUNT, s200=1)
    (event,) = events_in(watch.folder / "all.alerts")
    check((event["previous"], event["version"], event["at"]) == ("v1", "v2", "2021-01-02T10:00:00Z"), event)
    # New to the reference, and gone from it.
    reference.put("Fresh", "iam:PassRole")
    watch.run("all", [("version", "Fresh", "broader")])
    watch.check_answers(s304=COUNT, s200=2)
    reference.remove("Policy04")
    watch.run("all", [("withdrawn", "Policy04", "narrower")])
    watch.check_answers(s304=COUNT, s200=1)


def dates_alone(watch, reference):
    """A server without ETags."""
    reference.with_tags = False
    watch.subscribe("dates", "reference")
    watch.run("dates", [])
    watch.run("dates", [])
    watch.check_answers(s304=COUNT + 1)
    reference.put("Policy05", "s3:GetObject")
    watch.run("dates", [("version", "Policy05", "narrower")])
    watch.check_answers(s304=COUNT, s200=1)
    reference.with_tags = True
    watch.run("all", [("version", "Policy05", "narrower")])


def named(watch, reference):
    watch.subscribe("some", "reference:Policy06,Policy07")
    watch.run("some", [])
    watch.check_answers(s200=3)
    reference.put("Policy08", "s3:*")
    watch.run("some", [])
    watch.check_answers(s304=3)
    watch.subscribe("wrong", "reference:Policy06,Polcy07")
    done = watch.run("wrong", [], 2)
    check("lists no policy `Polcy07`" in done.stderr, done.stderr)
    # One of two is over a tenth, which somebody has to confirm.
    page = reference.pages["Policy07.md"]
    reference.remove("Policy07")
    done = watch.run("some", [], 2)
    check("lost 1 of 2" in done.stderr, done.stderr)
    watch.run("some", [("withdrawn", "Policy07", "narrower")], 0, "--accept-loss")
    watch.run("some", [])
    reference.pages["Policy07.md"] = page
    reference.list_all()
    watch.run("some", [("returned", "Policy07", "equivalent")])
    watch.run("all", [("version", "Policy08", "mixed")])


def failures(watch, reference):
    busy, broken = (503, {}), (500, {})
    # What fails for a moment is no trouble.
    reference.put("Policy09", "s3:GetObject")
    reference.refusals = {"Policy09.md": [broken], "Policy10.md": [(429, {"Retry-After": "1"})], INDEX: [busy]}
    watch.run("all", [("version", "Policy09", "narrower")])
    came = [when for name, _, when in reference.requests if name == "Policy10.md"]
    check(len(came) == 2 and came[1] - came[0] >= 1, f"came back after {came}")
    # A page that fails costs its policy; it is not gone, and others are told.
    reference.put("Policy11", "s3:GetObject")
    reference.put("Policy12", "s3:GetObject")
    reference.refusals = {"Policy11.md": [broken] * 3}
    done = watch.run("all", [("version", "Policy12", "narrower")], 2)
    check("Policy11.md: answered 500" in done.stderr, done.stderr)
    watch.run("all", [("version", "Policy11", "narrower")])
    # A page that is listed and not there, that is about another policy, or about none.
    page = reference.pages["Policy13.md"]
    for text, complaint in ((None, "answered 404"), (reference.pages["Policy14.md"], "is about `Policy14`"),
                            (b"# Moved\n\nSee elsewhere.\n", "is no ARN"), (b"\0\xff", "Policy13.md")):
        if text is None:
            del reference.pages["Policy13.md"]
        else:
            reference.pages["Policy13.md"] = text
        done = watch.run("all", [], 2)
        check(complaint in done.stderr, done.stderr)
    reference.pages["Policy13.md"] = page
    watch.run("all", [])
    # Redirects are not followed.
    reference.refusals = {"Policy13.md": [(302, {"Location": "/mirror/Policy14.md"})]}
    done = watch.run("all", [], 2)
    check("a redirect, which is not followed" in done.stderr, done.stderr)


def index_failures(watch, reference):
    index = reference.pages[INDEX]
    for refusal, complaint in (((404, {}), "answered 404"), ((429, {"Retry-After": "4000"}), "asks to wait 4000 seconds")):
        reference.refusals = {INDEX: [refusal]}
        done = watch.run("all", [], 2)
        check(complaint in done.stderr, done.stderr)
        watch.check_answers(**{f"s{refusal[0]}": 1})
    for text in (b"# AWS managed policies\n", b"# AWS managed policies\n\nNothing + here\n", b""):
        reference.pages[INDEX] = text
        done = watch.run("all", [], 2)
        check(INDEX in done.stderr, done.stderr)
        watch.check_answers(s200=1)
    # A list that was cut is not believed.
    reference.pages[INDEX] = index[:len(index) // 2]
    done = watch.run("all", [], 2)
    check("over a tenth" in done.stderr, done.stderr)
    reference.pages[INDEX] = index
    watch.run("all", [])


def interrupted(watch, reference):
    """A first look that cannot go on keeps what it has, and tells nothing."""
    watch = Watch(watch.program, watch.folder / "cut", reference)
    watch.folder.mkdir()
    watch.subscribe("all", "reference:")
    files = [f"Policy{number:02d}.md" for number in range(15, 25)]
    reference.refusals = {name: [(500, {})] * 3 for name in files}
    done = watch.run("all", [], 2)
    check("Policy17.md: answered 500" in done.stderr, done.stderr)
    check("Policy18.md" not in [name for name, _, _ in reference.requests], "went on")
    reference.refusals = {}
    done = watch.run("all", [])
    check("the first look" in done.stderr, done.stderr)
    got = collections.Counter(status for _, status, _ in reference.requests)
    check(got[304] > 10 and got[200] <= COUNT - 10, got)


def lost_memory(watch, reference):
    """What is remembered is held to the store; without it all is asked for."""
    state = watch.folder / "store.git/subscriptions/all/state"
    saved = state.read_text()
    state.unlink()
    watch.run("all", [])
    watch.check_answers(s200=len(reference.pages))
    # Of another store, or of one that was put back.
    (watch.folder / "cut/store.git/subscriptions/all/state").write_text(saved)
    other = Watch(watch.program, watch.folder / "other", reference)
    other.folder.mkdir()
    other.subscribe("all", "reference:")
    (other.folder / "store.git/subscriptions/all/state").write_text(saved)
    other.run("all", [])
    other.check_answers(s304=1, s200=len(reference.pages) - 1)


def one_look(watch, reference):
    reference.put("Policy20", "s3:*")
    reference.take()
    done = watch.polhist("drift", "--source", "reference:", "Policy20", *watch.options())
    check(done.returncode == 1 and "Policy20: v1 -> v2, mixed" in done.stdout, done.stdout + done.stderr)
    watch.check_answers(s200=2)
    done = watch.polhist("drift", "--source", "reference:Policy21", *watch.options())
    check(done.returncode == 0, done.stdout + done.stderr)
    done = watch.polhist("drift", "--source", "reference:", "--base-url", reference.url)
    check("--allow-private allows that" in done.stderr, done.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        reference = Reference()
        watch = Watch(sys.argv[1], folder, reference)
        watch.subscribe("all", "reference:")
        for part in (looks, dates_alone, named, failures, index_failures, interrupted, lost_memory, one_look):
            part(watch, reference)
            print(f"reference: {part.__name__}", flush=True)
    print("reference: passed")


if __name__ == "__main__":
    main()
