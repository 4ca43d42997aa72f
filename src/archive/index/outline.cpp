#include "index/outline.h"

#include "access/permission.h"
#include "index/bytes.h"
#include "index/statement.h"

#include <algorithm>

namespace polhist::index {
namespace {

using policy::Document;
using policy::Language;
using policy::Statement;

std::string encoded(const Places& places) {
    Encoder to;
    to.number(places.size());
    for (const auto& [frame, runs] : places) {
        to.number(frame).number(runs.size());
        std::size_t at = 0;
        for (const Run& run : runs) {
            to.number(run.first - at).number(run.end - run.first);
            at = run.end;
        }
    }
    return to.bytes();
}

// Nothing where it names frames or versions that there are not.
std::optional<Places> places_in(std::string_view bytes, std::size_t frames, std::size_t versions) {
    Decoder from(bytes);
    Places places;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        std::vector<Run>& runs = places[from.below(frames)];
        std::size_t at = 0;
        for (std::size_t more = from.count(); more > 0 && from.good(); --more) {
            const std::size_t first = at + from.below(versions + 1 - at);
            at = first + from.below(versions + 1 - first);
            runs.push_back({first, at});
        }
    }
    return from.done() ? std::optional(std::move(places)) : std::nullopt;
}

bool is_in(const std::vector<Run>& runs, std::size_t version) {
    const auto behind = std::ranges::upper_bound(runs, version, {}, &Run::first);
    return behind != runs.begin() && version < std::prev(behind)->end;
}

void add_version(std::vector<Run>& runs, std::size_t version) {
    if (!runs.empty() && runs.back().end == version) {
        ++runs.back().end;
    } else {
        runs.push_back({version, version + 1});
    }
}

} // namespace

void OutlineWriter::add(const Document& document) {
    const std::size_t version = versions_.size();
    Encoder to;
    to.number(document.language == Language::v2012 ? 1 : 0);
    to.number(document.language_stated ? 1 : 0);
    to.number(document.statements.size());
    std::map<std::string, std::size_t> seen;
    for (const Statement& statement : document.statements) {
        std::string frame = encoded(statement);
        const std::size_t before = seen[frame]++;
        const auto [at, added] = numbers_.try_emplace({frame, before}, frames_.size());
        if (added) {
            frames_.push_back(std::move(frame));
        }
        to.number(at->second);
        if (!statement.actions.negated) {
            for (const std::string& action : statement.actions.values) {
                add_version(patterns_[action][at->second], version);
            }
        }
    }
    versions_.push_back(to.bytes());
}

std::string OutlineWriter::bytes() const {
    std::vector<const std::string*> sorted;
    for (const auto& [pattern, places] : patterns_) {
        sorted.push_back(&pattern);
    }
    std::ranges::sort(sorted, [](const std::string* left, const std::string* right) {
        const int order = policy::compare_folded(*left, *right);
        return order != 0 ? order < 0 : *left < *right;
    });
    Encoder to;
    for (const auto* parts : {&frames_, &versions_}) {
        to.number(parts->size());
        for (const std::string& part : *parts) {
            to.bare(part);
        }
    }
    Encoder patterns;
    patterns.number(sorted.size());
    for (const std::string* pattern : sorted) {
        patterns.text(*pattern).text(encoded(patterns_.at(*pattern)));
    }
    to.text(patterns.bytes());
    return to.bytes();
}

std::optional<Outline> Outline::in(std::string_view bytes, std::size_t versions) {
    Decoder from(bytes);
    Outline outline;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        outline.frames_.push_back(statement_in(from));
    }
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        Version& version = outline.versions_.emplace_back();
        version.language = from.below(2) != 0 ? Language::v2012 : Language::v2008;
        version.language_stated = from.below(2) != 0;
        for (std::size_t more = from.count(); more > 0 && from.good(); --more) {
            version.frames.push_back(from.below(outline.frames_.size()));
        }
    }
    outline.patterns_ = from.text();
    const bool whole = from.done() && outline.versions_.size() == versions;
    return whole ? std::optional(std::move(outline)) : std::nullopt;
}

std::optional<Outline::Excerpts> Outline::about(std::string_view action) const {
    Excerpts excerpts(*this);
    Decoder from(patterns_);
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        const std::string_view pattern = from.text();
        const std::string_view encoded = from.text();
        if (!access::may_overlap(pattern, action)) {
            continue;
        }
        auto places = places_in(encoded, frames_.size(), versions_.size());
        if (!places) {
            return std::nullopt;
        }
        for (auto& [frame, runs] : *places) {
            excerpts.mentions_[frame].push_back({pattern, std::move(runs)});
        }
    }
    return from.done() ? std::optional(std::move(excerpts)) : std::nullopt;
}

Document Outline::Excerpts::of(std::size_t version) const {
    const Version& described = outline_->versions_[version];
    Document document;
    document.language = described.language;
    document.language_stated = described.language_stated;
    for (std::size_t i = 0; i < described.frames.size(); ++i) {
        const std::size_t number = described.frames[i];
        std::vector<std::string> actions;
        actions.reserve(mentions_[number].size());
        for (const Mention& mention : mentions_[number]) {
            if (is_in(mention.runs, version)) {
                actions.emplace_back(mention.pattern);
            }
        }
        const Statement& frame = outline_->frames_[number];
        if (!frame.actions.negated && actions.empty()) {
            continue;
        }
        Statement& statement = document.statements.emplace_back(frame);
        statement.index = i;
        if (!frame.actions.negated) {
            statement.actions.values = std::move(actions);
        }
    }
    return document;
}

} // namespace polhist::index
