#!/usr/bin/env python3
"""Templates of AWS SAM, before and after: serverless.py POLHIST

Each case says which documents change and how, and what is not compared; every template that stands
in one is also held against itself.
"""

import sys

import given

NO_VALUE = {"Ref": "AWS::NoValue"}
READ = {"S3ReadPolicy": {"BucketName": {"Ref": "Bucket"}}}
CRUD = {"S3CrudPolicy": {"BucketName": {"Ref": "Bucket"}}}
IMAGES = "AWSImageBuilderFullAccess"  # ships with polhist, so its document is known
EVERYBODY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
LAMBDA = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def poller(queue):
    return {"SQSPollerPolicy": {"QueueName": {"Fn::GetAtt": [queue, "QueueName"]}}}


def inline(*actions, bucket="Bucket"):
    return {"Statement": [{"Effect": "Allow", "Action": list(actions),
                           "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${%s}/*" % bucket}}]}


def template(*policies, kind="Function", whole=None, more=None, resource=None, **properties):
    """A template with one resource; `more` are its other sections."""
    if policies or whole is not None:
        properties["Policies"] = list(policies) if whole is None else whole
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Fn": {"Type": f"AWS::Serverless::{kind}", "Properties": properties, **(resource or {})},
            "Bucket": {"Type": "AWS::S3::Bucket"},
        },
        **(more or {}),
    }


def with_globals(*policies, resource=None, own=None, **properties):
    return template(*policies, more={"Globals": {"Function": properties}}, resource=resource,
                    **(own or {}))


def under(condition, defined, policy):
    """A policy under a condition, which is whether a parameter has a value."""
    return template({"Fn::If": [condition, policy, NO_VALUE]},
                    more={"Conditions": {condition: {"Fn::Equals": [{"Ref": "Stage"}, defined]}}})


POLICIES = "Fn.Policies"
TRUST = "Fn.AssumeRolePolicyDocument"

