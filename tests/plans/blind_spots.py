#!/usr/bin/env python3
"""Changes of access that are easily missed: blind_spots.py POLHIST

Each is a plan, or two templates, at which `--fail-on broader` has to stop; and each template is
held against itself.
"""

import json
import sys

import given
from real_plan import change, plan

NO_VALUE = {"Ref": "AWS::NoValue"}
NEVER, ALWAYS = ({"Fn::Equals": [one, "a"]} for one in "ba")


def allow(action="s3:*", resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


GET, ALL = allow("s3:GetObject"), allow()


def document(*statements, **more):
    return {"Version": "2012-10-17", "Statement": list(statements), **more}


def text(*statements):
    return json.dumps(document(*statements))


def template(sections=None, resource=None, **resources):
    """Resources as (type, properties); `resource` are more members of each."""
    return {"AWSTemplateFormatVersion": "2010-09-09",
            "Resources": {name: {"Type": kind, "Properties": properties, **(resource or {})}
                          for name, (kind, properties) in resources.items()},
            **(sections or {})}


def managed(*statements, sections=None, resource=None, **more):
    return template(sections, resource,
                    P=("AWS::IAM::ManagedPolicy", {"PolicyDocument": document(*statements), **more}))


def role(sections=None, **properties):
    return template(sections, R=("AWS::IAM::Role", properties))


def key(*statements):
    return template(K=("AWS::KMS::Key", {"KeyPolicy": document(*statements)}))


def for_principal(principal, effect="Allow", element="Principal"):
    return {"Effect": effect, "Action": "kms:*", "Resource": "*", element: principal}


def get_att(name):
    return {"Fn::GetAtt": [name, "Arn"]}


def one(kind, **properties):
    return template(X=(kind, properties))


def parameter(default, kind="String"):
    return {"Parameters": {"A": {"Type": kind, "Default": default}}}


def mapping(value):
    return {"Mappings": {"M": {"a": {"b": value}}}}


GET_VALUE = {"Fn::GetAtt": ["S", "Value"]}
IN_SOME_MAP = {"Fn::FindInMap": [{"Fn::Sub": "${AWS::Region}"}, "a", "b"]}
IN_MAP = {"Fn::FindInMap": ["M", "a", "b"]}
FROM_INSIDE = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
ALIAS = {"Fn::If": ["C", {"PolicyName": "n", "PolicyDocument": document(ALL)},
                    {"PolicyName": "n", "PolicyDocument": document(GET)}]}
SWAPPED = {"Fn::If": ["C", *ALIAS["Fn::If"][:0:-1]]}
IF_A = {"Fn::If": ["C", {"Ref": "A"}, NO_VALUE]}
LOOP = {"Transform": "AWS::LanguageExtensions"}


def loop(policy):
    return {"Fn::ForEach::R": ["I", ["a"], {"R${I}": {
        "Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": [policy]}}}]}


def joined(action):
    return {"Fn::Join": ["", ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"' +
                              action + '","Resource":"', {"Ref": "X"}, '"}]}']]}


def about_bucket(kind="AWS::S3::Bucket", sections=None, **properties):
    statement = {**allow(resource={"Fn::GetAtt": ["B", "Arn"]}), "Effect": "Deny"}
    policy = ("AWS::IAM::ManagedPolicy", {"PolicyDocument": document(ALL, statement)})
    return {**template(P=policy, B=(kind, properties)), **(sections or {})}


