#!/usr/bin/env python3
"""Writes to a batch and waits for each answer, as a coprocess does: coprocess.py POLHIST"""

import contextlib
import json
import os
import pathlib
import select
import subprocess
import sys
import tempfile
import time

PATIENCE = 20  # seconds until an answer counts as missing
QUIET = 0.2  # seconds in which nothing may come
DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}],
}
NOTHING = {"Version": "2012-10-17", "Statement": []}


def pair(number):
    return {"id": number, "old": NOTHING, "new": DOCUMENT}


def request(number):
    asked = {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
    return {"id": number, "policy": DOCUMENT, "request": asked}


# The command, a good line for it, and the field of its answer with the value it must have.
COMMANDS = {"diff": (pair, "verdict", "broader"), "eval": (request, "result", "allow")}


def check(holds, message):
    if not holds:
        raise SystemExit(f"coprocess: {message}")


class Coprocess:
    """A batch that runs; what it answers is read as it comes."""

    def __init__(self, program, command):
        self.make, self.field, self.value = COMMANDS[command]
        self.process = subprocess.Popen(
            [program, command, "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )
        self.read = b""

    def write(self, data):
        self.process.stdin.write(data)

    def line(self, number):
        return json.dumps(self.make(number)).encode() + b"\n"

    def more(self, seconds):
        """Reads once, waiting that long at most; whether something came."""
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        data = os.read(self.process.stdout.fileno(), 1 << 16) if ready else b""
        self.read += data
        return bool(data)

    def answer(self):
        end = time.monotonic() + PATIENCE
        while b"\n" not in self.read:
            left = end - time.monotonic()
            check(left > 0 and self.more(left), f"no answer in time, only {self.read!r}")
        line, _, self.read = self.read.partition(b"\n")
        return json.loads(line)

    def expect(self, number):
        got = self.answer()
        check(got["id"] == number and got.get(self.field) == self.value, f"{number}: {got}")

    def expect_error(self, number):
        got = self.answer()
        check(got["id"] == number and "error" in got, f"{number}: no error: {got}")

    def expect_nothing(self):
        check(not self.more(QUIET) and not self.read, f"answered too early: {self.read!r}")

    def end(self, status):
        """Ends the input: nothing more may come, and the status must be this."""
        self.process.stdin.close()
        while self.more(PATIENCE):
            pass
        got = self.process.wait(PATIENCE)
        complaint = self.process.stderr.read().decode()
        check(not self.read, f"a rest: {self.read!r}")
        check(got == status, f"status {got}: {complaint}")
        check(("could not be answered" in complaint) == (status == 2), f"says {complaint!r}")


@contextlib.contextmanager
def running(program, command):
    batch = Coprocess(program, command)
    try:
        yield batch
    finally:
        batch.process.kill()
        batch.process.wait()


def one_by_one(batch):
    for number in range(50):
        batch.write(batch.line(number))
        batch.expect(number)
    batch.end(0)


def by_halves(batch):
    """A line that comes in pieces is answered when its end comes; what came before it at once."""
    first, second = batch.line(1), batch.line(2)
    batch.write(first[:20])
    batch.expect_nothing()
    batch.write(first[20:] + second[:-1])
    batch.expect(1)
    batch.expect_nothing()
    batch.write(b"\n")
    batch.expect(2)
    batch.end(0)


def byte_by_byte(batch):
    for number in range(2):
        for byte in batch.line(number):
            batch.write(bytes([byte]))
        batch.expect(number)
    batch.end(0)


def several_at_once(batch):
    for first in range(0, 30, 10):
        batch.write(b"".join(batch.line(number) for number in range(first, first + 10)))
        for number in range(first, first + 10):
            batch.expect(number)
    batch.end(0)


def longer_than_a_pipe(batch):
    """A line that no single read takes in."""
    line = batch.line(1)
    batch.write(line[:-1] + b" " * 300_000 + b"\n")
    batch.expect(1)
    batch.end(0)


def without_a_line_break(batch):
    batch.write(batch.line(1) + batch.line(2)[:-1])
    batch.expect(1)
    batch.expect_nothing()
    batch.process.stdin.close()
    batch.expect(2)
    batch.end(0)


def errors_in_their_place(batch):
    for number in (1, 3, 5):
        batch.write(batch.line(number))
        batch.expect(number)
        batch.write(b'{"id": %d}\n' % (number + 1))
        batch.expect_error(number + 1)
        batch.write(b"no JSON\n")
        batch.expect_error(None)
    batch.end(2)


def lines_without_an_answer(batch):
    """Blank lines, and for `eval` definitions, give nothing; the next line is answered."""
    batch.write(b"\n  \n")
    batch.expect_nothing()
    if batch.field == "result":
        batch.write(json.dumps({"define": "d", "policy": DOCUMENT}).encode() + b"\n")
        batch.expect_nothing()
        batch.write(json.dumps(batch.make(1) | {"policy": "d"}).encode() + b"\n")
        batch.expect(1)
    batch.write(batch.line(2))
    batch.expect(2)
    batch.end(0)


def into_a_file(program, command, folder):
    """A file appears at the end, whole."""
    make, field, value = COMMANDS[command]
    output = pathlib.Path(folder) / "answers"
    lines = "".join(json.dumps(make(number)) + "\n" for number in range(3))
    done = subprocess.run(
        [program, command, "--batch", "-o", output],
        input=lines, text=True, capture_output=True, check=False,
    )
    check(done.returncode == 0 and not done.stdout, f"-o: {done}")
    answers = [json.loads(line) for line in output.read_text().splitlines()]
    check([one["id"] for one in answers] == [0, 1, 2], f"-o: {answers}")
    check(all(one[field] == value for one in answers), f"-o: {answers}")


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    program = sys.argv[1]
    stories = (one_by_one, by_halves, byte_by_byte, several_at_once, longer_than_a_pipe,
               without_a_line_break, errors_in_their_place, lines_without_an_answer)
    for command in COMMANDS:
        for story in stories:
            with running(program, command) as batch:
                try:
                    story(batch)
                except SystemExit as error:
                    raise SystemExit(f"{error}\nin {command}, {story.__name__}") from None
        with tempfile.TemporaryDirectory() as folder:
            into_a_file(program, command, folder)
    print(f"coprocess: {len(COMMANDS) * (len(stories) + 1)} stories")


if __name__ == "__main__":
    main()
