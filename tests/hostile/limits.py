#!/usr/bin/env python3
"""Holds polhist to 5 s of CPU and 512 MB on hostile pairs of documents: limits.py POLHIST [--count N]

Each pair of pairs.py goes through `diff`, `check no-new-access` and `eval`, and as layers of policy sets,
which hold two smaller ones four times, through `diff --batch`. Prints, for each kind, the worst that it cost, and every run over the limits; exit status 1 if there is one, or if a run
ends in another way than it should. The proof takes 1,000 pairs, the tests a few.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

import pairs

CPU_SECONDS, MEGABYTES = 5, 512
STOPPED = 30  # seconds of CPU after which a run is ended, when its cost is to be known

Run = collections.namedtuple("Run", "kind seed route size status cpu megabytes answer")


def one_of(value):
    return value[0] if isinstance(value, list) else value


def request_of(document):
    """Arguments of `eval` that ask about a statement in the middle of the document."""
    statements = document["Statement"]
    statement = statements[len(statements) // 2]
    asked = ["--action", one_of(statement.get("Action", "s3:Other")).replace("*", "a")]
    resource_text = one_of(statement.get("Resource", "arn:aws:s3:::other"))
    asked += ["--resource", resource_text.replace("*", "a").replace("?", "a")[:60_000]]
    if any(name in statement for name in ("Principal", "NotPrincipal")):
        asked += ["--principal", "AWS=arn:aws:iam::111122223333:user/ana"]
    for operator, tests in list(statement.get("Condition", {}).items()):
        for key, value in list(tests.items())[:20]:
            text = one_of(value).replace("*", "a")
            asked += ["--context", f"{key}={'10.1.2.3' if 'Ip' in operator else text}"]
    return asked


def pair_of_sets(kind, seed):
    """Two policy sets of documents of a quarter of the size, so that a set has 1 MiB in all."""
    old, new = map(json.loads, pairs.pair(kind, seed, 0.25))
    old_set, new_set = (
        {"identity": [one], "boundary": other, "scp": [[other], [one]]}
        for one, other in ((old, new), (new, old))
    )
    return json.dumps({"id": 1, "old": old_set, "new": new_set}) + "\n"


def routes(polhist, old, new, document):
    """Names, commands, and what is on their standard input."""
    yield "diff", [polhist, "diff", old, new, "--format", "json"], None
    yield "check", [polhist, "check", "no-new-access", old, new], None
    yield "eval", [polhist, "eval", new, *request_of(document)], None


def measured(command, most, given=None):
    """(exit status, CPU seconds, megabytes, what it printed) of a command."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as source:
        source.write((given or "").encode())
        source.seek(0)
        # wait4, and not the object's own wait, says what this one process used.
        process = subprocess.Popen(command, stdin=source, stdout=out,  # pylint: disable=consider-using-with
                                   stderr=subprocess.DEVNULL, preexec_fn=limit)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read(64 * 1024 * 1024)
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed


def answer_in(route, printed):
    """The word that was answered, as far as it is asked for here."""
    if route in ("diff", "sets"):
        try:
            return json.loads(printed)["overall"]
        except (ValueError, KeyError):
            return ""
    return printed.decode(errors="replace").partition("\n")[0][:30]


def runs_of(polhist, kind, seed, most, part, keep):
    old, new = pairs.pair(kind, seed, part)
    with tempfile.TemporaryDirectory(prefix="polhist-limits-") as name:
        folder = pathlib.Path(keep or name)
        files = []
        for side, text in (("old", old), ("new", new)):
            files.append(folder / f"{kind}-{seed}.{side}.json")
            files[-1].write_bytes(text)
        sets = ("sets", [polhist, "diff", "--batch"], pair_of_sets(kind, seed))
        for route, command, given in (*routes(polhist, *map(str, files), json.loads(new)), sets):
            status, cpu, megabytes, printed = measured(command, most, given)
            yield Run(kind, seed, route, max(len(old), len(new)), status, cpu, megabytes,
                      answer_in(route, printed))


def complaint(run):
    if run.cpu > CPU_SECONDS or run.megabytes > MEGABYTES:
        stopped = ", stopped" if run.status < 0 else ""
        return f"{run.cpu:.1f} s of CPU, {run.megabytes:.0f} MB{stopped}"
    # 1 is a gate that did not pass; no document here may be refused.
    if run.status not in (0, 1):
        return f"exit status {run.status}"
    return None


def table(runs):
    print(f"{'kind':22} {'route':6} {'runs':>4} {'over':>4} {'CPU s':>6} {'MB':>5} "
          f"{'undecided':>9} {'refused':>7}")
    groups = collections.defaultdict(list)
    for run in runs:
        groups[run.kind, run.route].append(run)
    for (kind, route), group in sorted(groups.items()):
        over = sum(complaint(run) is not None for run in group)
        print(f"{kind:22} {route:6} {len(group):4} {over:4} {max(run.cpu for run in group):6.2f} "
              f"{max(run.megabytes for run in group):5.0f} "
              f"{sum(run.answer == 'undecided' for run in group):9} "
              f"{sum(run.status == 2 for run in group):7}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=25, help="pairs")
    parser.add_argument("--seed", type=int, default=1, help="of the first pair")
    parser.add_argument("--kind", action="append", choices=pairs.KINDS, help="these alone")
    parser.add_argument("--part", type=float, help="of 1 MiB that a document takes")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep", type=pathlib.Path, help="folder in which the documents stay")
    parser.add_argument("--stop", type=int, default=STOPPED, help="seconds after which a run ends")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    if b"__asan_init" in pathlib.Path(program).read_bytes():
        print("skipped: a sanitized program takes more time and memory")
        return 77
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
    kinds = arguments.kind or list(pairs.KINDS)
    chosen = [(kinds[at % len(kinds)], arguments.seed + at // len(kinds))
              for at in range(arguments.count)]

    def run_all(one):
        return list(runs_of(program, *one, arguments.stop, arguments.part, arguments.keep))

    runs = []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for some in pool.map(run_all, chosen):
            runs += some
            for run in some:
                if wrong := complaint(run):
                    print(f"{run.kind} {run.seed}: {run.route} of {run.size >> 10} kB: {wrong}",
                          flush=True)
    table(runs)
    failed = sum(complaint(run) is not None for run in runs)
    print(f"limits: {len(runs) - failed} runs of {len(chosen)} pairs within {CPU_SECONDS} s and "
          f"{MEGABYTES} MB, {failed} not")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
