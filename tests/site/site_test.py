#!/usr/bin/env python3
"""Builds sites and holds them to what a site must be: site_test.py POLHIST

Same bytes for the same store; a second run writes nothing, a run after a change only what changed;
every link leads somewhere, every page is reached without scripts, nothing is loaded from elsewhere;
hostile names and values stay text; feeds are well-formed and parsed by a feed library.
"""

import html.parser
import json
import pathlib
import posixpath
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree

import feedparser

EVIL = '<script>alert(1)</script>"\'&\x1b[2J\u202e\u0085\ufffe]]>'
SETS = ("a", "link", "script", "img")


class Links(html.parser.HTMLParser):
    """Where a page leads, what it loads, and what must not be there."""

    def __init__(self):
        super().__init__()
        self.found, self.ids, self.wrong, self.headings = [], set(), [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids.add(values.get("id"))
        for name in values:
            if name.startswith("on") or name == "style":
                self.wrong.append(f"<{tag} {name}>")
        if tag == "script" and "src" not in values:
            self.wrong.append("a script of its own")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name in ("href", "src", "data-document", "data-page"):
            if values.get(name):
                self.found.append((name, values[name]))


def polhist(program, *arguments, check=0):
    done = subprocess.run(
        [program, *arguments],
        capture_output=True,
        timeout=120,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
    )
    if done.returncode != check:
        raise SystemExit(f"{arguments}: {done.returncode}: {done.stderr.decode()}")
    return done.stderr.decode()


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def read_page(name, text, files, wrong):
    """The pages that a page leads to."""
    links = Links()
    links.feed(text)
    wrong += [f"{name}: {what}" for what in links.wrong]
    if "default-src 'none'" not in text or not text.startswith("<!DOCTYPE html>"):
        wrong.append(f"{name}: no policy of content")
    if links.headings[:1] != [1] or links.headings.count(1) != 1:
        wrong.append(f"{name}: headings {links.headings[:3]}")
    if any(after - before > 1 for before, after in zip(links.headings, links.headings[1:])):
        wrong.append(f"{name}: a level of headings is left out: {links.headings}")
    targets = set()
    for kind, link in links.found:
        if link.startswith(("#", "data:,")):
            continue
        target = urllib.parse.unquote(urllib.parse.urlsplit(link).path)
        if urllib.parse.urlsplit(link).scheme or link.startswith("/"):
            wrong.append(f"{name}: leads away to {link}")
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        if target not in files:
            wrong.append(f"{name}: {kind} leads to {link}, which is not there")
        if kind == "href":
            targets.add(target)
    return targets


def check_pages(files, wrong):
    reached, open_pages = set(), ["index.html"]
    while open_pages:
        name = open_pages.pop()
        if name in reached or not name.endswith(".html") or name not in files:
            continue
        reached.add(name)
        open_pages += read_page(name, files[name].decode("utf-8"), files, wrong)
    for name in files:
        if name.endswith(".html") and name not in reached:
            wrong.append(f"{name}: no link leads to it")
    return len(reached)


def check_text(files, wrong):
    for name, data in files.items():
        text = data.decode("utf-8")
        if "<script>alert" in text and name.endswith((".html", ".atom", ".rss")):
            wrong.append(f"{name}: holds a script that was a name")
        if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]", text):
            wrong.append(f"{name}: holds control characters")
        if name.endswith(".json"):
            json.loads(text)


def check_feeds(files, base, wrong):
    count = 0
    for name, data in files.items():
        if not name.endswith((".atom", ".rss")):
            continue
        count += 1
        xml.etree.ElementTree.fromstring(data)
        feed = feedparser.parse(data)
        if feed.bozo or feed.version != ("atom10" if name.endswith(".atom") else "rss20"):
            wrong.append(f"{name}: {feed.version}: {feed.get('bozo_exception')}")
        ids = [entry.id for entry in feed.entries]
        dates = [entry.published_parsed for entry in feed.entries]
        if len(set(ids)) != len(ids) or len(ids) > 50 or dates != sorted(dates, reverse=True):
            wrong.append(f"{name}: ids or order")
        for entry in feed.entries:
            body = entry.content[0].value if "content" in entry else entry.summary
            if not entry.title or "<script" in body:
                wrong.append(f"{name}: {entry.id}: title or body")
            if base and entry.link.removeprefix(base) not in files:
                wrong.append(f"{name}: leads to {entry.link}, which is not there")
    return count