TEMPLATES = (
    ("what a Deny names has another name", about_bucket(BucketName="payroll"),
     about_bucket(BucketName="empty")),
    ("it is named by a parameter that changes",
     about_bucket(BucketName={"Ref": "A"}, sections=parameter("payroll")),
     about_bucket(BucketName={"Ref": "A"}, sections=parameter("empty"))),
    ("what was its path is its name", about_bucket("AWS::IAM::Role", RoleName="a"),
     about_bucket("AWS::IAM::Role", Path="a")),
    ("it is of another type", about_bucket(), about_bucket("AWS::S3Express::DirectoryBucket")),
    ("names that differ in letter case", managed(allow(resource=get_att("Bucket"))),
     managed(allow(resource=get_att("bucket")))),
    ("such names in a condition",
     managed(allow(Condition={"StringEquals": {"aws:PrincipalTag/a": get_att("Bucket")}})),
     managed(allow(Condition={"StringEquals": {"aws:PrincipalTag/a": get_att("bucket")}}))),
    ("a role in Globals",
     {**one("AWS::Serverless::Function", Handler="h"),
      "Globals": {"Function": {"DeploymentPreference": {"Role": "a"}}}},
     {**one("AWS::Serverless::Function", Handler="h"),
      "Globals": {"Function": {"DeploymentPreference": {"Role": "b"}}}}),
    ("who may call an API that no resource stands for",
     {**one("AWS::Serverless::Function", Events={"A": {"Type": "Api"}}),
      "Globals": {"Api": {"Auth": {"DefaultAuthorizer": "AWS_IAM"}}}},
     one("AWS::Serverless::Function", Events={"A": {"Type": "Api"}})),
    ("a macro over the whole", {**managed(GET), "Fn::Transform": {"Name": "a"}},
     {**managed(GET), "Fn::Transform": {"Name": "b"}}),
    ("a parameter of the store that is another",
     template(P=("AWS::IAM::ManagedPolicy", {"PolicyDocument": document(allow(resource=GET_VALUE))}),
              S=("AWS::SSM::Parameter", {"Value": "arn:aws:s3:::a"})),
     template(P=("AWS::IAM::ManagedPolicy", {"PolicyDocument": document(allow(resource=GET_VALUE))}),
              S=("AWS::SSM::Parameter", {"Value": "*"}))),
    ("a map whose name is put together",
     managed(allow(resource=IN_SOME_MAP), sections=mapping("arn:aws:s3:::a")),
     managed(allow(resource=IN_SOME_MAP), sections=mapping("*"))),
    ("a macro that makes maps",
     managed(allow(resource=IN_MAP), sections={"Mappings": {"Fn::Transform": {"Name": "a"}}}),
     managed(allow(resource=IN_MAP), sections={"Mappings": {"Fn::Transform": {"Name": "b"}}})),
    ("a loop that makes conditions",
     managed(allow(resource={"Fn::If": ["C", "*", "arn:aws:s3:::a"]}),
             sections={"Conditions": {"Fn::ForEach::X": ["N", ["C"], {"${N}": NEVER}]}}),
     managed(allow(resource={"Fn::If": ["C", "*", "arn:aws:s3:::a"]}),
             sections={"Conditions": {"Fn::ForEach::X": ["N", ["C"], {"${N}": ALWAYS}]}})),
    ("a Deny whose Sub was dropped",
     managed(ALL, {**ALL, "Effect": "Deny", "Resource": {"Fn::Sub": "arn:aws:s3:::${B}/*"}}),
     managed(ALL, {**ALL, "Effect": "Deny", "Resource": "arn:aws:s3:::${B}/*"})),
    ("a Sub that was missing",
     managed(allow("iam:PassRole", "arn:aws:iam::${AWS::AccountId}:role/*")),
     managed(allow("iam:PassRole", {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/*"}))),
    ("a text for a Ref in a condition",
     managed({**ALL, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": {"Ref": "Org"}}}}, ALL),
     managed({**ALL, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "${Org}"}}}, ALL)),
    ("a parameter that becomes a pattern",
     managed({**ALL, "Condition": {"StringEquals": {"aws:PrincipalArn": {"Ref": "A"}}}}, sections=parameter("a*")),
     managed({**ALL, "Condition": {"StringLike": {"aws:PrincipalArn": {"Ref": "A"}}}}, sections=parameter("a*"))),
    ("a Deny by a pattern that becomes exact",
     managed(ALL, {**ALL, "Effect": "Deny", "Condition": {"StringLike": {"aws:PrincipalArn": {"Ref": "A"}}}},
             sections=parameter("a*")),
     managed(ALL, {**ALL, "Effect": "Deny", "Condition": {"StringEquals": {"aws:PrincipalArn": {"Ref": "A"}}}},
             sections=parameter("a*"))),
    ("exports that differ in letter case", managed(allow(resource={"Fn::ImportValue": "a"})),
     managed(allow(resource={"Fn::ImportValue": "A"}))),
    ("exports by another function",
     managed(allow(resource={"Fn::ImportValue": {"Fn::Sub": "${A}-x"}})),
     managed(allow(resource={"Fn::ImportValue": {"Fn::Sub": "A-x"}}))),
    ("values of Fn::Sub", managed(allow(resource={"Fn::Sub": ["arn:aws:s3:::${X}", {"X": {"Ref": "A"}}]})),
     managed(allow(resource={"Fn::Sub": ["arn:aws:s3:::${X}", {"X": {"Ref": "B"}}]}))),
    ("a default", managed(allow(resource={"Ref": "A"}), sections=parameter("arn:aws:s3:::a")),
     managed(allow(resource={"Ref": "A"}), sections=parameter("*"))),
    ("a default for an action", managed(allow({"Ref": "A"}), sections=parameter("s3:Get*")),
     managed(allow({"Ref": "A"}), sections=parameter("*"))),
    ("a default for an effect", managed({**ALL, "Effect": {"Ref": "A"}}, sections=parameter("Deny")),
     managed({**ALL, "Effect": {"Ref": "A"}}, sections=parameter("Allow"))),
    ("a mapping", managed(allow(resource=IN_MAP), sections=mapping("arn:aws:s3:::a")),
     managed(allow(resource=IN_MAP), sections=mapping("*"))),
    ("attached by a default", role(parameter("a"), ManagedPolicyArns=[{"Ref": "A"}]),
     role(parameter("b"), ManagedPolicyArns=[{"Ref": "A"}])),
    ("attached by a list", role(parameter("a", "CommaDelimitedList"), ManagedPolicyArns={"Ref": "A"}),
     role(parameter("b", "CommaDelimitedList"), ManagedPolicyArns={"Ref": "A"})),
    ("a condition of a resource is defined anew",
     managed(ALL, sections={"Conditions": {"C": NEVER}}, resource={"Condition": "C"}),
     managed(ALL, sections={"Conditions": {"C": ALWAYS}}, resource={"Condition": "C"})),
    ("a condition of a resource goes",
     managed(ALL, sections={"Conditions": {"C": NEVER}}, resource={"Condition": "C"}),
     managed(ALL, sections={"Conditions": {"C": NEVER}})),
    ("a condition by a default",
     managed(ALL, resource={"Condition": "C"}, sections={
         **parameter("b"), "Conditions": {"C": {"Fn::Equals": [{"Ref": "A"}, "a"]}}}),
     managed(ALL, resource={"Condition": "C"}, sections={
         **parameter("a"), "Conditions": {"C": {"Fn::Equals": [{"Ref": "A"}, "a"]}}})),
    ("branches of one name", role({"Conditions": {"C": NEVER}}, Policies=[ALIAS]),
     role({"Conditions": {"C": NEVER}}, Policies=[SWAPPED])),
    ("a branch under a condition that is defined anew",
     role({"Conditions": {"C": NEVER}}, Policies=[ALIAS]),
     role({"Conditions": {"C": ALWAYS}}, Policies=[ALIAS])),
    ("a statement under a condition that is defined anew",
     managed(GET, {"Fn::If": ["C", ALL, NO_VALUE]}, sections={"Conditions": {"C": NEVER}}),
     managed(GET, {"Fn::If": ["C", ALL, NO_VALUE]}, sections={"Conditions": {"C": ALWAYS}})),
    ("somebody gets a policy that nobody had", managed(ALL), managed(ALL, Roles=["admin"])),
    ("another type with the same policy", managed(ALL),
     template(P=("AWS::IAM::Policy", {"PolicyDocument": document(ALL), "Roles": ["r"]}))),
    ("a policy in a text", one("AWS::Logs::Destination", DestinationPolicy=text(GET)),
     one("AWS::Logs::Destination", DestinationPolicy=text(ALL))),
    ("a policy in a text with functions",
     one("AWS::Logs::Destination", DestinationPolicy={"Fn::Sub": text(GET, allow(resource="${X}"))}),
     one("AWS::Logs::Destination", DestinationPolicy={"Fn::Sub": text(ALL, allow(resource="${X}"))})),
    ("a policy that is put together", one("AWS::Logs::Destination", DestinationPolicy=joined("a:b")),
     one("AWS::Logs::Destination", DestinationPolicy=joined("*"))),
    ("a control policy in a text", one("AWS::Organizations::Policy", Content=text(GET)),
     one("AWS::Organizations::Policy", Content=text(ALL))),
    ("a statement of an event bus",
     one("AWS::Events::EventBusPolicy", StatementId="s", Statement=for_principal({"AWS": "1"})),
     one("AWS::Events::EventBusPolicy", StatementId="s", Statement=for_principal("*"))),
    ("an endpoint without its policy",
     one("AWS::EC2::VPCEndpoint", PolicyDocument=document(allow(Principal="*"))),
     one("AWS::EC2::VPCEndpoint")),
    ("an interface without its policy",
     one("AWS::ApiGateway::RestApi", Policy=document(
         allow("execute-api:Invoke", Principal="*", Condition=FROM_INSIDE))),
     one("AWS::ApiGateway::RestApi")),
    ("a file system without its policy",
     one("AWS::EFS::FileSystem", FileSystemPolicy=document(allow("elasticfilesystem:*", Principal="*"))),
     one("AWS::EFS::FileSystem")),
    ("a key without its policy", key(for_principal({"AWS": "111122223333"})),
     template(K=("AWS::KMS::Key", {}))),
    ("another principal", key(for_principal({"AWS": get_att("A")})),
     key(for_principal({"AWS": get_att("B")}))),
    ("one principal more", key(for_principal({"AWS": [get_att("A")]})),
     key(for_principal({"AWS": [get_att("A"), {"Ref": "B"}]}))),
    ("a principal beside the account",
     key(for_principal({"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}})),
     key(for_principal({"AWS": [{"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}, {"Ref": "B"}]}))),
    ("a principal is not denied any more",
     key(for_principal("*"), for_principal({"AWS": get_att("A")}, "Deny")), key(for_principal("*"))),
    ("another principal is denied",
     key(for_principal("*"), for_principal({"AWS": get_att("A")}, "Deny")),
     key(for_principal("*"), for_principal({"AWS": get_att("B")}, "Deny"))),
    ("one exception more",
     key(for_principal("*"), for_principal({"AWS": get_att("A")}, "Deny", "NotPrincipal")),
     key(for_principal("*"), for_principal({"AWS": [get_att("A"), get_att("B")]}, "Deny",
                                           "NotPrincipal"))),
    ("a loop", {"Resources": loop("a"), **LOOP}, {"Resources": loop("b"), **LOOP}),
    ("a module", one("A::B::C::MODULE", Allowed="a"), one("A::B::C::MODULE", Allowed="*")),
    ("a stack set", one("AWS::CloudFormation::StackSet", TemplateBody=json.dumps(managed(GET))),
     one("AWS::CloudFormation::StackSet", TemplateBody=json.dumps(managed(ALL)))),
    ("another role of a function", one("AWS::Lambda::Function", Role="a"),
     one("AWS::Lambda::Function", Role="b")),
    ("another role deep inside",
     one("AWS::Events::Rule", Targets=[{"Id": "a", "Arn": "b", "RoleArn": get_att("A")}]),
     one("AWS::Events::Rule", Targets=[{"Id": "a", "Arn": "b", "RoleArn": get_att("B")}])),
    ("a variable without a version",
     {**managed(), "Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {
         "PolicyDocument": {"Statement": [allow(resource="arn:aws:s3:::${aws:username}")]}}}}},
     managed(allow(resource="arn:aws:s3:::${aws:username}"))),
    ("a dynamic reference", managed(allow("s3:Get*", "arn:aws:s3:::{{resolve:ssm:a}}")),
     managed(allow("s3:*", "arn:aws:s3:::{{resolve:ssm:a}}"))),
    ("references that differ in letter case", managed(allow("s3:*", "{{resolve:ssm:a}}")),
     managed(allow("s3:*", "{{resolve:ssm:A}}"))),
    ("a reference inside a function",
     managed(allow("s3:*", {"Fn::Sub": "arn:aws:s3:::{{resolve:ssm:${S}-a}}"})),
     managed(allow("s3:*", {"Fn::Sub": "arn:aws:s3:::{{resolve:ssm:${S}-b}}"}))),
    ("another dynamic reference", managed(allow("s3:Get*", "{{resolve:ssm:a}}")),
     managed(allow("s3:Get*", "{{resolve:ssm:b}}"))),
    *((f"a parameter for {name} of {kind}", one(kind, **{name: {"Ref": "A"}}, **more) | parameter(text(GET)),
       one(kind, **{name: {"Ref": "A"}}, **more) | parameter(text(ALL)))
      for kind, name, more in (
          ("AWS::Organizations::Policy", "Content", {"Type": "SERVICE_CONTROL_POLICY"}),
          ("AWS::SSO::PermissionSet", "InlinePolicy", {}),
          ("AWS::S3::AccessPoint", "Policy", {}),
          ("AWS::Logs::Destination", "DestinationPolicy", {}),
          ("AWS::EFS::FileSystem", "FileSystemPolicy", {}),
          ("AWS::Backup::BackupVault", "AccessPolicy", {}))),
    ("a parameter in a branch", one("AWS::S3::AccessPoint", Policy=IF_A) | parameter(text(GET)),
     one("AWS::S3::AccessPoint", Policy=IF_A) | parameter(text(ALL))),
    ("a policy that is looked up", one("AWS::S3::AccessPoint", Policy="{{resolve:ssm:a}}"),
     one("AWS::S3::AccessPoint", Policy="{{resolve:ssm:b}}")),
    ("a policy passes to another secret",
     one("AWS::SecretsManager::ResourcePolicy", SecretId="a", ResourcePolicy=document(ALL)),
     one("AWS::SecretsManager::ResourcePolicy", SecretId="b", ResourcePolicy=document(ALL))),
    ("a policy of one queue more", one("AWS::SQS::QueuePolicy", Queues=["a"]),
     one("AWS::SQS::QueuePolicy", Queues=["a", "b"])),
    *((f"another role, {name}", one(kind, **{name: "a"}), one(kind, **{name: "b"}))
      for kind, name in (("AWS::EKS::Nodegroup", "NodeRole"), ("AWS::EMR::Cluster", "JobFlowRole"),
                         ("AWS::Amplify::App", "IAMServiceRole"),
                         ("AWS::ImageBuilder::InfrastructureConfiguration", "InstanceProfileName"))),
    ("another of several roles", one("AWS::Redshift::Cluster", IamRoles=["a"]),
     one("AWS::Redshift::Cluster", IamRoles=["b"])),
    ("a role of settings",
     one("AWS::SageMaker::Domain", DefaultUserSettings={"ExecutionRole": "a"}),
     one("AWS::SageMaker::Domain", DefaultUserSettings={"ExecutionRole": "b"})),
    ("a custom resource", one("Custom::AWS", Create="a"), one("Custom::AWS", Create="b")),
    ("a policy in Cedar", one("AWS::EC2::VerifiedAccessGroup", PolicyDocument="forbid(a,b,c);"),
     one("AWS::EC2::VerifiedAccessGroup", PolicyDocument="permit(a,b,c);")),
    ("a policy of an account", one("AWS::Logs::AccountPolicy", PolicyDocument='{"a": ""}'),
     one("AWS::Logs::AccountPolicy", PolicyDocument='{"b": ""}')),
)

STACK = "aws_cloudformation_stack"
POLICY = "aws_iam_policy"
PLANS = (
    ("a role inside that is known later", change(
        "aws_pipes_pipe", {"name": "p", "a": []}, {"name": "p", "a": [{}]},
        unknown={"a": [{"invocation_role_arn": True}]})),
    ("a role that is known later", change(
        "aws_emr_cluster", {"name": "c", "autoscaling_role": None}, {"name": "c"},
        unknown={"autoscaling_role": True})),
    ("a policy beside one that is forgotten", change(
        "aws_iam_user_policy", {"user": "u", "policy": text(ALL)}, {"user": "u", "policy": text(GET)},
        actions=["forget", "create"])),
    ("a template that is known later", change(STACK, None, {"name": "s"},
                                              unknown={"template_body": True})),
    ("a template in YAML", change(STACK, {"template_body": "a: b"}, {"template_body": "a: c"})),
    ("a template inside", change(STACK, {"template_body": json.dumps(managed(GET))},
                                 {"template_body": json.dumps(managed(ALL))})),
    ("a template of SAM inside", change(STACK, None, {"template_body": json.dumps(
        one("AWS::Serverless::Function", Policies=[{"S3ReadPolicy": {"BucketName": "b"}}]))})),
    ("a resource of Cloud Control", change("aws_cloudcontrolapi_resource", None, {
        "desired_state": json.dumps({"ManagedPolicyArns": ["a"]})})),
    ("the key has the policy of AWS", change("aws_kms_key_policy", {
        "policy": text(for_principal({"AWS": "111122223333"}))}, None)),
    ("an interface without its policy", change("aws_api_gateway_rest_api_policy", {
        "policy": text(allow("execute-api:Invoke", Principal="*", Condition=FROM_INSIDE))}, None)),
    ("a file system without its policy", change("aws_efs_file_system_policy", {
        "policy": text(allow("elasticfilesystem:*", Principal="*"))}, None)),
    ("a policy that stood for nobody", change("aws_iam_policy_attachment", {"users": []},
                                              {"users": ["bob"]})),
    ("it passes to another role", change("aws_iam_role_policy", {"role": "a", "policy": text(ALL)},
                                         {"role": "b", "policy": text(ALL)})),
    ("another role of a function", change("aws_lambda_function", {"role": "a"}, {"role": "b"})),
    ("another role deep inside", change("aws_pipes_pipe", {"a": [{"b": {"invocation_role_arn": "a"}}]},
                                        {"a": [{"b": {"invocation_role_arn": "b"}}]})),
    ("a role deep inside is known later", change(
        "aws_pipes_pipe", {"a": [{"invocation_role_arn": "a"}]}, {"a": [{}]},
        unknown={"a": [{"invocation_role_arn": True}]})),
    ("an action that nobody knows", change(POLICY, {"policy": text(GET)}, {"policy": text(ALL)},
                                           actions=["something"])),
    ("no action", change(POLICY, {"policy": text(GET)}, {"policy": text(ALL)}, actions=[])),
    ("forgotten and made anew", change(POLICY, {"policy": text(GET)}, {"policy": text(ALL)},
                                       actions=["create", "forget"])),
    ("blocks that swap", change("aws_iam_role",
                                {"inline_policy": [{"name": "a", "policy": text(GET)},
                                                   {"name": "b", "policy": text(ALL)}]},
                                {"inline_policy": [{"name": "a", "policy": text(ALL)},
                                                   {"name": "b", "policy": text(GET)}]})),
    ("a block that is known later", change("aws_iam_role",
                                           {"inline_policy": [{"name": "a", "policy": text(GET)}]},
                                           {"inline_policy": [{"name": "a"}]},
                                           unknown={"inline_policy": [{"policy": True}]})),
    ("a key in escapes", change("some_thing", {},
                                {"x": text(ALL).replace("Statement", "State\\u006dent")})),
    ("white space in front", change("some_thing", {"x": text(GET)}, {"x": "\n\t " + text(ALL)})),
    ("awscc attaches", change("awscc_iam_role", {"managed_policy_arns": []},
                              {"managed_policy_arns": ["a"]})),
    ("awscc has a policy", change("awscc_iam_role",
                                  {"policies": [{"policy_name": "a", "policy_document": text(GET)}]},
                                  {"policies": [{"policy_name": "a", "policy_document": text(ALL)}]})),
    *((f"a policy passes to another resource, {kind}", change(
        kind, {name: "a", "policy": text(ALL)}, {name: "b", "policy": text(ALL)}))
      for kind, name in (("aws_secretsmanager_secret_policy", "secret_arn"),
                         ("aws_sqs_queue_policy", "queue_url"), ("aws_kms_key_policy", "key_id"),
                         ("aws_sns_topic_policy", "arn"),
                         ("aws_vpc_endpoint_policy", "vpc_endpoint_id"))),
    ("members pass to another group", change("aws_iam_group_membership", {"group": "a", "users": ["u"]},
                                             {"group": "b", "users": ["u"]})),
    *((f"{kind} is known later", change(kind, None, {}, unknown={name: True}))
      for kind, name in (("aws_organizations_resource_policy", "content"),
                         ("aws_networkfirewall_resource_policy", "policy"))),
    *((f"another role, {name}", change(kind, {"a": [{name: "a"}], name: "a"},
                                       {"a": [{name: "b"}], name: "a"}))
      for kind, name in (("aws_redshift_cluster", "iam_roles"), ("aws_emr_cluster", "instance_profile"),
                         ("aws_batch_compute_environment", "instance_role"),
                         ("aws_sagemaker_domain", "execution_role"), ("awscc_some_thing", "role"))),
    ("another role of awscc", change("awscc_lambda_function", {"role": "a"}, {"role": "b"})),
    ("a role for a cluster", change("aws_rds_cluster_role_association", None, {"role_arn": "a"})),
    ("who enters the cluster", change("kubernetes_config_map_v1_data", {"data": {"mapRoles": "a"}},
                                      {"data": {"mapRoles": "b"}})),
    ("Cedar", change("aws_verifiedaccess_group", {"policy_document": "forbid(a,b,c);"},
                     {"policy_document": "permit(a,b,c);"})),
    ("a rule in another language", change("aws_config_config_rule", None, {
        "source": [{"custom_policy_details": [{"policy_text": "rule r { a == b }"}]}]})),
    ("a sensitive attachment", change("aws_iam_role", {"managed_policy_arns": ["a"]},
                                      {"managed_policy_arns": ["b"]},
                                      marks={"managed_policy_arns": True})),
)


def stops(answer):
    if answer.status == 1 and (answer.uncompared or answer.changed()):
        return []
    return [f"exit {answer.status}: {answer.changed()} {answer.uncompared} {answer.errors}"]


def of_templates(program, old, new):
    faults = stops(program.diff(old, new))
    for same in (old, new):
        answer = program.diff(same, same, gate="any")
        if answer.status != 0 or answer.changed() or answer.uncompared:
            faults.append(f"itself: {answer.changed()} {answer.uncompared} {answer.errors}")
    return faults


def main():
    program = given.Program(sys.argv[1])
    faults = {name: of_templates(program, old, new) for name, old, new in TEMPLATES}
    faults.update({f"{name}, in a plan": stops(program.diff(plan(one_change)))
                   for name, one_change in PLANS})
    return given.report(faults)


if __name__ == "__main__":
    sys.exit(main())
