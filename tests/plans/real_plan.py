"""Plans in the form that Terraform and OpenTofu document as "JSON Output Format".

A plan has all its sections: what does not change, state, configuration and planned values stand
beside the change that a test is about.
"""

PROVIDER = "provider.example/hashicorp/aws"
ROLE = {"arn": "arn:aws:iam::111122223333:role/kept", "name": "kept", "tags": {"a": "b"},
        "max_session_duration": 3600, "force_detach_policies": False, "tags_all": {}}


def nothing_sensitive(values):
    return {} if values is not None else False


def change(kind, before, after, *, unknown=None, actions=None, marks=None, **more):
    """One element of `resource_changes`; `more` are its other members."""
    if actions is None:
        actions = (["create"] if before is None else ["delete"] if after is None else
                   ["no-op"] if before == after and not unknown else ["update"])
    address = f'module.app["one"].{kind}.this[0]'
    inner = {
        "actions": actions,
        "before": before,
        "after": after,
        "after_unknown": unknown if unknown is not None else {} if after is not None else False,
        "before_sensitive": marks if marks and before else nothing_sensitive(before),
        "after_sensitive": marks if marks and after else nothing_sensitive(after),
    }
    if len(actions) == 2:
        inner["replace_paths"] = [["name"]]
    inner.update(more.pop("inner", {}))
    return {"address": address, "module_address": 'module.app["one"]', "mode": "managed",
            "type": kind, "name": "this", "index": 0, "provider_name": PROVIDER,
            "change": inner, **more}


def unchanged():
    """A role and a data source that stay as they are."""
    role = {"address": "aws_iam_role.kept", "mode": "managed", "type": "aws_iam_role",
            "name": "kept", "provider_name": PROVIDER,
            "change": {"actions": ["no-op"], "before": ROLE, "after": ROLE, "after_unknown": {},
                       "before_sensitive": {"tags": {}}, "after_sensitive": {"tags": {}}}}
    data = {"address": "data.aws_caller_identity.me", "mode": "data",
            "type": "aws_caller_identity", "name": "me", "provider_name": PROVIDER,
            "change": {"actions": ["read"], "before": None, "after": {},
                       "after_unknown": {"account_id": True, "id": True},
                       "before_sensitive": False, "after_sensitive": {}},
            "action_reason": "read_because_config_unknown"}
    return [role, data]


def plan(*changes, drift=(), deferred=(), **more):
    resource = {"address": "aws_iam_role.kept", "mode": "managed", "type": "aws_iam_role",
                "name": "kept", "provider_name": PROVIDER, "schema_version": 0, "values": ROLE,
                "sensitive_values": {"tags": {}}}
    first, second = unchanged()
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "variables": {"stage": {"value": "test"}},
        "planned_values": {
            "outputs": {"role": {"sensitive": False, "type": "string", "value": ROLE["arn"]}},
            "root_module": {"resources": [resource], "child_modules": [
                {"address": 'module.app["one"]', "resources": []}]},
        },
        "resource_drift": list(drift),
        "resource_changes": [first, *changes, second],
        "deferred_changes": [{"reason": "provider_config_unknown", "resource_change": one}
                             for one in deferred],
        "output_changes": {"role": {"actions": ["no-op"], "before": ROLE["arn"],
                                    "after": ROLE["arn"], "after_unknown": False,
                                    "before_sensitive": False, "after_sensitive": False}},
        "prior_state": {"format_version": "1.0", "terraform_version": "1.11.4",
                        "values": {"root_module": {"resources": [resource]}}},
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "full_name": PROVIDER,
                                        "version_constraint": "~> 5.0",
                                        "expressions": {"region": {"constant_value": "eu-west-1"}}}},
            "root_module": {
                "resources": [{"address": "aws_iam_role.kept", "mode": "managed",
                               "type": "aws_iam_role", "name": "kept",
                               "provider_config_key": "aws",
                               "expressions": {"name": {"constant_value": "kept"}},
                               "schema_version": 0}],
                "module_calls": {"app": {"source": "./app", "for_each_expression": {
                    "references": ["var.stage"]}, "module": {"resources": []}}},
            },
        },
        "relevant_attributes": [{"resource": "aws_iam_role.kept", "attribute": ["arn"]}],
        "checks": [],
        "timestamp": "2026-01-02T03:04:05Z",
        "applyable": True,
        "complete": not deferred,
        "errored": False,
        **more,
    }
