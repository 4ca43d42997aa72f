#include "watch/inspection.h"

#include "json/writer.h"
#include "output/json.h"
#include "policy/envelope.h"
#include "timeline/scope.h"
#include "watch/derivation.h"
#include "watch/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace polhist::watch {
namespace {

using answers::Endpoint;
using timeline::History;
using timeline::Observation;
using timeline::PolicyKey;

// The version believed to be in force; nothing for a policy without versions.
const timeline::Version* current(const History& history) {
    if (!history.states.empty()) {
        return &history.version_of(history.states.back());
    }
    return history.versions.empty() ? nullptr : &history.versions.back();
}

class Inspector {
public:
    Inspector(const timeline::Archive& archive,
              const Snapshot& snapshot,
              const InspectionOptions& options)
        : archive_(archive),
          snapshot_(snapshot),
          options_(options) {}

    Result<Inspection> inspect() {
        for (const auto& [policy, sight] : snapshot_.policies) {
            scopes_.insert(policy.scope);
            if (is_asked_for(policy.name)) {
                if (auto compared = compare(policy, sight); !compared) {
                    return tl::make_unexpected(std::move(compared.error()));
                }
            }
        }
        if (auto gone = find_gone(); !gone) {
            return tl::make_unexpected(std::move(gone.error()));
        }
        for (const std::string& name : options_.policies) {
            if (!met_.contains(name)) {
                return failure(fmt::format("no policy `{}` is in the source or the store", name));
            }
        }
        std::ranges::sort(
            inspection_.drift, {}, [](const News& news) { return news.event.policy; });
        return std::move(inspection_);
    }

private:
    [[nodiscard]] bool is_asked_for(std::string_view name) const {
        return options_.policies.empty() ||
               std::ranges::find(options_.policies, name) != options_.policies.end();
    }

    // By scope and name where the archive has that, else by the name alone.
    [[nodiscard]] Result<std::optional<History>> history_of(const PolicyKey& policy) const {
        for (const std::string& name :
             {fmt::format("{}:{}", policy.scope, policy.name), policy.name}) {
            if (archive_.has(name)) {
                return archive_.history(name).map(
                    [](History&& history) { return std::optional(std::move(history)); });
            }
        }
        return std::nullopt;
    }

    // `history` has what the source did not bring because it is known.
    [[nodiscard]] Result<Endpoint> endpoint_in_source(const PolicyKey& policy,
                                                      const Sight& sight,
                                                      const std::optional<History>& history) const {
        const auto form =
            std::ranges::find_if(snapshot_.claims.forms, [&](const timeline::Form& candidate) {
                return candidate.policy == policy && candidate.document == sight.document;
            });
        if (form == snapshot_.claims.forms.end() && history) {
            const auto known =
                std::ranges::find(history->versions, sight.document, &timeline::Version::document);
            if (known != history->versions.end()) {
                return answers::endpoint_of(*known);
            }
        }
        if (form == snapshot_.claims.forms.end()) {
            return failure(fmt::format("the source shows no document of `{}`", policy.name));
        }
        return policy::read_any({policy.name, form->bytes}).map([&](policy::Envelope&& envelope) {
            return Endpoint{sight.version,
                            sight.version,
                            sight.created,
                            std::make_shared<const policy::Document>(std::move(envelope.document))};
        });
    }

    // What a look at the one and then at the other would tell.
    [[nodiscard]] Event event_of(const PolicyKey& policy,
                                 const std::optional<Sight>& from,
                                 const std::optional<Sight>& to) const {
        constexpr std::int64_t moment = 1;
        const Instant before{options_.now.microseconds - moment};
        const auto look = [&](const std::optional<Sight>& sight, Instant at) {
            return sight ? Observation{policy,
                                       {},
                                       at,
                                       Observation::Kind::in_force,
                                       sight->version,
                                       sight->document,
                                       sight->created}
                         : Observation{policy, {}, at, Observation::Kind::withdrawn, {}, {}, {}};
        };
        std::vector<Observation> looks{look(to, options_.now)};
        if (from) {
            looks.push_back(look(from, before));
        }
        const std::vector<Event> events = events_of(looks, before);
        // The same version under both, with another document or none that is dated, tells nothing.
        return events.empty() ? Event{Kind::conflict, policy, from, to, options_.now, options_.now}
                              : events.front();
    }

