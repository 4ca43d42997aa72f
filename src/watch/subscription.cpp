#include "watch/subscription.h"

#include "core/digest.h"
#include "core/printable.h"
#include "json/tree.h"
#include "json/writer.h"
#include "net/http.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace polhist::watch {
namespace {

using json::Value;

constexpr std::string_view schema = "polhist.subscription/1";

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Reads the members of an object, which must be there unless `if_any`; keeps the first error.
class Members {
public:
    explicit Members(const Value& object) : object_(object) {}

    std::string text(std::string_view key) {
        const auto value = member(key, json::Kind::string);
        return value ? std::string(value->text()) : std::string();
    }

    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> all;
        if (const auto value = member(key, json::Kind::array)) {
            for (const Value item : value->items()) {
                all.emplace_back(item.text());
            }
        }
        return all;
    }

    bool truth(std::string_view key) {
        const auto value = member(key, json::Kind::boolean);
        return value && value->text() == "true";
    }

    std::string text_if_any(std::string_view key) {
        return object_.find(key) ? text(key) : std::string();
    }

    std::optional<std::chrono::milliseconds> pace_if_any(std::string_view key) {
        if (!object_.find(key)) {
            return std::nullopt;
        }
        unsigned count = 0;
        if (const auto value = member(key, json::Kind::number)) {
            const std::string_view digits = value->text();
            std::from_chars(digits.data(), digits.data() + digits.size(), count);
        }
        return std::chrono::milliseconds(count);
    }

    [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }

private:
    std::optional<Value> member(std::string_view key, json::Kind kind) {
        const auto value = object_.find(key);
        if (value && value->kind() == kind) {
            return value;
        }
        if (!trouble_) {
            trouble_ = json::error_at(value.value_or(object_),
                                      fmt::format("`{}` must be {}", key, json::name_of(kind)));
        }
        return std::nullopt;
    }

    Value object_;
    std::optional<Error> trouble_;
};

} // namespace

std::string Subscription::observer() const {
    return fmt::format("subscription/{}/{}", name, id);
}

bool is_subscription_name(std::string_view name) {
    constexpr std::size_t longest = 64;
    return !name.empty() && name.size() <= longest && is_word(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_word(c) || c == '-' || c == '_'; });
}

std::string sink_id(std::string_view sink) {
    constexpr std::size_t digits = 12;
    return fmt::format("{}-{}", sink.substr(0, sink.find(':')), sha256(sink).substr(0, digits));
}

std::string redacted_spec(std::string_view spec) {
    const std::size_t colon = std::min(spec.find(':'), spec.size());
    const std::string_view kind = spec.substr(0, colon);
    const std::string_view rest = spec.substr(std::min(colon + 1, spec.size()));
    if (kind == "https" && rest.starts_with("//")) {
        return net::redacted(spec);
    }
    if (rest.find("://") != std::string_view::npos && kind != "exec") {
        return fmt::format("{}:{}", kind, net::redacted(rest));
    }
    if (kind == "exec") {
        const std::string_view word = rest.substr(0, rest.find_first_of(" \t\n"));
        return visible(fmt::format("exec:{}{}", word, word == rest ? "" : " …"));
    }
    return visible(spec);
}

std::string subscription_json(const Subscription& subscription) {
    std::string text;
    constexpr std::size_t indent = 2;
    json::Writer writer(text, indent);
    writer.begin_object().key("schema").string(schema);
    writer.key("name").string(subscription.name).key("id").string(subscription.id);
    writer.key("source").string(subscription.source);
    writer.key("scope").string(subscription.scope);
    writer.key("schedule").string(subscription.schedule);
    writer.key("notify").strings(subscription.sinks);
    writer.key("policy").strings(subscription.policies);
    writer.key("service").strings(subscription.services);
    writer.key("on").strings(subscription.on);
    writer.key("allow_private").boolean(subscription.allow_private);
    if (!subscription.base_url.empty()) {
        writer.key("base_url").string(subscription.base_url);
    }
    if (subscription.pace) {
        writer.key("pace").number(static_cast<std::uint64_t>(subscription.pace->count()));
    }
    writer.key("created").string(format_instant(subscription.created)).end_object();
    return text + '\n';
}

Result<Subscription> parse_subscription(const json::Source& source) {
    const auto tree = json::Tree::parse(source);
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    Members members(tree->root());
    if (members.text("schema") != schema) {
        return tl::make_unexpected(
            json::error_at(tree->root(), "is no subscription that this polhist knows"));
    }
    Subscription read;
    read.name = members.text("name");
    read.id = members.text("id");
    read.source = members.text("source");
    read.scope = members.text("scope");
    read.schedule = members.text("schedule");
    read.sinks = members.texts("notify");
    read.policies = members.texts("policy");
    read.services = members.texts("service");
    read.on = members.texts("on");
    read.allow_private = members.truth("allow_private");
    read.base_url = members.text_if_any("base_url");
    read.pace = members.pace_if_any("pace");
    const auto created = parse_instant(members.text("created"));
    if (members.trouble()) {
        return tl::make_unexpected(*members.trouble());
    }
    if (!created) {
        return tl::make_unexpected(json::error_at(tree->root(), "`created` is no instant"));
    }
    read.created = *created;
    return read;
}

} // namespace polhist::watch
