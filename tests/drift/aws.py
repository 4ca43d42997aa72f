#!/usr/bin/env python3
"""The source `aws` with the real AWS CLI against a server that speaks as IAM: aws.py PROGRAM

IAM has 1,500 policies. To fetch a version takes a start of the CLI, a second or so, so most of them
are imported before: --fetched says how many are not, 8 when not said, 1500 for all.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import iam
from iam import ACCOUNT, Iam, Refusal
from world import check, check_news, document, events_in


class Account:
    """IAM with many policies, a store, and polhist with the CLI on its path."""

    def __init__(self, program, folder, policies, fetched):
        self.program = os.path.abspath(program)
        self.folder = pathlib.Path(folder)
        self.iam = Iam()
        self.count, self.fetched = policies, fetched
        self.env = iam.lead(self.folder, self.iam.url)
        self.seen = {}
        for number in range(policies):
            self.iam.put(self.name(number), document("s3:GetObject", f"ec2:Describe{number}"), "2020-01-01T00:00:00Z")

        if fetched < policies:
            self.import_others()

    def import_others(self):
        entries = [{"PolicyName": policy.name, "Arn": policy.arn, "DefaultVersionId": "v1",
                    "CreateDate": policy.created, "UpdateDate": policy.created,
                    "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": True, "CreateDate": instant,
                                           "Document": text} for _, instant, text in policy.versions]}
                   for policy in list(self.iam.policies.values())[self.fetched:]]
        dump = self.folder / "dump.json"
        dump.write_text(json.dumps({"Policies": entries}))
        done = self.polhist("import", str(dump))
        check(done.returncode == 0, done.stderr)

    @staticmethod
    def name(number):
        return f"Policy{number:04d}"

    def polhist(self, *arguments, env=None):
        return subprocess.run(
            [self.program, "--store", str(self.folder / "store.git"), *arguments], capture_output=True,
            text=True, timeout=3600, env={**os.environ, **self.env, **(env or {})}, cwd=self.folder, check=False)

    def subscribe(self, name, *options):
        done = self.polhist("subscribe", name, "--notify", f"file:{self.folder}/{name}.alerts", "--pace", "5", *options)
        check(done.returncode == 0, done.stderr)
        self.seen[name] = 0

    def run(self, name, expected, status=0, *arguments, env=None):
        self.iam.take_requests()
        done = self.polhist("run", name, *arguments, env=env)
        check(done.returncode == status, f"{name} ends with {done.returncode}: {done.stderr}")
        self.seen[name] = check_news(self.folder / f"{name}.alerts", self.seen[name], expected)
        return done

    def check_asked(self, *fetched):
        """All pages of the list were asked for, these versions, and nothing else."""
        counts = collections.Counter(self.iam.take_requests())
        pages = -(-len([p for p in self.iam.policies.values() if ":aws:policy" in p.arn]) // Iam.PAGE)
        lists = [request for request in counts if request[0] == "ListPolicies"]
        check(sum(counts[request] for request in lists) == pages, f"{lists}, not {pages} pages")
        asked = sorted(argument for action, argument in counts if action == "GetPolicyVersion")
        wanted = sorted(f"arn:aws:iam::aws:policy/{name}" for name in fetched)
        check(asked == wanted and len(counts) == len(lists) + len(wanted), f"{asked}, not {wanted}")
        check(set(counts.values()) == {1}, f"asked twice: {counts}")


def first_look(account):
    """The first part of the first look fails: what it brought is kept, and nothing is told."""
    asked = 0

    def expired(action, _):
        nonlocal asked
        asked += action == "GetPolicyVersion"
        if asked > account.fetched // 2:
            raise Refusal(403, "ExpiredToken", "The security token included in the request is expired")

    account.iam.trouble = expired
    done = account.run("managed", [], 2)
    check("(ExpiredToken)" in done.stderr and "are kept" in done.stderr, done.stderr)
    account.iam.trouble = None
    start = time.monotonic()
    done = account.run("managed", [])
    fetched = [request for request in account.iam.take_requests() if request[0] == "GetPolicyVersion"]
    check(len(fetched) == account.fetched - account.fetched // 2, f"{len(fetched)} versions were fetched")
    check(f"the first look at {account.count} policies" in done.stderr, done.stderr)
    print(f"aws: {len(fetched)} of {account.count} versions, those that are not known, fetched in {time.monotonic() - start:.1f} s")


def quiet_look(account):
    start = time.monotonic()
    account.run("managed", [])
    account.check_asked()
    print(f"aws: a quiet run over {account.count} policies took {time.monotonic() - start:.1f} s")


def three_changes(account):
    account.iam.put("Policy0001", document("s3:GetObject", "s3:PutObject", "ec2:Describe1"), "2021-02-03T04:05:06Z")
    account.iam.put("Policy0002", document("s3:GetObject"), "2021-02-03T04:05:07Z")
    account.iam.put("Brand.New+Policy", document("iam:PassRole"), "2021-02-03T04:05:08Z")
    start = time.monotonic()
    account.run("managed", [("version", "Policy0001", "broader"), ("version", "Policy0002", "narrower"),
                            ("version", "Brand.New+Policy", "broader")])
    account.check_asked("Policy0001", "Policy0002", "Brand.New+Policy")
    event = [e for e in events_in(account.folder / "managed.alerts") if e["policy"] == "Policy0001"][0]
    check((event["previous"], event["version"], event["at"]) == ("v1", "v2", "2021-02-03T04:05:06Z"), event)
    print(f"aws: a run with three changes took {time.monotonic() - start:.1f} s")


def known_versions(account):
    """A roll-back is told without fetching; a policy made anew has another v1."""
    first = account.iam.policies["arn:aws:iam::aws:policy/Policy0001"]
    first.default = "v1"
    account.run("managed", [("rollback", "Policy0001", "narrower")])
    account.check_asked()
    del account.iam.policies["arn:aws:iam::aws:policy/Policy0003"]
    account.iam.put("Policy0003", document("sts:AssumeRole"), "2021-05-05T05:05:05Z")
    account.run("managed", [("recreated", "Policy0003", "mixed")])
    account.check_asked("Policy0003")
    del account.iam.policies["arn:aws:iam::aws:policy/Policy0004"]
    account.run("managed", [("withdrawn", "Policy0004", "narrower")])
    account.check_asked()
    # Another subscription to the same store has all of it at once.
    account.subscribe("second", "--source", "aws:aws")
    account.run("second", [])
    account.check_asked()


def throttled(account):
    """IAM has enough of each of the first requests, in the ways that it says so."""
    refusals = [Refusal(400, "Throttling", "Rate exceeded"), Refusal(503, "ServiceUnavailable", "Later"),
                Refusal(400, "RequestLimitExceeded", "Request limit exceeded.")]

    def busy(_, argument):
        # The list and one version are enough to try all.
        if refusals and not argument.isdigit():
            raise refusals.pop()

    account.iam.trouble = busy
    account.iam.put("Policy0005", document("s3:GetObject"), "2021-06-06T06:06:06Z")
    account.run("managed", [("version", "Policy0005", "narrower")])
    check(not refusals, "was not refused")

    def always(*_):
        raise Refusal(400, "Throttling", "Rate exceeded")

    account.iam.trouble = always
    done = account.run("managed", [], 2)
    check("(Throttling)" in done.stderr and "Rate exceeded" in done.stderr, done.stderr)
    check(len(account.iam.take_requests()) == 6, "gives up after six times")
    account.iam.trouble = None


def troubles(account):
    removed = dict(account.iam.policies)
    account.iam.policies.clear()
    done = account.run("managed", [], 2)
    check("no policy at all" in done.stderr, done.stderr)
    account.iam.policies.update(removed)
    done = account.run("managed", [], 2, env={"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""})
    check("Unable to locate credentials" in done.stderr, done.stderr)
    empty = account.folder / "empty"
    empty.mkdir()
    done = account.run("managed", [], 2, env={"PATH": str(empty)})
    check("install the AWS CLI" in done.stderr, done.stderr)
    # A version that is gone between the list and the question costs its policy only.
    account.iam.put("Policy0006", document("s3:GetObject"), "2021-07-07T07:07:07Z")
    account.iam.put("Policy0007", document("s3:GetObject"), "2021-07-07T07:07:07Z")

    def vanished(action, argument):
        if action == "GetPolicyVersion" and argument.endswith("Policy0006"):
            raise Refusal(404, "NoSuchEntity", "Policy does not exist.")

    account.iam.trouble = vanished
    done = account.run("managed", [("version", "Policy0007", "narrower")], 2)
    check("Policy0006" in done.stderr and "(NoSuchEntity)" in done.stderr, done.stderr)
    account.iam.trouble = None
    account.run("managed", [("version", "Policy0006", "narrower")])
    account.check_asked("Policy0006")


def one_look(account):
    """`drift`: a roll-back is shown with the document that the store has; only what is asked for is fetched."""
    done = account.polhist("drift", "--source", "aws:aws")
    # That a policy is withdrawn is known, and no drift.
    check(done.returncode == 0, done.stdout + done.stderr)
    check(f"0 of {len(account.iam.policies)} policies drifted" in done.stdout, done.stdout)
    account.iam.policies["arn:aws:iam::aws:policy/Policy0005"].default = "v1"
    account.iam.put("Policy0008", document("s3:GetObject"), "2021-08-08T08:08:08Z")
    account.iam.take_requests()
    done = account.polhist("drift", "--source", "aws", "--scope", "aws", "Policy0005")
    check(done.returncode == 1 and "ec2:Describe5" in done.stdout, done.stdout + done.stderr)
    account.check_asked()


def own_policies(account):
    account.iam.put("Ours", document("s3:GetObject"), "2020-01-01T00:00:00Z", of_aws=False)
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    account.iam.roles["Worker"] = trust
    account.subscribe("ours", "--source", "aws")
    account.subscribe("dump", "--source", "aws:account", "--scope", ACCOUNT)
    account.run("ours", [])
    account.run("dump", [])
    account.iam.put("Ours", document("s3:*"), "2021-01-01T00:00:00Z", of_aws=False)
    account.iam.roles["Worker"] = {**trust, "Statement": [{**trust["Statement"][0], "Principal": {"AWS": "*"}}]}
    account.run("ours", [("version", "Ours", "broader")])
    account.run("dump", [("version", "Ours", "broader"), ("version", "role/Worker/trust", "broader")])
    check({request[0] for request in account.iam.take_requests()} == {"GetAccountAuthorizationDetails"}, "")
    for source in ("aws:local", "aws:account"):
        done = account.polhist("drift", "--source", source, "--scope", "999999999999")
        check(f"are for account {ACCOUNT}" in done.stderr, done.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--policies", type=int, default=1500)
    parser.add_argument("--fetched", type=int, default=8)
    arguments = parser.parse_args()
    version = iam.cli()
    if not version:
        print(f"aws: skipped, there is no AWS CLI ({iam.DEBIAN_CLI}; Debian's package is awscli)")
        sys.exit(77)
    print(f"aws: with {version}")
    with tempfile.TemporaryDirectory() as folder:
        account = Account(arguments.program, folder, arguments.policies, arguments.fetched)
        account.subscribe("managed", "--source", "aws", "--scope", "aws")
        for part in (first_look, quiet_look, three_changes, known_versions, throttled, troubles, one_look,
                     own_policies):
            part(account)
            print(f"aws: {part.__name__}", flush=True)
    print("aws: passed")


if __name__ == "__main__":
    main()
