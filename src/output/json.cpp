#include "output/json.h"

#include "output/access_json.h"
#include "output/grant.h"
#include "output/horizon.h"
#include "output/request.h"

#include <array>

namespace polhist::output {
namespace {

using answers::Comparison;
using answers::Endpoint;
using diff::Change;
using diff::Changes;
using json::Writer;

void write_instant(Writer& writer, const std::optional<Instant>& instant) {
    if (instant) {
        writer.string(format_instant(*instant));
    } else {
        writer.null();
    }
}

void write_changes(Writer& writer, const std::vector<Change>& changes) {
    writer.begin_array();
    for (const Change& change : changes) {
        writer.begin_object();
        write_grant_fields(writer, change.grant);
        writer.key("covered");
        if (change.covered) {
            writer.boolean(*change.covered);
        } else {
            writer.null();
        }
        if (!change.covered_by.empty()) {
            writer.key("covered_by").begin_array();
            for (const policy::Statement* statement : change.covered_by) {
                writer.number(statement->index);
            }
            writer.end_array();
        }
        writer.end_object();
    }
    writer.end_array();
}

void write_both(Writer& writer, const Changes& changes) {
    writer.key("added");
    write_changes(writer, changes.added);
    writer.key("removed");
    write_changes(writer, changes.removed);
}

void write_condition_telling(Writer& writer, const diff::Difference& difference) {
    writer.key("conditions").begin_object();
    write_both(writer, difference.conditions);
    writer.key("changed").begin_array();
    for (const diff::Rewrite& rewrite : difference.rewrites) {
        writer.begin_object().key("from");
        write_changes(writer, rewrite.from);
        writer.key("to");
        write_changes(writer, rewrite.to);
        writer.end_object();
    }
    writer.end_array().end_object();
}

void write_endpoint(Writer& writer, std::string_view side, const Endpoint& endpoint) {
    writer.key(side);
    if (!endpoint.version) {
        writer.null();
        return;
    }
    writer.begin_object().key("version").string(*endpoint.version).key("created");
    write_instant(writer, endpoint.created);
    writer.end_object();
}

void write_updates(Writer& writer, const std::vector<ledger::Update>& updates) {
    writer.begin_array();
    for (const ledger::Update& update : updates) {
        writer.begin_object();
        writer.key("date").string(update.date);
        writer.key("description").string(update.description);
        writer.end_object();
    }
    writer.end_array();
}

// Writes one object on one line.
template <typename Fields>
std::string one_object(std::string_view schema, Fields fields) {
    std::string out;
    Writer writer(out);
    writer.begin_object().key("schema").string(schema);
    fields(writer);
    writer.end_object();
    return out + '\n';
}

// A verdict of a step; the first state has none.
void write_word(Writer& writer,
                std::string_view key,
                const diff::Step* step,
                std::string_view (*word_of)(const access::Access&)) {
    writer.key(key);
    if (step == nullptr) {
        writer.null();
    } else {
        writer.string(word_of(step->access));
    }
}

void write_log_entry(Writer& writer, const answers::LogEntry& entry) {
    const diff::Step* step = entry.step ? &*entry.step : nullptr;
    writer.begin_object();
    writer.key("event").string(name_of(entry.state->event));
    writer.key("at").string(format_instant(entry.state->since));
    writer.key("version").string(entry.version->id);
    writer.key("created");
    write_instant(writer, entry.version->created);
    writer.key("withdrawn");
    write_instant(writer, entry.state->withdrawn);
    writer.key("seen").boolean(entry.version->seen);
    write_word(writer, "verdict", step, [](const access::Access& a) { return name_of(a.verdict); });
    write_word(
        writer, "denies", step, [](const access::Access& a) { return name_of(a.denies.verdict); });
    write_word(writer, "overall", step, [](const access::Access& a) { return name_of(a.overall); });
    writer.key("gained").number(step == nullptr ? 0 : step->access.gained.size());
    writer.key("lost").number(step == nullptr ? 0 : step->access.lost.size());
    writer.key("grants").begin_object();
    writer.key("added").number(step == nullptr ? 0 : step->added);
    writer.key("removed").number(step == nullptr ? 0 : step->removed);
    writer.end_object();
    writer.key("summary").string(step == nullptr ? "first version known" : step->summary);
    if (step != nullptr) {
        write_access(writer, step->access, {});
    }
    writer.end_object();
}

void write_changelog_entry(Writer& writer, const answers::ChangelogEntry& entry) {
    writer.begin_object();
    writer.key("event").string(event_of(entry));
    writer.key("at").string(format_instant(entry.at()));
    writer.key("policy").string(entry.policy);
    writer.key("version").string(entry.version.label);
    writer.key("diff");
    if (entry.step) {
        writer.begin_object();
        write_diff_fields(writer, *entry.step);
        writer.end_object();
    } else {
        writer.null();
    }
    writer.end_object();
}

} // namespace

void write_diff_fields(Writer& writer, const Comparison& comparison, bool simulated) {
    const std::array documents{comparison.from.document.get(), comparison.to.document.get()};
    const diff::Difference& difference = comparison.difference;
    writer.key("schema").string("polhist.diff/1");
    write_policy(writer, comparison.name, comparison.arn);
    writer.key("language").begin_object();
    writer.key("from").string(name_of(difference.from_language));
    writer.key("to").string(name_of(difference.to_language));
    writer.end_object();
    write_endpoint(writer, "from", comparison.from);
    write_endpoint(writer, "to", comparison.to);
    writer.key("verdict").string(name_of(difference.access.verdict));
    AccessForm form;
    form.simulated = simulated ? std::span<const policy::Document* const>(documents)
                               : std::span<const policy::Document* const>();
    write_access(writer, difference.access, form);
    write_denies(writer, difference.access.denies, form);
    writer.key("overall").string(name_of(difference.access.overall));
    for (const auto& [name, changes] : {std::pair{"grants", &difference.grants},
                                        {"actions", &difference.actions},
                                        {"resources", &difference.resources}}) {
        writer.key(name).begin_object();
        write_both(writer, *changes);
        writer.end_object();
    }
    write_condition_telling(writer, difference);
    writer.key("documented");
    write_updates(writer, comparison.documented);
    if (comparison.horizon) {
        write_horizon(writer, *comparison.horizon);
    }
}

std::string diff_json(const Comparison& comparison, bool simulated) {
    std::string out;
    Writer writer(out);
    writer.begin_object();
    write_diff_fields(writer, comparison, simulated);
    writer.end_object();
    return out + '\n';
}

std::string list_json(const answers::Listing& listing) {
    return one_object("polhist.list/1", [&](Writer& writer) {
        writer.key("policies").begin_array();
        for (const answers::ListedPolicy& policy : listing.policies) {
            writer.begin_object();
            writer.key("name").string(policy.name);
            writer.key("arn");
            if (policy.arn.empty()) {
                writer.null();
            } else {
                writer.string(policy.arn);
            }
            writer.key("versions").number(policy.versions);
            writer.key("first");
            write_instant(writer, policy.first);
            writer.key("latest");
            write_instant(writer, policy.latest);
            writer.key("current");
            if (policy.current.empty()) {
                writer.null();
            } else {
                writer.string(policy.current);
            }
            writer.key("withdrawn");
            write_instant(writer, policy.withdrawn);
            writer.end_object();
        }
        writer.end_array();
        write_horizon(writer, listing.horizon);
    });
}

std::string log_json(const timeline::History& history, const answers::Log& log) {
    return one_object("polhist.log/1", [&](Writer& writer) {
        write_policy(writer, history.name, history.arn);
        writer.key("entries").begin_array();
        for (const answers::LogEntry& entry : log.entries) {
            write_log_entry(writer, entry);
        }
        writer.end_array().key("notes");
        write_strings(writer, log.notes);
        writer.key("withdrawn");
        write_instant(writer, log.withdrawn);
        write_horizon(writer, log.horizon);
    });
}

std::string changelog_json(const answers::Changelog& changelog) {
    return one_object("polhist.changelog/1", [&](Writer& writer) {
        writer.key("days").begin_array();
        for (const answers::ChangelogDay& day : changelog.days) {
            writer.begin_object().key("date").string(day.date).key("entries").begin_array();
            for (const answers::ChangelogEntry& entry : day.entries) {
                write_changelog_entry(writer, entry);
            }
            writer.end_array().key("documented");
            write_updates(writer, day.unmatched);
            writer.end_object();
        }
        writer.end_array();
        write_horizon(writer, changelog.horizon);
    });
}

std::string audit_json(std::span<const ledger::Finding> findings, const answers::Horizon& horizon) {
    return one_object("polhist.audit/1", [&](Writer& writer) {
        writer.key("findings").begin_array();
        for (const ledger::Finding& finding : findings) {
            writer.begin_object();
            writer.key("policy").string(finding.policy);
            writer.key("date");
            if (finding.date.empty()) {
                writer.null();
            } else {
                writer.string(finding.date);
            }
            writer.key("kind").string(name_of(finding.kind));
            writer.key("subject").string(finding.subject);
            writer.key("message").string(finding.message);
            writer.end_object();
        }
        writer.end_array();
        write_horizon(writer, horizon);
    });
}

} // namespace polhist::output
