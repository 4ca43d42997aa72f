#include "watch/news.h"

#include "access/glob.h"
#include "json/writer.h"
#include "output/json.h"
#include "policy/envelope.h"
#include "store/changes.h"
#include "watch/derivation.h"
#include "watch/message.h"
#include "watch/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace polhist::watch {
namespace {

using answers::Endpoint;
using timeline::Claims;
using timeline::Observation;
using timeline::PolicyKey;

using DocumentPointer = std::shared_ptr<const policy::Document>;

// The document of a hash, from the form of it that git names first.
Result<DocumentPointer> document_in(const store::Store& store,
                                    const Claims& claims,
                                    const PolicyKey& policy,
                                    const std::string& hash) {
    const timeline::Form* best = nullptr;
    for (const timeline::Form& form : claims.forms) {
        if (form.document == hash && (best == nullptr || form.blob < best->blob)) {
            best = &form;
        }
    }
    if (best == nullptr) {
        return failure(fmt::format("the store has no document {} of `{}`; run `polhist fsck`",
                                   hash.substr(0, 12),
                                   policy.name));
    }
    const auto bytes = store.form(best->blob);
    if (!bytes) {
        return tl::make_unexpected(bytes.error());
    }
    return policy::read_any({policy.name, *bytes}).map([](policy::Envelope&& envelope) {
        return std::make_shared<const policy::Document>(std::move(envelope.document));
    });
}

Endpoint endpoint_of(const Sight& sight, DocumentPointer document) {
    return {sight.version, sight.version, sight.created, std::move(document)};
}

std::string arn_in(const Claims& claims) {
    std::string arn;
    for (const timeline::PolicyClaim& claim : claims.policies) {
        arn = std::max(arn, claim.arn);
    }
    return arn;
}

void write_version(json::Writer& writer, std::string_view key, const std::optional<Sight>& sight) {
    writer.key(key);
    if (sight) {
        writer.string(sight->version);
    } else {
        writer.null();
    }
}

} // namespace

Result<std::vector<Event>> events_since(const store::Store& store,
                                        const std::string& cursor,
                                        const std::string& observer,
                                        Instant baseline) {
    std::vector<Event> events;
    auto read = store::each_change(
        store,
        cursor,
        [&](const PolicyKey&, const Claims& then, const Claims& now) -> Result<void> {
            std::set<Instant> known;
            for (const Observation& look : looks_of(then, observer)) {
                known.insert(look.at);
            }
            for (Event& event : events_of(looks_of(now, observer), baseline)) {
                if (!known.contains(event.seen)) {
                    events.push_back(std::move(event));
                }
            }
            return {};
        });
    if (!read) {
        return tl::make_unexpected(std::move(read.error()));
    }
    std::ranges::sort(events, {}, [](const Event& event) {
        return std::tie(event.seen, event.at, event.policy);
    });
    return events;
}

Result<News> news_of(const store::Store& store, std::string_view subscription, const Event& event) {
    const auto claims = store.claims_of(event.policy);
    if (!claims) {
        return tl::make_unexpected(claims.error());
    }
    DocumentPointer before;
    DocumentPointer after;
    for (const bool older : {true, false}) {
        const auto& sight = older ? event.from : event.to;
        if (sight) {
            auto document = document_in(store, *claims, event.policy, sight->document);
            if (!document) {
                return tl::make_unexpected(std::move(document.error()));
            }
            (older ? before : after) = std::move(*document);
        }
    }
    Endpoint from = event.from ? endpoint_of(*event.from, before) : answers::nothing_beside(*after);
    Endpoint to = event.to ? endpoint_of(*event.to, after) : answers::nothing_beside(*before);
    News news{event, key_of(subscription, event), answers::compare(std::move(from), std::move(to))};
    news.comparison.name = event.policy.name;
    news.comparison.arn = arn_in(*claims);
    return news;
}

bool is_wanted(const News& news, const Subscription& subscription) {
    const diff::Difference& difference = news.comparison.difference;
    const auto names_it = [&](const std::string& glob) {
        return access::matches(glob, news.event.policy.name);
    };
    const auto of_service = [&](const std::string& service) {
        return answers::touches(difference, service);
    };
    const auto means_it = [&](const std::string& level) {
        return access::is_meant_by(level, difference.access.overall);
    };
    const bool by_verdict =
        news.event.from &&
        (news.event.kind == Kind::version || news.event.kind == Kind::rollback ||
         news.event.kind == Kind::reinstated || news.event.kind == Kind::recreated);
    return (subscription.policies.empty() ||
            std::ranges::any_of(subscription.policies, names_it)) &&
           (subscription.services.empty() ||
            std::ranges::any_of(subscription.services, of_service)) &&
           (!by_verdict || std::ranges::any_of(subscription.on, means_it));
}

void write_news_fields(json::Writer& writer, const News& news) {
    const Event& event = news.event;
    writer.key("kind").string(name_of(event.kind)).key("policy").string(event.policy.name);
    write_version(writer, "version", event.to);
    write_version(writer, "previous", event.from);
    writer.key("at").string(format_instant(event.at));
    const access::Access& access = news.comparison.difference.access;
    writer.key("verdict").string(name_of(access.verdict));
    writer.key("denies").string(name_of(access.denies.verdict));
    writer.key("overall").string(name_of(access.overall));
    writer.key("summary").string(headline_of(news));
    writer.key("diff").begin_object();
    output::write_diff_fields(writer, news.comparison);
    writer.end_object();
}

std::string news_json(const News& news, std::string_view subscription) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("polhist.event/1");
    writer.key("key").string(news.key).key("subscription").string(subscription);
    write_news_fields(writer, news);
    writer.end_object();
    return text + '\n';
}

} // namespace polhist::watch
