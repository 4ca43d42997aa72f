"""A server that speaks as much of the IAM query API as the AWS CLI needs to list and read policies,
and the CLI, led to it."""

import http.server
import json
import os
import re
import subprocess
import threading
import urllib.parse
from xml.sax.saxutils import escape

ACCOUNT = "123456789012"
NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/"
DEBIAN_CLI = "/usr/bin/aws"  # others may come first in PATH


def cli():
    """The version of the AWS CLI; nothing where there is none."""
    try:
        done = subprocess.run([DEBIAN_CLI, "--version"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.strip() or None


def lead(folder, url):
    """An environment in which `aws` is the real CLI, led to `url`: an option is all that leads it."""
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    wrapper = bin_folder / "aws"
    wrapper.write_text(f'#!/bin/sh\nexec {DEBIAN_CLI} --endpoint-url {url} "$@"\n')
    wrapper.chmod(0o755)
    return {
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "HOME": str(folder),  # no configuration of whoever runs the test
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",  # the waiting that is tried is ours
    }


class Policy:
    def __init__(self, name, arn, created, document):
        self.name, self.arn, self.created = name, arn, created
        self.versions = []  # (id, instant, document)
        self.add(created, document)

    def add(self, instant, document):
        self.versions.append((f"v{len(self.versions) + 1}", instant, document))
        self.default = self.versions[-1][0]


class Refusal(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def member(fields):
    return "<member>" + "".join(f"<{key}>{value}</{key}>" for key, value in fields.items()) + "</member>"


def version_fields(policy, version, with_document):
    name, instant, document = version
    fields = {"VersionId": name, "IsDefaultVersion": str(name == policy.default).lower(), "CreateDate": instant}
    if with_document:
        # As IAM has it: URL-encoded (RFC 3986).
        fields["Document"] = urllib.parse.quote(json.dumps(document, indent=4), safe="-_.~")
    return fields


class Iam:
    """`policies` by ARN; `requests` is what was asked for, as (action, argument)."""

    PAGE = 100

    def __init__(self):
        self.policies = {}
        self.roles = {}  # by name: the trust policy
        self.requests = []
        self.trouble = None  # called with each (action, argument) may raise Refusal
        iam = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                query = {key: values[0] for key, values in urllib.parse.parse_qs(body).items()}
                try:
                    status, text = 200, iam.answer(query, self.headers.get("Authorization", ""))
                except Refusal as refusal:
                    status = refusal.status
                    text = (
                        f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>Sender</Type>'
                        f"<Code>{refusal.code}</Code><Message>{refusal.message}</Message></Error>"
                        f"<RequestId>1</RequestId></ErrorResponse>"
                    )
                data = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def put(self, name, document, instant, of_aws=True):
        """A new policy, or a new version that becomes the default."""
        arn = f"arn:aws:iam::{'aws' if of_aws else ACCOUNT}:policy/{name}"
        if arn in self.policies:
            self.policies[arn].add(instant, document)
        else:
            self.policies[arn] = Policy(name, arn, instant, document)
        return self.policies[arn]

    def answer(self, query, authorization):
        action = query["Action"]
        argument = query.get("PolicyArn", query.get("Marker", ""))
        self.requests.append((action, argument))
        if not re.match(r"AWS4-HMAC-SHA256 Credential=test/\d+/us-east-1/iam/", authorization):
            raise Refusal(403, "InvalidClientTokenId", "The security token is invalid.")
        if self.trouble:
            self.trouble(action, argument)
        result = {
            "ListPolicies": self.list_policies,
            "GetPolicyVersion": self.get_policy_version,
            "GetAccountAuthorizationDetails": self.dump,
        }[action](query)
        return (
            f'<{action}Response xmlns="{NAMESPACE}"><{action}Result>{result}</{action}Result>'
            f"<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{action}Response>"
        )

    def page(self, items, query):
        """One page of items, and what IAM says of those that follow."""
        start = int(query.get("Marker", "0"))
        end = start + self.PAGE
        more = end < len(items)
        said = f"<IsTruncated>{str(more).lower()}</IsTruncated>" + (f"<Marker>{end}</Marker>" if more else "")
        return items[start:end], said

    def policy_fields(self, policy):
        return {
            "PolicyName": policy.name,
            "PolicyId": f"ANPA{abs(hash(policy.arn)):020d}"[:21],
            "Arn": policy.arn,
            "Path": "/",
            "DefaultVersionId": policy.default,
            "AttachmentCount": str(len(self.requests)),  # changes, and means nothing
            "PermissionsBoundaryUsageCount": "0",
            "IsAttachable": "true",
            "CreateDate": policy.created,
            "UpdateDate": policy.versions[-1][1],
        }

    def list_policies(self, query):
        of_aws = query["Scope"] == "AWS"
        listed = [p for p in self.policies.values() if p.arn.startswith("arn:aws:iam::aws:") == of_aws]
        page, said = self.page(listed, query)
        return said + "<Policies>" + "".join(member(self.policy_fields(p)) for p in page) + "</Policies>"

    def get_policy_version(self, query):
        policy = self.policies.get(query["PolicyArn"])
        for version in policy.versions if policy else []:
            if version[0] == query["VersionId"]:
                fields = version_fields(policy, version, True)
                return "<PolicyVersion>" + member(fields)[len("<member>"):-len("</member>")] + "</PolicyVersion>"
        raise Refusal(404, "NoSuchEntity", f"Policy {escape(query['PolicyArn'])} does not exist.")

    def dump(self, query):
        filters = {value for key, value in query.items() if key.startswith("Filter.")}
        assert filters == {"User", "Role", "Group", "LocalManagedPolicy"}, filters
        own = [p for p in self.policies.values() if f"::{ACCOUNT}:" in p.arn]
        page, said = self.page(own, query)
        text = said + "<UserDetailList/><GroupDetailList/><RoleDetailList>"
        for name, trust in self.roles.items() if "Marker" not in query else ():
            text += member({
                "RoleName": name, "Arn": f"arn:aws:iam::{ACCOUNT}:role/{name}", "Path": "/", "RoleId": "AROA0",
                "CreateDate": "2020-01-01T00:00:00Z", "RolePolicyList": "", "AttachedManagedPolicies": "",
                "AssumeRolePolicyDocument": urllib.parse.quote(json.dumps(trust), safe="-_.~")})
        text += "</RoleDetailList><Policies>"
        for policy in page:
            versions = "".join(member(version_fields(policy, v, True)) for v in policy.versions)
            text += member(self.policy_fields(policy) | {"PolicyVersionList": versions})
        return text + "</Policies>"

    def take_requests(self):
        taken, self.requests = self.requests, []
        return taken
