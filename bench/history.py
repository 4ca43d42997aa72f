"""Real documents for the measurements, from a git history of policy files."""

import json
import pathlib
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[1]
BUNDLE = TOP.parent / "shared/corpus/policies-history.bundle"


def git(repository, *arguments, stdin=None):
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, input=stdin, stdout=subprocess.PIPE, check=True).stdout


def blobs_by_path(repository):
    """Every blob that stood at each path, oldest first, by any parent."""
    log = git(repository, "log", "--raw", "--no-abbrev", "--full-history", "-m", "--reverse",
              "--format=", "--", "policies").decode()
    found = {}
    for line in log.splitlines():
        facts, path = line.split("\t")
        blob = facts.split()[3]
        if blob.strip("0"):
            found.setdefault(path, []).append(blob)
    return found


def read_blobs(repository, names):
    out = git(repository, "cat-file", "--batch", stdin="\n".join(names).encode() + b"\n")
    blobs, at = {}, 0
    while at < len(out):
        end = out.index(b"\n", at)
        name, _, size = out[at:end].split()
        blobs[name.decode()] = out[end + 1 : end + 1 + int(size)]
        at = end + 2 + int(size)
    return blobs


def shipped():
    """(texts, pairs) of the documents that come with polhist."""
    texts, pairs = [], []
    for folder in sorted((TOP / "snapshots").iterdir()):
        if folder.is_dir():
            here = [path.read_bytes() for path in sorted(folder.iterdir())]
            documents = [json.loads(text)["PolicyVersion"]["Document"] for text in here]
            texts += here
            pairs += zip(documents, documents[1:])
    return texts, pairs


def of_package(folder):
    """Pairs of neighbouring versions in the npm package that holds AWS managed policies."""
    policies = json.loads((folder / "dist/managedPolicies.json").read_bytes())
    pairs = []
    for policy in policies.values():
        versions = sorted(policy["versions"], key=lambda version: int(version[1:]))
        documents = [policy["versions"][version]["document"] for version in versions]
        pairs += zip(documents, documents[1:])
    return pairs


def real(scratch):
    """(texts, pairs) of the whole history: each byte form of each version, and neighbours."""
    repository = scratch / "history.git"
    if not repository.exists():
        subprocess.run(["git", "clone", "-q", "--bare", str(BUNDLE), str(repository)], check=True)
    by_path = blobs_by_path(repository)
    names = sorted({name for blobs in by_path.values() for name in blobs})
    blobs = {name: text for name, text in read_blobs(repository, names).items() if text.strip()}
    pairs = []
    for sequence in by_path.values():
        versions = {}
        for name in sequence:
            if name in blobs:
                version = json.loads(blobs[name])["PolicyVersion"]
                key = (int(version["VersionId"][1:]), version["CreateDate"][:19])
                versions.setdefault(key, version["Document"])
        ordered = [versions[key] for key in sorted(versions)]
        pairs += zip(ordered, ordered[1:])
    return list(blobs.values()), pairs
