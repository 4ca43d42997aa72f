#include "output/principals.h"

#include "core/printable.h"
#include "json/writer.h"
#include "output/horizon.h"
#include "output/phrase.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::output {
namespace {

using answers::ListedPrincipal;
using answers::PrincipalListing;
using json::Writer;
using timeline::PrincipalObservation;

void write_list(Writer& writer, std::string_view key, const std::vector<std::string>& texts) {
    writer.key(key).begin_array();
    for (const std::string& text : texts) {
        writer.string(text);
    }
    writer.end_array();
}

// All that a principal has, in words: `attached AdministratorAccess; in group writers`.
std::string possessions(const PrincipalObservation& facts, Quote quote) {
    std::vector<std::string> parts;
    const auto add = [&](std::string_view words, const std::vector<std::string>& names) {
        if (!names.empty()) {
            std::vector<std::string> quoted;
            for (const std::string& name : names) {
                quoted.push_back(quote(name.substr(name.rfind('/') + 1)));
            }
            parts.push_back(fmt::format("{} {}", words, joined(quoted, 0)));
        }
    };
    add("attached", facts.attached);
    add("inline", facts.inlined);
    add(facts.groups.size() == 1 ? "in group" : "in groups", facts.groups);
    if (!facts.boundary.empty()) {
        add("within", {facts.boundary});
    }
    return parts.empty() ? std::string("nothing") : fmt::format("{}", fmt::join(parts, "; "));
}

std::string until_words(const ListedPrincipal& principal) {
    return principal.span.until ? "gone by " + format_date(*principal.span.until) : std::string();
}

} // namespace

std::string principals_json(const PrincipalListing& listing) {
    std::string out;
    Writer writer(out);
    writer.begin_object().key("schema").string("polhist.principals/1");
    writer.key("principals").begin_array();
    for (const ListedPrincipal& principal : listing.principals) {
        const PrincipalObservation& facts = *principal.facts;
        writer.begin_object();
        writer.key("arn").string(facts.arn);
        writer.key("kind").string(kind_of(facts.principal));
        writer.key("account").string(facts.principal.account);
        write_list(writer, "attached", facts.attached);
        write_list(writer, "inline", facts.inlined);
        write_list(writer, "groups", facts.groups);
        writer.key("boundary");
        if (facts.boundary.empty()) {
            writer.null();
        } else {
            writer.string(facts.boundary);
        }
        writer.key("first").string(format_instant(principal.span.first));
        writer.key("until");
        if (principal.span.until) {
            writer.string(format_instant(*principal.span.until));
        } else {
            writer.null();
        }
        writer.end_object();
    }
    writer.end_array();
    write_list(writer, "unknown", listing.unknown);
    write_horizon(writer, listing.horizon);
    writer.end_object();
    return out + '\n';
}

std::string principals_text(const PrincipalListing& listing, const Style& style) {
    std::string out;
    std::string account;
    for (const ListedPrincipal& principal : listing.principals) {
        const PrincipalObservation& facts = *principal.facts;
        if (facts.principal.account != account) {
            account = facts.principal.account;
            out += style.bold(fmt::format("Account {}", visible(account))) + '\n';
        }
        std::string line = fmt::format("{}: {}; seen since {}",
                                       visible(facts.principal.name),
                                       possessions(facts, plain),
                                       format_date(principal.span.first));
        if (principal.span.until) {
            line += "; " + until_words(principal);
        }
        out += wrapped(line, 2, style.width, 2);
    }
    return out + horizon_text(listing.horizon);
}

std::string principals_markdown(const PrincipalListing& listing) {
    const auto cell = [](std::string text) {
        for (std::size_t at = text.find('|'); at != std::string::npos;
             at = text.find('|', at + 2)) {
            text.insert(at, "\\");
        }
        return text;
    };
    std::string out = "| Account | Principal | Has | Seen since | |\n"
                      "| --- | --- | --- | --- | --- |\n";
    for (const ListedPrincipal& principal : listing.principals) {
        const PrincipalObservation& facts = *principal.facts;
        out += fmt::format("| {} | {} | {} | {} | {} |\n",
                           cell(code(facts.principal.account)),
                           cell(code(facts.principal.name)),
                           cell(possessions(facts, code)),
                           format_date(principal.span.first),
                           until_words(principal));
    }
    return out + horizon_markdown(listing.horizon);
}

} // namespace polhist::output