    Result<void> compare(const PolicyKey& policy, const Sight& sight) {
        ++inspection_.policies;
        met_.insert(policy.name);
        const auto history = history_of(policy);
        if (!history) {
            return tl::make_unexpected(history.error());
        }
        const timeline::Version* version = *history ? current(**history) : nullptr;
        const bool gone = *history && (*history)->withdrawn();
        if (version != nullptr && version->document == sight.document && !gone) {
            return {};
        }
        auto to = endpoint_in_source(policy, sight, *history);
        if (!to) {
            return tl::make_unexpected(std::move(to.error()));
        }
        std::optional<Sight> known;
        Endpoint from = answers::nothing_beside(*to->document);
        if (version != nullptr) {
            auto endpoint = answers::endpoint_of(*version);
            if (!endpoint) {
                return tl::make_unexpected(std::move(endpoint.error()));
            }
            from = std::move(*endpoint);
            known = Sight{version->id, version->document, version->created};
        }
        Event event = event_of(policy, known, sight);
        if (gone) {
            event = {Kind::returned, policy, known, sight, options_.now, options_.now};
        }
        add(std::move(event), std::move(from), std::move(*to));
        return {};
    }

    void add(Event event, Endpoint from, Endpoint to) {
        const std::string name = event.policy.name;
        const bool both = event.from && event.to && event.kind != Kind::returned;
        News news{std::move(event), {}, answers::compare(std::move(from), std::move(to))};
        news.comparison.name = name;
        if (both && diff::is_quiet(news.comparison.difference)) {
            ++inspection_.rewritten;
        } else {
            inspection_.drift.push_back(std::move(news));
        }
    }

    Result<void> find_gone() {
        std::vector<std::pair<PolicyKey, timeline::Version>> gone;
        std::set<std::string> names; // as an archive may give them
        for (const auto& [policy, sight] : snapshot_.policies) {
            names.insert(policy.name);
            names.insert(timeline::written(policy));
        }
        for (const std::string& name : archive_.names()) {
            if (names.contains(name) || !is_asked_for(timeline::scoped_name(name).name)) {
                continue;
            }
            const auto history = archive_.history(name);
            if (!history || !scopes_.contains(history->scope) || current(*history) == nullptr ||
                history->withdrawn()) {
                continue;
            }
            met_.insert(history->name);
            gone.emplace_back(PolicyKey{history->scope, history->name}, *current(*history));
        }
        constexpr std::size_t tenth = 10;
        if (options_.policies.empty() && gone.size() * tenth > snapshot_.policies.size()) {
            inspection_.notes.push_back(
                fmt::format("{} other policies of the store are not in the source", gone.size()));
            return {};
        }
        inspection_.policies += gone.size();
        for (const auto& [policy, version] : gone) {
            auto from = answers::endpoint_of(version);
            if (!from) {
                return tl::make_unexpected(std::move(from.error()));
            }
            const Sight known{version.id, version.document, version.created};
            Endpoint nothing = answers::nothing_beside(*from->document);
            add(event_of(policy, known, std::nullopt), std::move(*from), std::move(nothing));
        }
        return {};
    }

    const timeline::Archive& archive_;
    const Snapshot& snapshot_;
    const InspectionOptions& options_;
    std::set<std::string> scopes_;
    std::set<std::string> met_;
    Inspection inspection_;
};

} // namespace

Result<Inspection> inspect(const timeline::Archive& archive,
                           const Snapshot& snapshot,
                           const InspectionOptions& options) {
    return Inspector(archive, snapshot, options).inspect();
}

std::string inspection_text(const Inspection& inspection) {
    std::string text;
    for (const News& news : inspection.drift) {
        text += text_of({{}, {}, headline_of(news), details_of(news), {}});
    }
    const std::size_t count = inspection.drift.size();
    text += fmt::format("{} of {} polic{} drifted",
                        count,
                        inspection.policies,
                        inspection.policies == 1 ? "y" : "ies");
    return text + (inspection.rewritten == 0
                       ? "\n"
                       : fmt::format(", {} say the same in another way\n", inspection.rewritten));
}

std::string inspection_json(const Inspection& inspection, std::string_view source) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("polhist.drift/1").key("source").string(source);
    writer.key("policies").number(inspection.policies);
    writer.key("rewritten").number(inspection.rewritten).key("drift").begin_array();
    for (const News& news : inspection.drift) {
        writer.begin_object();
        write_news_fields(writer, news);
        writer.end_object();
    }
    writer.end_array().end_object();
    return text + '\n';
}

} // namespace polhist::watch
