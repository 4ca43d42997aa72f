#!/usr/bin/env python3
"""Compares random templates written as JSON and as YAML: both_ways.py POLHIST [--count N] [--seed S]

The answers have to be the same bytes. The YAML is written in the ways that people use: blocks and
flows, short and long forms of functions, quotes where need be and where not, comments, anchors.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

SHORT = {"Ref": "!Ref", "Fn::GetAtt": "!GetAtt", "Fn::Sub": "!Sub", "Fn::If": "!If", "Fn::Join": "!Join"}
ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:*", "sqs:SendMessage", "iam:PassRole", "ec2:Describe*", "*"]


class Templates:
    """Random templates, and small edits of them."""

    def __init__(self, chance):
        self.chance = chance

    def text(self):
        return self.chance.choice([
            "arn:aws:s3:::bucket/*", "*", "arn:aws:sqs:us-east-1:111122223333:queue",
            {"Fn::GetAtt": ["Bucket", "Arn"]}, {"Ref": "Topic"},
            {"Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}/*"},
            {"Fn::Join": ["", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "/*"]]},
            {"Fn::If": ["IsProd", {"Ref": "Topic"}, "*"]}])

    def values(self, one):
        made = [one() for _ in range(self.chance.randint(1, 3))]
        return made[0] if len(made) == 1 and self.chance.random() < 0.5 else made

    def condition(self):
        return self.chance.choice([
            {"Bool": {"aws:SecureTransport": True}}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
            {"NumericLessThan": {"aws:MultiFactorAuthAge": 3600}},
            {"StringEquals": {"aws:PrincipalAccount": "012345678901"}},
            {"StringLike": {"s3:prefix": ["home/", "home/${aws:username}/*", ""]}},
            {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}])

    def statement(self):
        made = {"Effect": self.chance.choice(["Allow", "Allow", "Deny"]),
                "Action": self.values(lambda: self.chance.choice(ACTIONS)),
                "Resource": self.values(self.text)}
        if self.chance.random() < 0.4:
            made["Condition"] = self.condition()
        if self.chance.random() < 0.3:
            made["Sid"] = self.chance.choice(["Yes", "No", "Null", "S1", "On", "1e3"])
        return made

    def template(self):
        resources = {}
        for number in range(self.chance.randint(1, 3)):
            resources[f"Policy{number}"] = {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [self.statement() for _ in range(self.chance.randint(1, 4))]}}}
        return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}

    def edited(self, template):
        edited = json.loads(json.dumps(template))
        for resource in edited["Resources"].values():
            statements = resource["Properties"]["PolicyDocument"]["Statement"]
            if self.chance.random() < 0.7:
                statements[self.chance.randrange(len(statements))] = self.statement()
        return edited


class Yaml:
    """Writes a value as YAML, in one of many ways."""

    def __init__(self, chance):
        self.chance = chance

    def scalar(self, value):
        if not isinstance(value, str):
            return json.dumps(value)
        plain = value and not set(value) & set("*&!:#{}[],'\"%@`|>\\ ") and value[0] not in "-?"
        meant = {"true", "false", "yes", "no", "on", "off", "null", "~"}
        number = value.lstrip("-").replace(".", "").isdigit() or value == "1e3"
        if plain and value.lower() not in meant and not number and self.chance.random() < 0.6:
            return value
        return json.dumps(value) if self.chance.random() < 0.5 else "'" + value.replace("'", "''") + "'"

    def short(self, value):
        """The tag of a function and what it is given; nothing for anything else."""
        if isinstance(value, dict) and len(value) == 1 and self.chance.random() < 0.8:
            (name, given), = value.items()
            if name in SHORT:
                if name == "Fn::GetAtt" and self.chance.random() < 0.7:
                    given = ".".join(given)
                return SHORT[name], given
        return None

    def flow(self, value):
        if short := self.short(value):
            return f"{short[0]} {self.flow(short[1])}"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.scalar(k)}: {self.flow(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item) for item in value) + "]"
        return self.scalar(value)

    def block(self, value, indent):
        """The lines of a value that begins on a line of its own."""
        space = " " * indent
        lines = []
        if isinstance(value, dict) and value:
            for key, item in value.items():
                lines += self.entry(f"{space}{self.scalar(key)}:", item, indent)
        elif isinstance(value, list) and value:
            for item in value:
                lines += self.entry(f"{space}-", item, indent)
        else:
            lines.append(space + self.flow(value))
        if self.chance.random() < 0.1:
            lines.insert(0, space + "# as it was: {[")
        return lines

    def entry(self, begun, value, indent):
        if short := self.short(value):
            begun, value = f"{begun} {short[0]}", short[1]
        whole = not isinstance(value, (dict, list)) or not value or self.chance.random() < 0.25
        if whole:
            return [f"{begun} {self.flow(value)}"]
        return [begun] + self.block(value, indent + self.chance.choice([1, 2, 4]))


def answer(polhist, folder):
    done = subprocess.run([polhist, "diff", "old", "new", "--format", "json"], cwd=folder,
                          capture_output=True, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr if done.returncode == 2 else b""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("polhist")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    polhist = str(pathlib.Path(arguments.polhist).resolve())
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folders = {kind: pathlib.Path(name, kind) for kind in ("json", "yaml")}
        for folder in folders.values():
            folder.mkdir()
        for seed in range(arguments.seed, arguments.seed + arguments.count):
            chance = random.Random(seed)
            templates = Templates(chance)
            old = templates.template()
            for side, value in (("old", old), ("new", templates.edited(old))):
                (folders["json"] / side).write_text(json.dumps(value, indent=1))
                (folders["yaml"] / side).write_text("\n".join(Yaml(chance).block(value, 0)) + "\n")
            as_json, as_yaml = (answer(polhist, folder) for folder in folders.values())
            if as_json != as_yaml or as_json[0] == 2:
                wrong += 1
                print(f"seed {seed}: JSON {as_json[0]}, YAML {as_yaml[0]} {as_yaml[2].decode()[:300]}")
    print(f"{arguments.count} pairs of templates, {wrong} told otherwise as YAML")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
