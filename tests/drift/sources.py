#!/usr/bin/env python3
"""Each kind of source through its life, as far as a machine has them: sources.py PROGRAM"""

import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading

from world import Watch, check, document, events_in, told

PAGE = """<html><head><title>AWS managed policies for Example - Example</title></head><body>
<h1>AWS managed policies for Example</h1>
<h2>AWS managed policy: ExampleReadOnlyAccess</h2><p>Grants reading.</p><pre><code>{}</code></pre>
<table><tr><th>Change</th><th>Description</th><th>Date</th></tr>
<tr><td>ExampleReadOnlyAccess - Update</td><td>Added things.</td><td>August 11, 2021</td></tr></table>
</body></html>"""


class Files:
    """A web server of one file that knows ETags, and does odd things at odd paths."""

    def __init__(self):
        self.body, self.requests = b"", []
        files = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                tag = f'"{hash(files.body)}"'
                files.requests.append((self.path, self.headers.get("If-None-Match")))
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", "/P.json")
                    self.end_headers()
                elif self.path == "/missing":
                    self.send_error(404)
                elif self.path == "/cut":
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(files.body) + 10))
                    self.end_headers()
                    self.wfile.write(files.body)
                elif self.headers.get("If-None-Match") == tag:
                    self.send_response(304)
                    self.end_headers()
                else:
                    self.send_response(200)
                    self.send_header("ETag", tag)
                    self.end_headers()
                    self.wfile.write(files.body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


class Try:
    """One subscription of its own to a source."""

    def __init__(self, watch, name, source, *options):
        self.watch, self.name = watch, name
        self.alerts = watch.folder / f"{name}.alerts"
        self.seen = 0
        done = watch.polhist("subscribe", name, "--source", source, "--notify", f"file:{self.alerts}",
                             *options)
        check(done.returncode == 0, done.stderr)

    def run(self, expected, status=0, *arguments):
        done = self.watch.polhist("run", self.name, *arguments)
        check(done.returncode == status, f"{self.name} ends with {done.returncode}: {done.stderr}")
        events = events_in(self.alerts)
        got = told(events[self.seen:])
        check(got == expected, f"{self.name}: {got}, not {expected}")
        self.seen = len(events)
        return done


BROADER = [("version", "P", "broader")]


def of_file(watch):
    path = watch.folder / "P.json"
    path.write_text(json.dumps(document("s3:GetObject")))
    source = Try(watch, "file", "file:P.json")
    source.run([])
    path.write_text(json.dumps(document("s3:GetObject", "s3:PutObject")))
    source.run(BROADER)
    path.unlink()
    source.run([], 2)


def dump(*actions):
    return {"IsTruncated": False, "UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [],
            "Policies": [{
                "PolicyName": "P", "Arn": "arn:aws:iam::123456789012:policy/P",
                "DefaultVersionId": f"v{len(actions)}", "CreateDate": "2021-01-01T00:00:00Z",
                "UpdateDate": "2021-01-01T00:00:00Z",
                "PolicyVersionList": [{
                    "VersionId": f"v{number}", "IsDefaultVersion": number == len(actions),
                    "CreateDate": f"2021-0{number}-01T00:00:00Z",
                    "Document": document(*actions[:number])} for number in range(1, len(actions) + 1)]}]}


def of_command(watch):
    path = watch.folder / "dump"
    path.write_text(json.dumps(dump("s3:GetObject")))
    source = Try(watch, "exec", f"exec:cat {path}")
    source.run([])
    path.write_text(json.dumps(dump("s3:GetObject", "s3:PutObject")))
    source.run(BROADER)
    (event,) = events_in(source.alerts)
    check((event["previous"], event["version"], event["at"]) == ("v1", "v2", "2021-02-01T00:00:00Z"), event)
    path.write_text("{")
    source.run([], 2)
    path.unlink()
    done = source.run([], 2)
    check("ended with status 1: cat:" in done.stderr, done.stderr)


def of_git(watch):
    repository = watch.folder / "repository"
    policies = repository / "policies"
    policies.mkdir(parents=True)

    def commit(text):
        (policies / "P.json").write_text(text)
        subprocess.run(
            "git add -A && git -c user.name=a -c user.email=a@example.invalid commit -qm c",
            cwd=repository, shell=True, check=True)

    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    # What the repository brings along is never run.
    hooks = repository / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    hook = hooks / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {watch.folder}/hooked\n")
    hook.chmod(0o755)
    commit(json.dumps(document("s3:GetObject")))
    source = Try(watch, "git", "git:repository")
    source.run([])
    source.run([])
    commit(json.dumps(document("s3:GetObject", "s3:PutObject")))
    source.run(BROADER)
    commit("{")
    done = source.run([], 2)
    check(str(tempfile.gettempdir()) + "/polhist-git" not in done.stderr, done.stderr)
    check(not (watch.folder / "hooked").exists(), "a hook was run")
    for url in ("ext::touch hooked", "git://example.com/x", "http://example.com/x", "nowhere"):
        done = watch.polhist("drift", "--source", f"git:{url}")
        check(done.returncode == 2, f"{url}: {done.stderr}")
    check(not (watch.folder / "hooked").exists(), "a transport was run")
    check(not list(pathlib.Path(tempfile.gettempdir()).glob("polhist-git-*/clone")), "a clone is left")


def of_web(watch):
    files = Files()
    files.body = json.dumps(document("s3:GetObject")).encode()
    location = watch.folder / "location"
    location.write_text(f"{files.url}/P.json?token=T0KEN\n")
    location.chmod(0o600)
    source = Try(watch, "web", f"https:@{location}", "--allow-private")
    # Nothing in a file of secrets names the policy.
    done = source.run([], 2)
    check("T0KEN" not in done.stderr, done.stderr)
    files.body = json.dumps(dump("s3:GetObject")).encode()
    source.run([])
    source.run([])
    check(files.requests[-1][1] is not None, "asks for what is newer only")
    files.body = json.dumps(dump("s3:GetObject", "s3:PutObject")).encode()
    source.run(BROADER)
    for path in ("moved", "missing", "cut"):
        location.write_text(f"{files.url}/{path}\n")
        source.run([], 2)
    done = watch.polhist("drift", "--source", f"https:@{location}")
    check("private address" in done.stderr, done.stderr)


def of_page(watch):
    files = Files()
    files.body = PAGE.format(json.dumps(document("s3:GetObject"))).encode()
    page = Try(watch, "page", f"docs:{files.url}/page.html", "--allow-private")
    page.run([])
    page.run([])
    files.body = PAGE.format(json.dumps(document("s3:GetObject", "s3:PutObject"))).encode()
    page.run([("version", "ExampleReadOnlyAccess", "broader")])
    path = watch.folder / "page.html"
    path.write_bytes(files.body)
    Try(watch, "saved", "docs:page.html").run([])


def main():
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(sys.argv[1], folder)
        for source in (of_file, of_command, of_git, of_web, of_page):
            source(watch)
            print(f"sources: {source.__name__}")
    print("sources: passed")


if __name__ == "__main__":
    main()