# What it is about, old, new, the documents that change, what is not compared and a word of why.
CASES = (
    # Policy templates
    ("more is granted", template(READ), template(CRUD), {POLICIES: "broader"}, {}),
    ("less is granted", template(CRUD), template(READ), {POLICIES: "narrower"}, {}),
    ("one joins", template(READ), template(READ, poller("Queue")), {POLICIES: "broader"}, {}),
    ("one goes", template(READ, poller("Queue")), template(READ), {POLICIES: "narrower"}, {}),
    ("one is covered", template(CRUD), template(CRUD, READ), {}, {}),
    ("another order", template(READ, poller("Queue")), template(poller("Queue"), READ), {}, {}),
    ("another resource", template(poller("Queue")), template(poller("Other")),
     {POLICIES: "mixed"}, {}),
    ("all are gone", template(READ), template(), {POLICIES: "narrower"}, {}),
    ("not in a list", template(), template(whole=READ), {POLICIES: "broader"}, {}),
    ("no parameters", template(), template({"CloudWatchPutMetricPolicy": {}}),
     {POLICIES: "broader"}, {}),
    ("a condition in a template",
     template({"EFSWriteAccessPolicy": {"FileSystem": {"Ref": "F"}, "AccessPoint": {"Ref": "A"}}}),
     template({"EFSWriteAccessPolicy": {"FileSystem": {"Ref": "F"}, "AccessPoint": {"Ref": "C"}}}),
     {POLICIES: "mixed"}, {}),
    ("a text for what was a reference",
     template({"S3ReadPolicy": {"BucketName": "logs"}}),
     template({"S3ReadPolicy": {"BucketName": "*"}}), {POLICIES: "broader"}, {}),
    ("unknown", template(), template({"S3ReadPolcy": {}}), {}, {POLICIES: "`S3ReadPolicy`"}),
    ("unknown in a new way", template({"MadePolicy": {"A": "b"}}),
     template({"MadePolicy": {"A": "c"}}), {}, {POLICIES: "not a policy template"}),
    ("unknown, and known", template(READ), template(CRUD, {"MadePolicy": {}}),
     {POLICIES: "broader"}, {POLICIES: "not a policy template"}),
    ("without its parameter", template(), template({"S3ReadPolicy": {}}), {},
     {POLICIES: "`BucketName`"}),
    ("without parameters", template(), template({"S3ReadPolicy": None}), {},
     {POLICIES: "no object"}),
    ("a parameter that is null", template(), template({"S3ReadPolicy": {"BucketName": None}}), {},
     {POLICIES: "`BucketName`"}),
    ("a parameter that is a list", template(), template({"S3ReadPolicy": {"BucketName": ["a"]}}),
     {}, {POLICIES: "no text"}),
    ("a text like a variable", template(),
     template({"S3ReadPolicy": {"BucketName": "${aws:username}"}}), {}, {POLICIES: "no text"}),
    ("two in one entry", template(), template({**READ, **CRUD}), {}, {POLICIES: "no policy template"}),
    ("a number", template(), template(7), {}, {POLICIES: "no policy template"}),
    # Documents
    ("a template for a document", template(inline("s3:GetObject")), template(READ),
     {POLICIES: "broader"}, {}),
    ("a document loses an action", template(inline("s3:GetObject", "s3:PutObject")),
     template(inline("s3:GetObject")), {POLICIES: "narrower"}, {}),
    ("a document behind a name", template(inline("s3:GetObject")),
     template(IMAGES, inline("s3:GetObject")), {f'{POLICIES}["{IMAGES}"]': "broader"}, {}),
    ("two documents become one", template(inline("s3:GetObject"), inline("s3:PutObject")),
     template(inline("s3:GetObject", "s3:PutObject")), {}, {}),
    ("another bucket", template(inline("s3:GetObject")),
     template(inline("s3:GetObject", bucket="Other")), {POLICIES: "mixed"}, {}),
    # Names
    ("a name", template(), template(IMAGES), {f'{POLICIES}["{IMAGES}"]': "broader"}, {}),
    ("one name, not in a list", template(), template(whole=IMAGES),
     {f'{POLICIES}["{IMAGES}"]': "broader"}, {}),
    ("a name goes", template(IMAGES), template(), {f'{POLICIES}["{IMAGES}"]': "narrower"}, {}),
    ("a name and its ARN", template(IMAGES),
     template({"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/" + IMAGES}), {}, {}),
    ("a name of which nothing is known", template(), template("AdministratorAccess"), {},
     {f'{POLICIES}["AdministratorAccess"]': "no document is known"}),
    ("a reference", template(), template({"Ref": "Made"}), {}, {f'{POLICIES}["Ref Made"]': "deployed"}),
    ("a parameter with another default",
     template({"Ref": "Given"}, more={"Parameters": {"Given": {"Type": "String", "Default": "a"}}}),
     template({"Ref": "Given"}, more={"Parameters": {"Given": {"Type": "String", "Default": "b"}}}),
     {}, {f'{POLICIES}["Ref Given (of the old template)"]': "detached",
          f'{POLICIES}["Ref Given (of the new template)"]': "attached"}),
    # Conditions
    ("under a condition", template(), under("Live", "live", READ),
     {f"{POLICIES}.Fn::If[Live (of the new template)][1]": "broader"}, {}),
    ("the branch grows", under("Live", "live", READ), under("Live", "live", CRUD),
     {f"{POLICIES}.Fn::If[Live][1]": "broader"}, {}),
    ("another condition", under("Live", "live", READ), under("Test", "test", READ),
     {f"{POLICIES}.Fn::If[Live (of the old template)][1]": "narrower",
      f"{POLICIES}.Fn::If[Test (of the new template)][1]": "broader"}, {}),
    ("the condition is another", under("Live", "live", READ), under("Live", "test", READ),
     {f"{POLICIES}.Fn::If[Live (of the old template)][1]": "narrower",
      f"{POLICIES}.Fn::If[Live (of the new template)][1]": "broader"}, {}),
    ("a name under a condition", template(), under("Live", "live", IMAGES),
     {f'{POLICIES}.Fn::If[Live (of the new template)][1]["{IMAGES}"]': "broader"}, {}),
    ("the resource has another condition", template(READ, resource={"Condition": "A"}),
     template(READ, resource={"Condition": "B"}), {}, {"Fn.Condition": "from `A` to `B`"}),
    # Who may assume the role
    ("everybody", template(), template(AssumeRolePolicyDocument=EVERYBODY), {TRUST: "broader"}, {}),
    ("nobody else", template(AssumeRolePolicyDocument=EVERYBODY), template(), {TRUST: "narrower"}, {}),
    ("what it is without", template(AssumeRolePolicyDocument=LAMBDA), template(), {}, {}),
    # Globals
    ("everybody, by Globals", template(), with_globals(AssumeRolePolicyDocument=EVERYBODY),
     {TRUST: "broader"}, {}),
    ("Globals that do not count", template(),
     with_globals(AssumeRolePolicyDocument=EVERYBODY, resource={"IgnoreGlobals": "*"}), {}, {}),
    ("a boundary of Globals", with_globals(PermissionsBoundary="a"),
     with_globals(PermissionsBoundary="b"), {}, {"Fn.PermissionsBoundary": "takes away the boundary `a`, of which no document is known"}),
    ("a boundary of its own", with_globals(PermissionsBoundary="a", own={"PermissionsBoundary": "c"}),
     with_globals(PermissionsBoundary="b", own={"PermissionsBoundary": "c"}), {}, {}),
    ("a boundary goes", template(PermissionsBoundary="a"), template(), {},
     {"Fn.PermissionsBoundary": "takes away the boundary `a`, of which no document is known"}),
    # Settings that attach policies, and others
    ("in a network", template(), template(VpcConfig={"SubnetIds": ["a"]}), {},
     {f'{POLICIES}["arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"]':
      "attaches"}),
    ("traced", template(), template(Tracing="Active"), {},
     {f'{POLICIES}["arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess"]': "attaches"}),
    ("another role", template(Role="a"), template(Role="b"), {}, {"Fn.Role": "from `a` to `b`"}),
    ("an event", template(), template(Events={"A": {"Type": "SQS", "Properties": {"Queue": "q"}}}),
     {}, {"Fn.Events": "who may call"}),
    ("an address", template(), template(FunctionUrlConfig={"AuthType": "NONE"}), {},
     {"Fn.FunctionUrlConfig": "who may call"}),
    ("results", template(), template(EventInvokeConfig={"DestinationConfig": {}}), {},
     {"Fn.EventInvokeConfig": "results"}),
    ("connectors", template(),
     template(resource={"Connectors": {"A": {"Properties": {"Permissions": ["Write"]}}}}), {},
     {"Fn.Connectors": "other resources"}),
    ("a connector", {"Resources": {"A": {"Type": "AWS::SNS::Topic"}}},
     {"Resources": {"A": {"Type": "AWS::SNS::Topic"},
                    "C": {"Type": "AWS::Serverless::Connector", "Properties": {}}}}, {},
     {"C": "created"}),
    # State machines
    ("a state machine", template(READ, kind="StateMachine"), template(CRUD, kind="StateMachine"),
     {POLICIES: "broader"}, {}),
    ("its events", template(READ, kind="StateMachine"),
     template(READ, kind="StateMachine", Events={"A": {"Type": "Schedule"}}), {},
     {"Fn.Events": "start"}),
    ("what passes through a transform", template(READ),
     {**template(READ), "Transform": ["AWS::Serverless-2016-10-31", "Made"]}, {},
     {"Transform": "not known"}),
    ("an included part", template(READ),
     template(READ, **{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {}}}), {},
     {"Fn": "not known"}),
)


def faults(program, case):
    _, old, new, changed, uncompared = case
    answer = program.diff(old, new)
    if answer.changed() != changed:
        yield f"{answer.changed()} changed, not {changed}: {answer.errors}"
    told = answer.uncompared
    if told.keys() != uncompared.keys() or any(word not in told[key]
                                               for key, word in uncompared.items()):
        yield f"not compared is {told}, not {uncompared}"
    wanted = int(bool(uncompared) or not {"broader", "mixed"}.isdisjoint(changed.values()))
    if answer.status != wanted:
        yield f"exit {answer.status}, not {wanted}: {answer.errors}"
    for one in (old, new):
        same = program.diff(one, one, gate="any")
        if same.status != 0 or same.changed() or same.uncompared:
            yield f"a template against itself: {same.changed()}, {same.uncompared} {same.errors}"


def main():
    program = given.Program(sys.argv[1])
    return given.report({case[0]: list(faults(program, case)) for case in CASES})


if __name__ == "__main__":
    sys.exit(main())
