#include "ledger/claims.h"

#include "access/glob.h"
#include "core/spelling.h"
#include "ledger/mention.h"
#include "ledger/service.h"
#include "ledger/wording.h"
#include "policy/grant.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace polhist::ledger {
namespace {

using policy::Document;
using policy::Grant;
using Texts = std::vector<std::string_view>;

// The part of an ARN that says whose resource it is, and of what type: `ec2`, `instance`.
struct Owner {
    std::string_view service;
    std::string_view type; // empty where the ARN states none
};

std::optional<Owner> owner_of(std::string_view resource) {
    constexpr int parts_before_resource = 5; // arn:partition:service:region:account:
    std::string_view rest = resource;
    Owner owner;
    for (int part = 0; part < parts_before_resource; ++part) {
        const std::size_t colon = rest.find(':');
        if (colon == std::string_view::npos) {
            return std::nullopt;
        }
        if (part == 2) {
            owner.service = rest.substr(0, colon);
        }
        rest.remove_prefix(colon + 1);
    }
    const std::size_t end = rest.find_first_of("/:");
    owner.type = end == std::string_view::npos ? std::string_view{} : rest.substr(0, end);
    return owner;
}

// Everything a document says by name: resources, condition keys and values, actions.
Texts texts_of(const Document& document) {
    Texts texts = action_patterns(document);
    const auto add = [&](const std::vector<std::string>& values) {
        texts.insert(texts.end(), values.begin(), values.end());
    };
    for (const policy::Statement& statement : document.statements) {
        if (statement.resources) {
            add(statement.resources->values);
        }
        for (const policy::Condition& condition : statement.conditions) {
            texts.emplace_back(condition.key);
            add(condition.values);
        }
    }
    return texts;
}

// Texts, and behind them what stands between their colons and slashes.
Texts with_pieces(const Texts& texts) {
    Texts all = texts;
    for (std::string_view text : texts) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find_first_of(":/"), text.size());
            all.push_back(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    return all;
}

bool requires_tag(std::string_view paragraph) {
    return std::ranges::any_of(phrases_of(paragraph), [](std::string_view phrase) {
        const bool of_tags = std::ranges::any_of(
            words_of(phrase), [](const std::string& word) { return word.starts_with("tag"); });
        return of_tags && phrase.find("required for all") != std::string_view::npos;
    });
}

// Audits the prose of one policy; the findings are collected in `found`.
class ClaimAudit {
public:
    ClaimAudit(const Prose& prose, const Document& document, const Texts& names)
        : prose_(prose),
          document_(document),
          names_(names) {}

    std::vector<Finding> run() {
        check_names();
        if (!prose_.services.empty()) {
            for (const Grant& grant : policy::grants_of(document_)) {
                if (grant.effect() == policy::Effect::allow && grant.action() != nullptr) {
                    check_mention(grant);
                    check_owner(grant);
                    check_tag(grant);
                }
            }
        }
        return std::move(found_);
    }

private:
    void report(FindingKind kind, std::string_view subject, std::string message) {
        found_.push_back({prose_.policy, "", kind, std::string(subject), std::move(message)});
    }

    void check_names() {
        const Texts texts = texts_of(document_);
        const Texts actions = action_patterns(document_);
        for (const std::string_view paragraph : paragraphs_of(prose_)) {
            for (const std::string& term : terms_in(paragraph)) {
                const auto has = [&](std::string_view text) {
                    return text.find(term) != std::string_view::npos;
                };
                if (std::ranges::none_of(texts, has) &&
                    std::ranges::find(names_, term) == names_.end()) {
                    report_absent(term, with_pieces(texts));
                }
            }
            for (const std::string& name : actions_in(paragraph)) {
                const auto says = [&](std::string_view pattern) {
                    return access::matches_action(pattern, name) ||
                           access::matches_action(name, pattern);
                };
                if (std::ranges::none_of(actions, says)) {
                    report_absent(name, actions);
                }
            }
        }
    }

    void report_absent(std::string_view term, const Texts& candidates) {
        const auto meant = nearest(term, candidates);
        report(FindingKind::not_found,
               term,
               meant ? fmt::format("prose says `{}`; the document has `{}`", term, *meant)
                     : fmt::format("prose says `{}`; the document has nothing like it", term));
    }

    void check_mention(const Grant& grant) {
        const std::string& action = *grant.action();
        if (!access::has_wildcard(action) && !mentions_action(prose_, action)) {
            report(FindingKind::unmentioned,
                   action,
                   fmt::format("`{}` is allowed, and prose does not mention it", action));
        }
    }

    // A resource of another service than its action's.
    void check_owner(const Grant& grant) {
        const ServiceProse* section = section_on(prose_, words_of_action(*grant.action()).service);
        const auto owner =
            grant.resource() != nullptr ? owner_of(*grant.resource()) : std::optional<Owner>();
        if (section == nullptr || !owner || access::has_wildcard(owner->service)) {
            return;
        }
        const bool foreign = owner->service != prefix_of(section->service);
        if (foreign && !mentions_resource(*section, owner->service, owner->type)) {
            report(FindingKind::unmentioned,
                   *grant.resource(),
                   fmt::format("`{}` is allowed on `{}`; prose on {} does not speak of {}",
                               *grant.action(),
                               *grant.resource(),
                               section->service,
                               title_of(owner->service)));
        }
    }

    void check_tag(const Grant& grant) {
        const ActionWords action = words_of_action(*grant.action());
        const ServiceProse* section = section_on(prose_, action.service);
        const bool unbound =
            grant.resource() != nullptr && *grant.resource() == "*" && grant.conditions().empty();
        if (section != nullptr && unbound && !is_reading(action.verb) &&
            std::ranges::any_of(section->text, requires_tag)) {
            report(FindingKind::contradiction,
                   *grant.action(),
                   fmt::format("prose on {} says a tag is required for all actions; `{}` is "
                               "allowed on `*` without a condition",
                               section->service,
                               *grant.action()));
        }
    }

    const Prose& prose_;
    const Document& document_;
    const Texts& names_;
    std::vector<Finding> found_;
};

} // namespace

std::vector<Finding> audit_claims(const Prose& prose,
                                  const Document& document,
                                  const std::vector<std::string_view>& names) {
    return ClaimAudit(prose, document, names).run();
}

} // namespace polhist::ledger
