"""Runs polhist on plans and templates, for the tests of this folder."""

import json
import pathlib
import subprocess
import tempfile


class Answer:
    """What `diff` says of a plan or of two templates."""

    def __init__(self, done):
        self.status = done.returncode
        self.errors = done.stderr
        self.text = done.stdout
        answer = json.loads(done.stdout) if done.stdout.startswith("{") else {}
        self.overall = {one["policy"]["name"]: one["overall"] for one in answer.get("diffs", ())}
        self.uncompared = {one["policy"]: one["reason"] for one in answer.get("uncompared", ())}
        self.drifted = {one["policy"]["name"] for one in answer.get("drift", {}).get("diffs", ())}

    def changed(self):
        """The verdicts that are not `equivalent`."""
        return {name: word for name, word in self.overall.items() if word != "equivalent"}


class Program:
    """polhist in a folder of its own, without a store."""

    def __init__(self, path):
        self.path = str(pathlib.Path(path).resolve())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="polhist-plans-"))

    def diff(self, *documents, gate="broader", timeout=120):
        """`diff` of one plan, or of two templates."""
        names = []
        for index, document in enumerate(documents):
            name = f"{index}.json"
            text = document if isinstance(document, str) else json.dumps(document)
            (self.folder / name).write_text(text, encoding="utf-8")
            names.append(name)
        return self.diff_files(*names, gate=gate, timeout=timeout)

    def diff_files(self, *names, gate="broader", timeout=120):
        done = subprocess.run(
            [self.path, "diff", *names, "--fail-on", gate, "--format", "json"],
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Answer(done)


def report(faults):
    """Prints the faults of each case; the exit status of a test."""
    for name, found in faults.items():
        for fault in found:
            print(f"{name}: {fault}")
    if not faults:
        print("there is no case")
        return 1
    failed = sum(bool(found) for found in faults.values())
    print(f"{len(faults) - failed} passed, {failed} failed")
    return int(failed > 0)
