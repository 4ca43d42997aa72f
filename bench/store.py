"""Measurements of the store, for bench/run: importing, size, memory, and recording one version."""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

import history

ACCOUNT = "arn:aws:iam::111122223333:policy/"
A_DUMP = 10_000  # policies in one file
PARSE = "JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))"


def size_on_disk(store):
    return sum(512 * path.stat().st_blocks for path in store.rglob("*"))


# A process counts as its own peak what its parent had at the time of exec: between this one, which
# may hold much, and what is measured stands one that holds little.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_memory(command):
    """Bytes that a command takes at most."""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", MEASURE, *command],
                          stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(command[:4])} failed")
    return 1024 * int(done.stdout)


def fresh_import(polhist, folder, source):
    """An import into a store that does not exist yet. Stores are removed when all is measured: a
    file system that has just lost many files takes its time to make others."""
    store = folder / str(len(list(folder.iterdir())))
    return [polhist, "-q", "--store", str(store), "import", "--scope", "aws", str(source)]


def show_size(polhist, folder, source):
    command = fresh_import(polhist, folder, source)
    memory = peak_memory(command)
    size = size_on_disk(pathlib.Path(command[3]))
    print(f"  peak memory {memory / 1e6:.0f} MB, on disk {size / 1e6:.1f} MB")


def importing_history(polhist, scratch, bench):
    repository = scratch / "history.git"
    log = ["git", "-C", str(repository), "log", "--raw", "--full-history", "--no-abbrev",
           "--format=%H", "--", "policies"]
    names = sorted({blob for blobs in history.blobs_by_path(repository).values() for blob in blobs})
    wanted = scratch / "blobs.txt"
    wanted.write_text("".join(f"{name}\n" for name in names))
    batch = ["git", "-C", str(repository), "cat-file", "--batch"]
    print("import of the real history, ratios of CPU:")
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = pathlib.Path(name)
        ratios = bench.in_turn(7, lambda: bench.cpu_of(fresh_import(polhist, folder, repository)), {
            "git log --raw + git cat-file":
                lambda: bench.cpu_of(log) + bench.cpu_of(batch, wanted)})
        bench.show("import", ratios)
        show_size(polhist, folder, repository)


def importing_package(polhist, scratch, bench, package):
    data = max(package.rglob("*.json"), key=lambda path: path.stat().st_size)
    print("import of the npm package, ratios of CPU:")
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = pathlib.Path(name)
        ratios = bench.in_turn(7, lambda: bench.cpu_of(fresh_import(polhist, folder, package)), {
            "node's JSON.parse": lambda: bench.cpu_of(["node", "-e", PARSE, str(data)])})
        bench.show("import", ratios)
        show_size(polhist, folder, package)


def generated_dump(first, count):
    """What get-account-authorization-details says of made-up policies."""
    rows = []
    for number in range(first, first + count):
        document = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::bucket-{number}/*"}]}
        rows.append({"PolicyName": f"Made-{number}", "Arn": f"{ACCOUNT}Made-{number}",
                     "DefaultVersionId": "v1", "PolicyVersionList": [
                         {"Document": document, "VersionId": "v1", "IsDefaultVersion": True,
                          "CreateDate": "2021-01-01T00:00:00Z"}]})
    return {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": rows}


def generated_store(polhist, scratch, policies):
    """A store of that many made-up policies; made once."""
    store = scratch / f"generated-{policies}.git"
    if not store.exists():
        folder = scratch / f"dumps-{policies}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for first in range(0, policies, A_DUMP):
            count = min(A_DUMP, policies - first)
            path = folder / f"{first}.json"
            path.write_text(json.dumps(generated_dump(first, count), separators=(",", ":")))
        unfinished = store.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        subprocess.run([polhist, "-q", "--store", str(unfinished), "import", str(folder)],
                       stdout=subprocess.DEVNULL, check=True)
        unfinished.rename(store)
        shutil.rmtree(folder)
    return store


def recording(polhist, scratch, bench, sizes):
    print("recording one new version, ratios of CPU:")
    stores = {size: generated_store(polhist, scratch, size) for size in sizes}
    # Each version is new, so that each run writes.
    number = [int.from_bytes(os.urandom(4), "big") * 1000]

    def record(store):
        number[0] += 1
        path = scratch / "One.json"
        dump = generated_dump(number[0], 1)["Policies"][0]["PolicyVersionList"][0]["Document"]
        path.write_text(json.dumps(dump))
        return bench.cpu_of([polhist, "-q", "--store", str(store), "import", str(path)])

    smallest = min(sizes)
    for size in sizes:
        if size != smallest:
            ratios = bench.in_turn(5, lambda s=size: record(stores[s]), {
                f"a store of {smallest}": lambda: record(stores[smallest])}, 3)
            bench.show(f"a store of {size} policies", ratios)


def measure(polhist, scratch, bench, package, largest):
    """`bench` is what measures: cpu_of, in_turn, show."""
    if (scratch / "history.git").exists():
        importing_history(polhist, scratch, bench)
    else:
        print("no real history beside the project: its import is left out")
    if package:
        importing_package(polhist, scratch, bench, pathlib.Path(package))
    else:
        print("the npm package cannot be installed here: its import is left out")
    sizes = [1_500, 50_000] + ([500_000] if largest else [])
    recording(polhist, scratch, bench, sizes)
    if not largest:
        print("  500,000 policies only with --large")