def document(*actions):
    statement = {"Sid": EVIL, "Effect": "Allow", "Action": list(actions), "Resource": "*"}
    statement["Condition"] = {"StringEquals": {"aws:" + EVIL: EVIL}}
    return {"Version": "2012-10-17", "Statement": [statement]}


def envelope(version, day, content):
    return {
        "PolicyVersion": {
            "Document": content,
            "VersionId": version,
            "CreateDate": day + "T00:00:00Z",
            "IsDefaultVersion": True,
        }
    }


def make_store(program, work):
    store = str(work / "store")
    for version, day, content in (
        ("v1", "2020-01-01", document("s3:GetObject", "s3:" + EVIL.replace(":", ""))),
        ("v2", "2021-01-01", document("s3:Get*", "ec2:RunInstances")),
        ("v3", "2022-01-01", document("s3:GetObject")),
    ):
        folder = work / version
        folder.mkdir()
        for name in ("Plain", EVIL.replace("/", "")):
            path = folder / (name + ".json")
            path.write_text(json.dumps(envelope(version, day, content)), encoding="utf-8")
        polhist(program, "--store", store, "import", str(folder))
    # A policy with many states that spells an action in its own way.
    for number in range(1, 6):
        folder = work / f"odd{number}"
        folder.mkdir()
        content = envelope(f"v{number}", f"2020-01-0{number}", document("s3:getOBJECT", f"s3:A{number}"))
        (folder / "Odd.json").write_text(json.dumps(content))
        polhist(program, "--store", store, "import", str(folder))
    return store


def check_spelling(site, wrong):
    """An action is spelt as most policies do, however many states one of them has."""
    text = "".join(path.read_text() for path in (site / "actions").rglob("*.html"))
    titles = re.findall("<h1>([^<]*)</h1>", text)
    if "s3:GetObject" not in titles or "s3:getOBJECT" in titles:
        wrong.append(f"actions are spelt {titles}")


def check_site(program, store, base, work, wrong):
    first, second = work / f"first{len(base)}", work / f"second{len(base)}"
    options = ["--store", store] if store else []
    more = ["--base-url", base] if base else []
    polhist(program, *options, "site", "-o", str(first), *more)
    polhist(program, *options, "site", "-o", str(second), *more)
    files = tree(first)
    if files != tree(second):
        wrong.append("the same store gives another site")
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*.html")}
    said = polhist(program, *options, "site", "-o", str(first), *more)
    after = {path: path.stat().st_mtime_ns for path in first.rglob("*.html")}
    if before != after or ": 0 files written" not in said:
        wrong.append(f"a second run writes anew: {said}")
    pages = check_pages(files, wrong)
    check_text(files, wrong)
    return pages, check_feeds(files, base, wrong)


def check_change(program, store, work, wrong):
    """After one policy changed, pages of others stay; what is gone is removed, strangers stay."""
    site = work / "change"
    polhist(program, "--store", store, "site", "-o", str(site))
    (site / "mine.txt").write_text("mine")
    stale = site / "policy" / "Gone" / "index.html"
    stale.parent.mkdir()
    stale.write_text("old")
    listed = site / ".polhist-site"
    listed.write_text(listed.read_text() + "policy/Gone/index.html\n../outside\n")
    (work / "outside").write_text("outside")
    before = tree(site)
    folder = work / "v4"
    folder.mkdir()
    content = envelope("v4", "2023-01-01", document("s3:PutObject"))
    (folder / "Plain.json").write_text(json.dumps(content))
    polhist(program, "--store", store, "import", str(folder))
    polhist(program, "--store", store, "site", "-o", str(site))
    after = tree(site)
    if stale.parent.exists() or not (site / "mine.txt").exists():
        wrong.append("what is gone stays, or what is not of the site went")
    if not (work / "outside").exists():
        wrong.append("a list of files leads out of the site")
    changed = [name for name in before if name in after and before[name] != after[name]]
    if any(name.startswith("policy/") and "/Plain/" not in f"/{name}" for name in changed):
        wrong.append(f"a change of one policy changes others: {changed}")
    stranger = work / "stranger"
    stranger.mkdir()
    (stranger / "file").write_text("x")
    polhist(program, "--store", store, "site", "-o", str(stranger), check=2)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    program, wrong = sys.argv[1], []
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        store = make_store(program, work)
        shipped = check_site(program, "", "https://policies.example.org/a/", work, wrong)
        hostile = check_site(program, store, "", work, wrong)
        check_spelling(work / "first0", wrong)
        check_change(program, store, work, wrong)
    print("\n".join(wrong[:30]))
    print(f"site: (pages, feeds) {shipped} shipped, {hostile} hostile, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
