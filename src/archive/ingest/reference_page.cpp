#include "core/written_date.h"
#include "ingest/arn.h"
#include "ingest/evidence.h"
#include "ingest/page.h"
#include "policy/document.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace polhist::ingest {
namespace {

using markup::Block;

// The facts that stand as `TITLE: VALUE` on lines of their own, by title in lower case; the first
// of each counts.
using Facts = std::map<std::string, std::string, std::less<>>;

constexpr std::array<std::string_view, 5> titles{
    "type", "creation time", "edited time", "arn", "policy version"};

Facts facts_of(const markup::Page& page) {
    Facts facts;
    for (const Block& block : page.blocks) {
        const std::size_t colon = block.text.find(':');
        if (colon == std::string::npos ||
            (block.kind != Block::Kind::item && block.kind != Block::Kind::paragraph)) {
            continue;
        }
        std::string title = policy::folded(std::string_view(block.text).substr(0, colon));
        if (std::ranges::find(titles, title) != titles.end()) {
            const std::size_t start =
                std::min(block.text.find_first_not_of(' ', colon + 1), block.text.size());
            facts.try_emplace(std::move(title), block.text.substr(start));
        }
    }
    return facts;
}

const Block* find_heading(const markup::Page& page) {
    const auto found = std::ranges::find(page.blocks, Block::Kind::heading, &Block::kind);
    return found == page.blocks.end() ? nullptr : &*found;
}

const Block* find_document(const markup::Page& page) {
    const auto found = std::ranges::find_if(page.blocks, [](const Block& block) {
        const std::size_t start = block.text.find_first_not_of(" \t\r\n");
        return block.kind == Block::Kind::code && start != std::string::npos &&
               block.text[start] == '{';
    });
    return found == page.blocks.end() ? nullptr : &*found;
}

class ReferencePage {
public:
    ReferencePage(const markup::Page& page, const json::Source& source, const Options& options)
        : page_(page),
          source_(source),
          options_(options),
          facts_(facts_of(page)) {}

    Result<Imported> read() {
        const std::string arn = value("arn");
        const auto parsed = parse_arn(arn);
        if (!parsed || parsed->type != "policy") {
            return wrong(fmt::format("`{}` is no ARN of a policy", arn));
        }
        const Block* heading = find_heading(page_);
        if (heading == nullptr || heading->text != parsed->name) {
            return wrong(fmt::format("its ARN is `{}`, but its heading is `{}`",
                                     arn,
                                     heading == nullptr ? std::string() : heading->text));
        }
        const auto created = parse_written_minute(value("creation time"));
        const auto edited = parse_written_minute(value("edited time"));
        if (!created || !edited) {
            return wrong(
                fmt::format("`{}` is no time; it is written as `December 19, 2019, 22:29 UTC`",
                            created ? value("edited time") : value("creation time")));
        }
        const std::string shown = value("policy version");
        const std::string version = shown.substr(0, shown.find(' '));
        if (!policy::is_version_id(version)) {
            return wrong(fmt::format("`{}` is no version id", version));
        }
        timeline::PolicyKey key{parsed->scope, std::string(parsed->name)};
        imported_.claims.policies.push_back({key, arn, *created, timeline::SourceClass::minute});
        return claim({std::move(key), version, {}, *edited, timeline::SourceClass::minute},
                     shown.find("(default)") != std::string::npos);
    }

private:
    [[nodiscard]] std::string value(std::string_view title) const {
        const auto found = facts_.find(title);
        return found == facts_.end() ? std::string() : found->second;
    }

    [[nodiscard]] tl::unexpected<Error> wrong(const std::string& what) const {
        return failure(fmt::format(
            "{}: {}; save the page of the AWS Managed Policy Reference again", source_.name, what));
    }

    Result<Imported> claim(timeline::VersionClaim version, bool is_default) {
        const Block* document = find_document(page_);
        if (document == nullptr) {
            return wrong("shows no JSON document");
        }
        const std::string name = fmt::format("{}:{}: document", source_.name, document->line);
        auto evidence = read_evidence({name, document->text});
        if (!evidence) {
            return tl::make_unexpected(std::move(evidence.error()));
        }
        version.document = std::move(evidence->document);
        if (is_default) {
            imported_.claims.listings.push_back({version.policy, version.version, std::nullopt});
        }
        claim_version(
            imported_.claims, std::move(version), std::move(evidence->bytes), is_default, options_);
        return std::move(imported_);
    }

    const markup::Page& page_;
    const json::Source& source_;
    const Options& options_;
    Facts facts_;
    Imported imported_;
};

} // namespace

bool is_reference(const markup::Page& page) {
    const Facts facts = facts_of(page);
    return facts.contains("policy version") && facts.contains("arn");
}

Result<Imported>
read_reference_page(const markup::Page& page, const json::Source& source, const Options& options) {
    return ReferencePage(page, source, options).read();
}

} // namespace polhist::ingest
