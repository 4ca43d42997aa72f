#!/usr/bin/env python3
"""Feeds hostile input to the real program: hostile.py POLHIST [WORD...]

Every document of `documents` goes in by each route of `ROUTES`; every line of `SCRIPTS` runs in a
shell, in a folder that holds good.json, bad.json and pairs.ndjson. Whatever the input, the program
must end in time and by itself, tell trouble from a difference by its status, say in one line which
file is to blame and where, and print no control character. With words, only cases that have all of
them in their names run.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import urllib.parse

SNAPSHOTS = pathlib.Path(__file__).resolve().parents[2] / "snapshots"
CPU_SECONDS = 10  # that any input may cost; of the clock, a busy machine may take
WALL_SECONDS = 90
LARGEST_KIB = 2 * 1024 * 1024  # of memory that any input may cost
FINE, REFUSED, EITHER = {0}, {2}, {0, 2}

# All but the line break: C0, DEL, C1, bidirectional and zero-width, separators.
CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
SANITIZER = re.compile(r"Sanitizer|runtime error:|Assertion|terminate called|stopped:")

Document = collections.namedtuple("Document", "name data statuses")
Case = collections.namedtuple("Case", "name command data statuses error json_lines")


def compact(value):
    return json.dumps(value, separators=(",", ":")).encode()


def statement(**elements):
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | elements


def policy(*statements, **elements):
    return {"Version": "2012-10-17", "Statement": list(statements)} | elements


GOOD = compact(policy(statement(Sid="Read", Action=["s3:GetObject", "s3:ListBucket"])))
ENVELOPE = {"VersionId": "v1", "CreateDate": "2021-01-01T00:00:00Z", "IsDefaultVersion": True}


def good_with(text):
    """A good document with raw bytes in a Sid."""
    return GOOD.replace(b"Read", text)


def envelope(document, **fields):
    return compact({"PolicyVersion": ENVELOPE | {"Document": document} | fields})


# What is hostile about documents.


def yaml_of_aliases():
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    return "\n".join(lines).encode()



def truncated():
    for path in sorted(SNAPSHOTS.glob("*/*.json"))[:3]:
        whole = path.read_bytes()
        for size in range(0, len(whole.rstrip()), max(1, len(whole) // 24)):
            yield f"{path.parent.name} cut at {size}", whole[:size], REFUSED if size else EITHER


def flipped():
    """A flip may leave good JSON; where it surely does not, the document must be refused."""
    chance = random.Random(1)
    whole = min(SNAPSHOTS.glob("*/*.json"), key=lambda path: path.stat().st_size).read_bytes()
    for _ in range(80):
        at, bit = chance.randrange(len(whole)), chance.randrange(8)
        data = whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
        try:
            json.loads(data.decode())
            statuses = EITHER
        except ValueError:
            statuses = REFUSED
        yield f"bit {bit} of byte {at} flipped", data, statuses


def encoded():
    for name, text in {
        "lone continuation": b"\x80",
        "overlong of two": b"\xc0\xaf",
        "overlong of three": b"\xe0\x80\xaf",
        "overlong of four": b"\xf0\x80\x80\xaf",
        "surrogate": b"\xed\xa0\x80",
        "over U+10FFFF": b"\xf4\x90\x80\x80",
        "five bytes": b"\xf8\x88\x80\x80\x80",
        "fe": b"\xfe",
        "ff": b"\xff",
        "two bytes cut": b"\xc3",
        "three bytes cut": b"\xe2\x82",
        "four bytes cut": b"\xf0\x9f\x92",
        "cut before a quote": b"x\xe2\x82\\",
        "raw NUL": b"\0",
        "raw escape": b"\x1b[31m",
        "raw tab": b"\t",
        "raw line break": b"\n",
        "lone high surrogate": b"\\ud800",
        "lone low surrogate": b"\\udc00",
        "surrogates reversed": b"\\udc00\\ud800",
        "high surrogate twice": b"\\ud800\\ud800",
        "short escape": b"\\u12",
        "unknown escape": b"\\x41",
    }.items():
        yield f"Sid with {name}", good_with(text), REFUSED
    text = GOOD.decode()
    yield "invalid UTF-8 after the document", GOOD + b"\xff", REFUSED
    yield "NUL after the document", GOOD + b"\0", REFUSED
    yield "NUL before the document", b"\0" + GOOD, REFUSED
    yield "escaped NUL", good_with(b"\\u0000"), FINE
    yield "pair of surrogates", good_with(b"\\ud83d\\ude00"), FINE
    yield "noncharacters", good_with("\ufffe\uffff\U0010ffff".encode()), FINE
    yield "byte order mark", b"\xef\xbb\xbf" + GOOD, FINE
    yield "two byte order marks", b"\xef\xbb\xbf" * 2 + GOOD, REFUSED
    yield "half a byte order mark", b"\xef\xbb" + GOOD, REFUSED
    yield "only a byte order mark", b"\xef\xbb\xbf", REFUSED
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037"):
        statuses = FINE if text.encode(name) == GOOD else EITHER if name == "utf-7" else REFUSED
        yield name, text.encode(name), statuses
    broken = json.dumps(json.loads(text), indent=1)
    yield "CRLF", broken.replace("\n", "\r\n").encode(), FINE
    yield "CR alone", broken.replace("\n", "\r").encode(), FINE


def misspelt():
    for name, old, new in (
        ("Action twice", b'"Action":', b'"Action":"*","Action":'),
        ("Action twice, once escaped", b'"Action":', b'"\\u0041ction":"*","Action":'),
        ("Version twice", b'"Version":', b'"Version":"2008-10-17","Version":'),
        ("Statement twice", b'"Statement":', b'"Statement":[],"Statement":'),
        ("a comma too many", b"}]", b"},]"),
        ("a comment", b"{", b"{/**/"),
        ("single quotes", b'"Read"', b"'Read'"),
        ("two documents", b"}]}", b"}]}{}"),
        ("a bracket too many", b"}]}", b"}]}]"),
        ("NaN", b'"Read"', b"NaN"),
        ("Infinity", b'"Read"', b"-Infinity"),
        ("a Sid that is a number", b'"Read"', b"1"),
        ("a Sid that is null", b'"Read"', b"null"),
        ("Effect in lower case", b'"Allow"', b'"allow"'),
        ("an Effect that is a list", b'"Allow"', b'["Allow"]'),
        ("an unknown Version", b"2012", b"2013"),
        ("an action without a service", b"s3:GetObject", b"GetObject"),
        ("an action with two colons", b"s3:GetObject", b"s3:Get:Object"),
        ("an action inside a list inside a list", b'"s3:GetObject"', b'["s3:GetObject"]'),
        ("a resource without arn", b'"*"', b'"bucket"'),
        ("a resource that is empty", b'"*"', b'""'),
        ("Action and NotAction", b'"Sid":"Read"', b'"NotAction":"*"'),
        ("Resource and NotResource", b'"Sid":"Read"', b'"NotResource":"*"'),
        ("Principal and NotPrincipal", b'"Sid":"Read"', b'"Principal":"*","NotPrincipal":"*"'),
        ("an unknown principal", b'"Sid":"Read"', b'"Principal":{"aws":"*"}'),
        ("an empty condition key", b'"Sid":"Read"', b'"Condition":{"Bool":{"":"x"}}'),
        ("an empty operator", b'"Sid":"Read"', b'"Condition":{"":{"k":"x"}}'),
        ("a null condition value", b'"Sid":"Read"', b'"Condition":{"Bool":{"k":null}}'),
        ("a condition of lists", b'"Sid":"Read"', b'"Condition":[{"Bool":{"k":"x"}}]'),
    ):
        assert old in GOOD, name
        yield name, GOOD.replace(old, new, 1), REFUSED
    for text in ("", " ", "\n", "[]", "{}", "null", "0", '""', "{", "}", '"', "[,]", '{"a"}', "tru"):
        # `diff` takes an empty file for no document.
        yield f"only {text!r}", text.encode(), REFUSED if text.strip() else EITHER
    yield "YAML of many aliases", yaml_of_aliases(), REFUSED
    yield "YAML that is cut off", b"Version: '2012-10-17'\nStatement: [{Effect: Allow", REFUSED
    yield "YAML of two documents", b"Version: a\n---\nVersion: b\n", REFUSED
    yield "YAML that ends in itself", b"Statement: &a [*a]\n", REFUSED
    yield "YAML of dashes", b"- " * 100_000, REFUSED
    yield "UTF-16", GOOD.decode().encode("utf-16"), REFUSED
    yield "a document in a string in a string", compact({"a": json.dumps({"b": GOOD.decode()})}), FINE
    yield "two documents inside", compact({"a": GOOD.decode(), "b": good_with(b"Other").decode()}), REFUSED
    yield "a list of documents", b"[" + GOOD + b"]", REFUSED
    yield "only Statement", b'{"Statement":[]}', FINE
    yield "lists that are empty", compact(policy(statement(Action=[], Resource=[]))), FINE
    for number in ("1" * 300, "-0", "1e308", "0." + "0" * 5000 + "1"):
        text = b'"Condition":{"NumericEquals":{"aws:x":%s}}' % number.encode()
        yield f"number {number[:9]}", GOOD.replace(b'"Sid":"Read"', text), FINE
    for number in ("1" * 5000, "1e999999", "-1e400", "01", "+1", "1.", ".5", "0x1", "1e", "--1"):
        text = b'"Condition":{"NumericEquals":{"aws:x":%s}}' % number.encode()
        yield f"number {number[:9]}", GOOD.replace(b'"Sid":"Read"', text), REFUSED


def oversized():
    mebibyte = 1024 * 1024
    room = mebibyte - len(good_with(b""))
    yield "1 MiB", good_with(b"x" * room), FINE
    yield "1 MiB and a byte", good_with(b"x" * (room + 1)), REFUSED
    yield "1 MiB and blanks after it", good_with(b"x" * room) + b" " * 5000, FINE
    yield "over 16 MiB of blanks", b" " * (16 * mebibyte) + GOOD, REFUSED
    for depth in (99, 100, 101, 100_000):
        nested = b"[" * (depth - 1) + b"]" * (depth - 1)
        yield f"lists {depth} deep", b'{"Statement":' + nested + b"}", REFUSED
        yield f"lists {depth} deep, open", b"[" * depth, REFUSED
        yield f"objects {depth} deep", b'{"a":' * depth + b"1" + b"}" * depth, REFUSED
    yield "a key of 1 MiB", b'{"' + b"k" * 1_000_000 + b'":1}', REFUSED
    yield "50,000 keys", compact({f"k{i}": i for i in range(50_000)}), REFUSED
    yield "50,000 equal keys", b"{" + b'"k":1,' * 50_000 + b'"k":1}', REFUSED
    keys = {f"aws:k{i}": "v" for i in range(40_000)}
    yield "40,000 condition keys", compact(policy(statement(Condition={"Bool": keys}))), FINE
    yield "100,000 statements", compact(policy(*[statement()] * 100_000)), REFUSED
    yield "15,000 statements", compact(policy(*[statement()] * 15_000)), FINE
    yield "20,000 empty lists", compact(policy(*[statement(Action=[])] * 20_000)), FINE
    actions = [f"s3:A{i}" for i in range(1000)]
    buckets = [f"arn:aws:s3:::b{i}" for i in range(1000)]
    bomb = statement(Action=actions, Resource=buckets)
    yield "1000 actions on 1000 resources", compact(policy(bomb)), REFUSED
    heavy = {f"aws:k{i}": "v" for i in range(20_000)}
    bomb = statement(Action=actions[:400], Resource=buckets[:400], Condition={"Bool": heavy})
    yield "20,000 conditions on 160,000 grants", compact(policy(bomb)), REFUSED
    bomb = {"Effect": "Allow", "NotAction": [f"s3:B{i}" for i in range(20_000)]}
    yield "20,000 exceptions on 1000 resources", compact(policy(bomb | {"Resource": buckets})), REFUSED
    bomb = statement(Action="s3:" + "*a" * 100_000, Resource="arn:" + "*?" * 100_000)
    yield "200,000 stars", compact(policy(bomb)), FINE
    for unit in ("*", "?*", "*?", "a?"):
        run = unit * (400_000 // len(unit)) + "x"
        bomb = statement(Action="s3:" + run, Resource="arn:aws:s3:::" + run)
        yield f"long runs of {unit}", compact(policy(bomb)), FINE


def evaluated():
    """Condition values that operators compute with, and patterns that multiply."""
    for operator, values in {
        "NumericLessThan": ("1e2147483647", "1e-2147483648", "1e999999999", "-1e-999999999", "0x1"),
        "NumericEquals": ("9" * 100_000, "0." + "0" * 100_000 + "1", "NaN", "inf", "", "-", "1e"),
        "DateLessThan": ("9999999999999999999", "-1", "0000-00-00", "2021-02-30T25:61:61Z", "9" * 99),
        "IpAddress": ("1.2.3.4/33", "::/129", "::ffff:1.2.3.4", "1.2.3", "::1%eth0", "/", "1" * 9999),
        "BinaryEquals": ("====", "QQ", "Q" * 100_001, "\u202e"),
        "Bool": ("TRUE", "maybe", "1", ""),
        "Null": ("maybe", "", "0"),
        "ArnLike": ("arn:" + "*:" * 10_000, "arn", ":::::", "*" * 10_000, "arn:aws:s3:::${aws:x"),
        "StringLike": ("*a" * 10_000, "${" * 10_000, "${*}${?}${$}", "${aws:username, '" + "x" * 9_999),
        "ForAllValues:" * 1000 + "StringLike": ("x",),
        "StringLike" + "IfExists" * 1000: ("x",),
    }.items():
        for value in values:
            name = f"{operator[:20]} {value[:20]!r}"
            yield name, compact(policy(statement(Condition={operator: {"aws:x": value}}))), FINE
    for name, actions in {
        "500 crossing patterns": [f"s3:*{i}*{i + 1}*" for i in range(500)],
        "stars and question marks": [f"s3:{'*?' * i}x" for i in range(100)],
    }.items():
        for effect in ("Allow", "Deny"):
            crossing = statement(Effect=effect, Action=actions)
            yield f"{effect} {name}", compact(policy(statement(Action="*"), crossing)), FINE
    arns = [f"arn:*{i}*:*{i}*" for i in range(300)]
    crossing = statement(Effect="Deny", Action=actions, Resource=arns)
    yield "Deny of crossing resources", compact(policy(statement(Action="*"), crossing)), FINE


def misleading():
    """Control characters wherever a document can hold text."""
    for name, text in {
        "ANSI escape": "\x1b[2J\x1b]0;x\x07",
        "C1": "\x9b31m\x85",
        "bidi override": "\u202eevil\u202c\u2066\u061c",
        "line break": "a\nb",
        "CR and tab": "\r\t\b",
        "DEL and NUL": "\x7f\0",
        "zero-width": "\u200b\u2060\ufeff\u2028",
    }.items():
        for place, document, statuses in (
            ("Sid", policy(statement(Sid=text)), FINE),
            ("Id", policy(statement(), Id=text), FINE),
            ("action", policy(statement(Action="s3:" + text)), FINE),
            ("resource", policy(statement(Resource="arn:" + text)), FINE),
            ("operator", policy(statement(Condition={text: {"k": "v"}})), FINE),
            ("key", policy(statement(Condition={"Bool": {text: "v"}})), FINE),
            ("value", policy(statement(Condition={"Bool": {"k": text}})), FINE),
            ("principal", policy(statement(Principal={"AWS": text})), FINE),
            ("bad action", policy(statement(Action=text.replace(":", ""))), REFUSED),
            ("bad resource", policy(statement(Resource=text)), REFUSED),
            ("Effect", policy(statement(Effect=text)), REFUSED),
            ("Version", policy(statement(), Version=text), REFUSED),
            ("element", policy(statement(**{text: 1})), REFUSED),
            ("kind of principal", policy(statement(Principal={text: "*"})), REFUSED),
            ("top", {text: 1}, REFUSED),
        ):
            yield f"{name} in {place}", compact(document), statuses
            raw = json.dumps(document, ensure_ascii=False).encode()
            yield f"{name} in {place}, escaped where it must be", raw, statuses


def enveloped():
    document = json.loads(GOOD)
    encoded_once = urllib.parse.quote(GOOD)
    yield "envelope", envelope(document), FINE
    yield "URL-encoded", envelope(encoded_once), FINE
    yield "URL-encoded byte for byte", envelope("".join(f"%{c:02x}" for c in GOOD)), FINE
    yield "JSON in a string", envelope(GOOD.decode()), FINE
    for name, text in {
        "encoded twice": urllib.parse.quote(encoded_once),
        "a bad escape": encoded_once + "%zz",
        "half an escape": encoded_once + "%7",
        "a percent sign": "%",
        "encoded NUL": encoded_once + "%00",
        "encoded invalid UTF-8": encoded_once.replace("Read", "%ff%c0%80"),
        "encoded escape sequence": "%1b%5b31m",
        "nothing": "",
        "an envelope": urllib.parse.quote(envelope(encoded_once)),
        "over 1 MiB": urllib.parse.quote(good_with(b"x" * 1_100_000)),
    }.items():
        yield f"URL-encoded: {name}", envelope(text), REFUSED
    for name, fields in {
        "Document null": {"Document": None},
        "Document a list": {"Document": [document]},
        "VersionId a number": {"VersionId": 1},
        "VersionId v0": {"VersionId": "v0"},
        "VersionId with an escape": {"VersionId": "v1\x1b[31m"},
        "VersionId of 5000 digits": {"VersionId": "v" + "1" * 5000},
        "CreateDate that is no day": {"CreateDate": "2021-02-30T00:00:00Z"},
        "CreateDate with an escape": {"CreateDate": "\x1b]0;x\x07"},
        "CreateDate a number": {"CreateDate": 1.6e9},
        "IsDefaultVersion a string": {"IsDefaultVersion": "true"},
    }.items():
        yield f"envelope with {name}", envelope(document, **fields), REFUSED
    yield "envelope without a Document", compact({"PolicyVersion": ENVELOPE}), REFUSED
    yield "envelope that is null", b'{"PolicyVersion":null}', REFUSED
    inner = json.loads(envelope(document))
    yield "envelope in an envelope", envelope(inner), REFUSED


def documents():
    kinds = (truncated, flipped, encoded, misspelt, oversized, evaluated, misleading, enveloped)
    return [Document(*entry) for kind in kinds for entry in kind()]


# How a document goes in: command, its JSON on stdout if any, and the name it has in errors.
CHECK, PASS_OR_FAIL = '"$POLHIST" check ', "; s=$?; [ $s != 1 ] || s=0; exit $s"
ROUTES = (
    ('"$POLHIST" diff bad.json good.json --text', False, "bad.json"),
    ('"$POLHIST" diff good.json bad.json --format json', True, "bad.json"),
    ('"$POLHIST" diff - good.json --format markdown --text <bad.json', False, "stdin"),
    ('"$POLHIST" diff good.json bad.json --witness aws', False, "bad.json"),
    (CHECK + "no-new-access good.json bad.json" + PASS_OR_FAIL, False, "bad.json"),
    (CHECK + "access-not-granted bad.json --action 's3:*' --format json" + PASS_OR_FAIL, True, "bad.json"),
)
BATCH = '"$POLHIST" diff --batch <bad.json'


def cases_of(document):
    for command, json_lines, source in ROUTES:
        name = f"{document.name}: {command[11:]}"
        error = rf"polhist: {source}:\d+:\d+: "
        if b"over 16" in document.name.encode():
            error = f"polhist: {source}: "  # nobody looks for a line in what is not read
        yield Case(name, command, document.data, document.statuses, error, json_lines)
    # In a line of its own kind a line break would end it, and a byte order mark is inside.
    if b"\n" not in document.data and "byte order" not in document.name:
        line = b'{"id":1,"old":%s,"new":%s}\n' % (document.data, GOOD)
        after = b'{"id":"last","old":%s,"new":%s}\n' % (GOOD, GOOD)
        statuses = document.statuses
        error = "polhist: some lines"
        yield Case(f"{document.name}: batch", BATCH, line + after, statuses, error, True)


# Lines of shell; statuses; what must stand on stderr.
RUN = '"$POLHIST" diff good.json '
SCRIPTS = (
    (RUN + "missing.json", REFUSED, "polhist: missing.json: "),
    (RUN + "''", REFUSED, "polhist: "),
    (RUN + ".", REFUSED, r"polhist: \.: is no file"),
    (RUN + "good.json/x", REFUSED, "polhist: good.json/x: "),
    (RUN + "/dev/zero", REFUSED, "polhist: /dev/zero: is no file"),
    (RUN + "/dev/null", FINE, ""),
    (RUN + "/dev/zero", REFUSED, "polhist: /dev/zero: is no file"),
    (RUN + "/proc/self/mem", REFUSED, "polhist: /proc/self/mem: cannot be read"),
    ("mkfifo pipe; " + RUN + "pipe", REFUSED, "polhist: pipe: nobody writes"),
    ("ln -s loop loop; " + RUN + "loop", REFUSED, "polhist: loop: "),
    ("chmod 0 bad.json; [ $(id -u) = 0 ] && rm bad.json; " + RUN + "bad.json", REFUSED, "bad.json: "),
    ("head -c 100000000 /dev/zero | " + RUN + "-", REFUSED, "polhist: stdin: over 16 MiB"),
    ("cp good.json ./--help; " + RUN + "-- --help", FINE, ""),
    (RUN + "- </dev/null", REFUSED, "polhist: stdin:1:1: is empty"),
    (RUN + "- <.", REFUSED, "polhist: stdin: cannot be read"),
    (RUN + "- <&-", REFUSED, "polhist: stdin"),
    ('"$POLHIST" diff - - <good.json', REFUSED, "polhist: stdin can be only one"),
    ("cat good.json | " + RUN + "-", FINE, ""),
    ("(sleep 1; cat good.json) | " + RUN + "-", FINE, ""),
    (RUN + '"$(printf \'a\\033[31m\\nb\')"', REFUSED, r"polhist: a\\u001b\[31m\\nb: "),
    (RUN + '"$(printf \'\\302\\233\\342\\200\\256\\377\')"', REFUSED, r"\\u009b\\u202e\\xff: "),
    ("printf '{' >\"$(printf 'x\\033y')\"; " + RUN + '"$(printf \'x\\033y\')"', REFUSED, "u001by:1:"),
    ("cp bad.json 'a\033b'; cp good.json 'c\033d'; \"$POLHIST\" diff 'a\033b' 'c\033d'", EITHER, ""),
    (RUN + '"$(printf %05000d 1)"', REFUSED, "name too long"),
    (RUN + '"$(printf %0130000d 1)"', REFUSED, "name too long"),
    (RUN + "good.json >/dev/full", REFUSED, "polhist: stdout: cannot be written"),
    (RUN + "good.json >&-", REFUSED, "polhist: stdout: cannot be written"),
    (RUN + "good.json 2>&-", FINE, ""),
    (RUN + "good.json <&- >&- 2>&-", REFUSED, ""),
    (RUN + "missing.json 2>/dev/full", REFUSED, ""),
    (RUN + "good.json -o /dev/full", REFUSED, "polhist: /dev/full: cannot be written"),
    (RUN + "good.json -o missing/out", REFUSED, "polhist: missing/out: cannot be written"),
    (RUN + "good.json -o /proc/out", REFUSED, "polhist: /proc/out: cannot be written"),
    (RUN + "good.json -o .", REFUSED, r"polhist: \.: cannot be written"),
    (RUN + "good.json -o ''", EITHER, ""),
    (RUN + "good.json -o out && test -s out", FINE, ""),
    ("cp good.json out; " + RUN + "bad.json -o out; [ $? = 2 ] && cmp out good.json", FINE, "bad.json"),
    ("ulimit -f 0; " + RUN + "good.json -o out", REFUSED, "polhist: out: cannot be written"),
    ("ulimit -f 1; " + RUN + "wide.json --full -o out; s=$?; test ! -e out && exit $s", REFUSED, ""),
    ("ulimit -f 1; " + RUN + "wide.json --format json >out", REFUSED, "polhist: stdout: cannot be"),
    ("ulimit -n 4; " + RUN + "good.json", EITHER, ""),
    ('{ "$POLHIST" diff --batch <pairs.ndjson; echo $? >s; } | head -1 >/dev/null; exit $(cat s)', REFUSED, ""),
    ('{ "$POLHIST" changelog; echo $? >s; } | :; exit $(cat s)', EITHER, ""),
    ('"$POLHIST" diff --batch <pairs.ndjson >/dev/full', REFUSED, "polhist: stdout: cannot be"),
    ('"$POLHIST" diff --batch <pairs.ndjson >&-', REFUSED, "polhist: stdout: cannot be"),
    ('"$POLHIST" diff --batch <&-', REFUSED, "polhist: stdin"),
    ('"$POLHIST" diff --batch </dev/null', FINE, ""),
    ('"$POLHIST" diff --batch good.json good.json', REFUSED, "polhist: --batch"),
    ('"$POLHIST"', REFUSED, "polhist: "),
    ('"$POLHIST" nonsense', REFUSED, "polhist: "),
    ('"$POLHIST" ""', REFUSED, "polhist: "),
    ('"$POLHIST" diff', REFUSED, "polhist: "),
    (RUN, REFUSED, "polhist: "),
    (RUN + "good.json good.json", REFUSED, "polhist: "),
    (RUN + "good.json --format yaml", REFUSED, "polhist: .*yaml"),
    (RUN + "good.json --format", REFUSED, "polhist: .*--format"),
    (RUN + "good.json --fail-on sometimes", REFUSED, "polhist: .*sometimes"),
    (RUN + "good.json --nonsense", REFUSED, "polhist: .*--nonsense"),
    (RUN + "good.json \"$(printf -- '--\\033[31m')\"", REFUSED, r"polhist: .*\\u001b"),
    (RUN + "good.json --store nowhere", REFUSED, "polhist: "),
    (RUN + "good.json --fail-on any --exit-code", FINE, "passed"),
    (RUN + "wide.json --fail-on any >/dev/null", {1}, "not passed"),
    ('"$POLHIST" log "$(printf \'AWS\\033[31m\\n\')"', REFUSED, r"polhist: .*AWS\\u001b\[31m"),
    ('"$POLHIST" log "$(printf \'\\377\\376\')"', REFUSED, r"polhist: .*\\xff\\xfe"),
    ('"$POLHIST" show "$(printf %0130000d 1)"', REFUSED, "polhist: "),
    ('"$POLHIST" show AWSImageBuilderFullAccess "$(printf \'v1\\033\')"', REFUSED, r"v1\\u001b"),
    ('"$POLHIST" show AWSImageBuilderFullAccess latest~99999999999999999999', REFUSED, "polhist: "),
    ('"$POLHIST" show AWSImageBuilderFullAccess v99999999999999999999', REFUSED, "polhist: "),
    ('"$POLHIST" show AWSImageBuilderFullAccess 9999-12-31', FINE, ""),
    ('"$POLHIST" show AWSImageBuilderFullAccess 0000-00-00', REFUSED, "polhist: "),
    ('"$POLHIST" show AWSImageBuilderFullAccess 2021-02-29', REFUSED, "polhist: "),
    ('"$POLHIST" list --service "$(printf \'\\033\')"', EITHER, ""),
    ('"$POLHIST" list --at 99999-01-01', REFUSED, "polhist: "),
    ('"$POLHIST" changelog --since 2021-13-01', REFUSED, "polhist: "),
    ('"$POLHIST" eval good.json --action s3:GetObject --format markdown --principal '
     '"$(printf \'\\033[31m=\\033\')"', REFUSED, "polhist: .*kind of principal"),
    ('"$POLHIST" eval good.json --action s3:GetObject --format markdown --principal '
     '"$(printf \'arn:aws:iam::111122223333:user/\\033[31m\')"', FINE, ""),
    (RUN + "wide.json --budget 1 --fail-on undecided", {1}, "not passed"),
    (RUN + "wide.json --budget 0", REFUSED, "polhist: .*budget"),
    (RUN + "wide.json --budget -1", REFUSED, "polhist: .*budget"),
    (RUN + "wide.json --budget 99999999999999999999", REFUSED, "polhist: .*budget"),
    (RUN + "wide.json --witness sh", REFUSED, "polhist: .*witness"),
    (RUN + "wide.json --witness aws --stat", REFUSED, "polhist: --witness"),
    (RUN + "wide.json --witness aws >script && sh -n script", FINE, ""),
    (CHECK + "no-new-access good.json wide.json >/dev/full", REFUSED, "polhist: stdout: cannot be"),
    (CHECK + "no-new-access good.json wide.json -o /dev/full", REFUSED, "polhist: /dev/full: cannot be"),
    (CHECK + "no-new-access good.json wide.json -o missing/out", REFUSED, "polhist: missing/out: "),
    (CHECK + "no-new-access good.json wide.json >/dev/null", {1}, "no-new-access: not passed"),
    (CHECK + "no-new-access wide.json good.json 2>&-", {1}, ""),
    (CHECK + "no-new-access - - <good.json", REFUSED, "polhist: stdin can be only one"),
    (CHECK + "no-new-access good.json", REFUSED, "polhist: NEW"),
    (CHECK + "no-public-access good.json", REFUSED, r"polhist: good.json: Statement\[0\].* no principal"),
    (CHECK + "no-public-access \"$(printf 'a\\033')\"", REFUSED, r"polhist: .*a\\u001b"),
    (CHECK + "access-not-granted good.json", REFUSED, "polhist: name an --action"),
    (CHECK + "access-not-granted good.json --action", REFUSED, "polhist: .*--action"),
    (CHECK + "access-not-granted good.json --action \"$(printf 's3:\\033')\"", REFUSED, r"s3:\\u001b"),
    (CHECK + "access-not-granted good.json --resource \"$(printf 'arn:\\033::::')\"", REFUSED, r"arn:\\u001b"),
    (CHECK + "access-not-granted good.json --allow-unknown --action s3:$(printf %0100000d 1)", FINE, ""),
    (CHECK + "access-not-granted good.json --allow-unknown --action 's3:*a*a*a*a*a*a*a*a*b' --resource "
     "'arn:aws:s3:::*a*a*a*a*a*a*a*b'" + PASS_OR_FAIL, FINE, ""),
    (CHECK + "access-not-granted good.json --resource arn:aws:s3:::$(printf '?%.0s' $(seq 3000))"
     + PASS_OR_FAIL, FINE, ""),
    (CHECK, REFUSED, "polhist: "),
    (CHECK + "nonsense", REFUSED, "polhist: there is no check `nonsense`"),
    *(
        (f"{setting} {RUN}wide.json; {setting} \"$POLHIST\" log AWSImageBuilderFullAccess", FINE, "")
        for setting in ("COLUMNS=0", "COLUMNS=-1", "COLUMNS=99999999999999999999", "COLUMNS=x",
                        "COLUMNS=1", "COLUMNS=", "NO_COLOR=1", "TERM=dumb", "LC_ALL=xx_XX.broken",
                        "LC_ALL=tr_TR.UTF-8", "env -i POLHIST=$POLHIST", "TZ=Nowhere/Never")
    ),
)

# Lines of a batch that are wrong as lines, not in their documents.
LINES = (
    (b"{}", REFUSED),
    (b"[]", REFUSED),
    (b"null", REFUSED),
    (b"\xff", REFUSED),
    (b"\0", REFUSED),
    (b'{"id":1}', REFUSED),
    (b'{"id":null,"old":%s,"new":%s}' % (GOOD, GOOD), REFUSED),
    (b'{"id":{},"old":%s,"new":%s}' % (GOOD, GOOD), REFUSED),
    (b'{"id":1,"id":2,"old":%s,"new":%s}' % (GOOD, GOOD), REFUSED),
    (b'{"id":1,"old":%s}' % GOOD, REFUSED),
    (b'{"id":1,"old":%s,"new":%s} {}' % (GOOD, GOOD), REFUSED),
    (b'{"id":1,"old":%s,"new":%s}\r' % (GOOD, GOOD), FINE),
    (b'{"id":"\\u001b\\u202e","old":%s,"new":%s}' % (GOOD, GOOD), FINE),
    (b'{"id":"\xe2\x80\xae","old":%s,"new":%s}' % (GOOD, GOOD), FINE),
    (b'{"id":123456789012345678901234567890,"old":%s,"new":%s}' % (GOOD, GOOD), FINE),
    (b'{"id":-0.10e+5,"old":%s,"new":%s}' % (GOOD, GOOD), FINE),
    (b'{"id":1,"old":%s,"new":%s' % (GOOD, GOOD), REFUSED),
    (b" \t\r\n\n", FINE),
    (b"x" * (17 * 1024 * 1024), REFUSED),
)


# Plans and templates of a size that a look for each piece through all the others does not survive.
def plan(*changes):
    resources = [
        {"address": f"aws_x.r{i}", "type": "aws_x", "change": {"actions": ["update"], **change}}
        for i, change in enumerate(changes)
    ]
    return compact({"format_version": "1.2", "resource_changes": resources})


def plans():
    text = compact(policy(statement())).decode()
    yield "20,000 policies", plan(*[{"before": {"p": text}, "after": {"p": text}}] * 20_000), FINE
    ones, marks = [1] * 150_000, [False] * 150_000
    change = {"before": {"x": ones}, "before_sensitive": {"x": marks}, "after": {"x": ones}}
    yield "long lists", plan({**change, "after_unknown": {"x": marks}}), FINE
    bad = ['{"Statement"'] * 20_000
    yield "20,000 that cannot be read", plan({"before": {"x": bad}, "after": {"y": bad}}), REFUSED


def template():
    count = 5000
    piece = [{"Fn::Sub": f"${{R{i}}}"} for i in range(count)]
    parameters = {f"R{i}": {"Default": f"${{R{i + 1}}}"} for i in range(count)}
    document = {"Version": "2012-10-17", "Statement": [{**statement(), "Resource": piece}]}
    resource = {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": document}}
    return compact({"Parameters": parameters, "Resources": {"P": resource}})


def crowded():
    """Documents of which each part may meet each of another, and how sed makes that one of them."""
    for count in (1000, 5000, 12_000):
        resources = [f"arn:aws:s3:::b*/{i}/x*/y{i}" for i in range(count)]
        other = "s:/x[*]/y([0-9]):/z*/y\\1\\1:g"
        yield f"{count} resources that overlap", policy(statement(Resource=resources)), other
    resources = [f"arn:aws:s3:::*{'p' * 400}{i}x*" for i in range(1000)]
    yield "1000 long resources", policy(statement(Resource=resources)), "s/x[*]/y*/g"
    resources = [f"arn:aws:s3:::{'p' * 900}{i}x*" for i in range(1000)]
    yield "1000 resources that begin alike", policy(statement(Resource=resources)), "s/x[*]/y*/g"
    resource = f"arn:aws:s3:::*{'a' * 200_000}c*"
    yield "a resource that nearly matches", policy(statement(Resource=resource)), "s/a[*]|c[*]/?a*/g"
    resource = "arn:aws:s3:" + "a*" * 20_000 + "b::x"
    yield "20,000 stars in a field", policy(statement(Resource=resource)), "s/b::x/b::y*/"
    actions = [f"s{i}:*x{i}*" for i in range(20_000)]
    yield "20,000 actions that may be any", policy(statement(Action=actions)), "s/[*]x/*y/g"
    each = [statement(Action=f"s3:a{i}") for i in range(15_000)]
    yield "15,000 statements of an action", policy(*each), "s/s3:a/s3:b/g"
    each = [statement(Action=f"s3:a*{i}", Resource=f"arn:aws:s3:::b{i}") for i in range(11_000)]
    yield "11,000 statements of a resource", policy(*each), "s/:::b/:::c/g"
    but = {"Effect": "Allow", "Resource": "*"}
    each = [but | {"NotAction": f"s3:a{i}"} for i in range(13_000)]
    yield "13,000 statements of an exception", policy(*each), "s/s3:a/s3:b/g"


def all_cases():
    for document in documents():
        yield from cases_of(document)
    for name, document, other in crowded():
        command = f"sed -E '{other}' bad.json >other.json; "
        command += '"$POLHIST" diff bad.json other.json'
        yield Case(f"crowded: {name}", command, compact(document), FINE, "", False)
    for script, statuses, error in SCRIPTS:
        yield Case(script, script, b"{", statuses, error, False)
    for name, data, statuses in plans():
        yield Case(f"plan: {name}", '"$POLHIST" diff bad.json --stat', data, statuses, "", False)
    yield Case("template", '"$POLHIST" diff bad.json bad.json', template(), FINE, "", False)
    for line, statuses in LINES:
        error = "polhist: some lines"
        yield Case(f"batch {line[:40]}", BATCH, line + b"\n", statuses, error, True)


def wide():
    """A document whose difference to the good one is long."""
    return compact(policy(*[statement(Action=f"s3:Verb{i}", Sid=f"S{i}") for i in range(300)]))


def complaints(case, status, stdout, stderr):
    """What is wrong with how the program ended and what it printed."""
    if status not in case.statuses:
        yield f"status {status}, not {case.statuses}"
    for name, data in (("stdout", stdout), ("stderr", stderr)):
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            yield f"{name} is not UTF-8: {error}"
            text = data.decode(errors="replace")
        if found := CONTROL.search(text):
            yield f"{name} has a raw {found[0]!r}"
    errors = stderr.decode(errors="replace")
    if found := SANITIZER.search(errors):
        yield f"stderr says {errors[found.start():][:300]}"
    if strange := [line for line in errors.splitlines() if not line.startswith("polhist: ")]:
        yield f"stderr has {strange[0][:200]!r}"
    if status != 0 and not re.search(case.error, errors):
        yield f"stderr lacks {case.error!r}: {errors[:200]!r}"
    if case.json_lines:
        yield from json_complaints(status, stdout)


def json_complaints(status, stdout):
    try:
        lines = [json.loads(line) for line in stdout.splitlines()]
    except ValueError as error:
        yield f"stdout is no JSON: {error}"
        return
    if any("error" in line for line in lines) and status == 0:
        yield "status 0 in spite of an error"


def run(case, program, limit, scratch):
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        place = pathlib.Path(folder)
        (place / "good.json").write_bytes(GOOD)
        (place / "wide.json").symlink_to(scratch / "wide.json")
        (place / "pairs.ndjson").symlink_to(scratch / "pairs.ndjson")
        (place / "bad.json").write_bytes(case.data)
        with subprocess.Popen(
            # A program that a signal ended shows as a status over 128 of the shell.
            ["sh", "-c", limit + case.command],
            cwd=folder,
            env=os.environ | {"POLHIST": str(program), "HOME": "", "XDG_DATA_HOME": ""} | SANITIZERS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as shell:
            try:
                stdout, stderr = shell.communicate(timeout=WALL_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(shell.pid, signal.SIGKILL)  # the shell, and what it started
                shell.communicate()
                return [f"still waiting after {WALL_SECONDS} seconds"]
        if shell.returncode == 128 + signal.SIGXCPU:
            return ["takes too much CPU"]
        return list(complaints(case, shell.returncode, stdout, stderr))


# A report must not pass for a gate that failed.
SANITIZERS = {
    "ASAN_OPTIONS": "exitcode=99:allocator_may_return_null=1",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1:exitcode=99",
}


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    program = pathlib.Path(sys.argv[1]).resolve()
    chosen = [case for case in all_cases() if all(word in case.name for word in sys.argv[2:])]
    # Sanitizers reserve more address space than any machine has.
    sanitized = b"__asan_init" in program.read_bytes()
    limit = f"ulimit -t {CPU_SECONDS}; ulimit -v {LARGEST_KIB}; "
    if sanitized:
        limit = f"ulimit -t {5 * CPU_SECONDS}; "
    failed = 0
    with tempfile.TemporaryDirectory(prefix="polhist-hostile-") as name:
        scratch = pathlib.Path(name)
        (scratch / "wide.json").write_bytes(wide())
        pair = b'{"id":1,"old":%s,"new":%s}\n' % (GOOD, wide())
        (scratch / "pairs.ndjson").write_bytes(pair * 200)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = pool.map(lambda case: run(case, program, limit, scratch), chosen)
            for case, wrong in zip(chosen, results):
                failed += bool(wrong)
                for complaint in wrong:
                    print(f"{case.name}: {complaint}")
    print(f"hostile: {len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
