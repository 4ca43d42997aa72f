#include "output/grant.h"

#include "output/request.h"

namespace polhist::output {
namespace {

using json::Writer;
using policy::Grant;
using policy::Principal;

void write_not_principal(Writer& writer, const std::vector<Principal>& principals) {
    writer.begin_array();
    for (const Principal& principal : principals) {
        write_principal(writer, principal);
    }
    writer.end_array();
}

void write_conditions(Writer& writer, const std::vector<policy::Condition>& conditions) {
    writer.begin_array();
    for (const policy::Condition& condition : conditions) {
        writer.begin_object();
        writer.key("operator").string(condition.comparison);
        writer.key("key").string(condition.key);
        writer.key("values");
        write_strings(writer, condition.values);
        writer.end_object();
    }
    writer.end_array();
}

} // namespace

void write_grant_fields(Writer& writer, const Grant& grant) {
    writer.key("effect").string(name_of(grant.effect()));
    if (grant.action() != nullptr) {
        writer.key("action").string(*grant.action());
    } else {
        writer.key("not_action");
        write_strings(writer, *grant.not_action());
    }
    if (grant.resource() != nullptr) {
        writer.key("resource").string(*grant.resource());
    } else if (grant.not_resource() != nullptr) {
        writer.key("not_resource");
        write_strings(writer, *grant.not_resource());
    }
    if (grant.principal() != nullptr) {
        writer.key("principal");
        write_principal(writer, *grant.principal());
    } else if (grant.not_principal() != nullptr) {
        writer.key("not_principal");
        write_not_principal(writer, *grant.not_principal());
    }
    writer.key("conditions");
    write_conditions(writer, grant.conditions());
}

void write_policy(Writer& writer, std::string_view name, std::string_view arn) {
    writer.key("policy");
    if (name.empty()) {
        writer.null();
        return;
    }
    writer.begin_object().key("name").string(name).key("arn");
    if (arn.empty()) {
        writer.null();
    } else {
        writer.string(arn);
    }
    writer.end_object();
}

} // namespace polhist::output
