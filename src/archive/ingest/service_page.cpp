#include "core/written_date.h"
#include "ingest/evidence.h"
#include "ingest/page.h"
#include "ingest/page_names.h"
#include "ingest/rejections.h"
#include "policy/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace polhist::ingest {
namespace {

using markup::Block;
using policy::folded;
using timeline::DocumentedProse;
using timeline::DocumentedUpdate;
using timeline::PolicyKey;

// Where the columns of a table of updates stand.
struct Columns {
    std::size_t change;
    std::size_t description;
    std::size_t date;
};

std::optional<Columns> columns_of(const std::vector<std::string>& head) {
    const auto find = [&](std::string_view title) {
        const auto found = std::ranges::find(head, title, folded);
        return static_cast<std::size_t>(found - head.begin());
    };
    const Columns columns{find("change"), find("description"), find("date")};
    const bool whole = std::max({columns.change, columns.description, columns.date}) < head.size();
    return whole ? std::optional(columns) : std::nullopt;
}

void append(std::string& to, std::string_view paragraph) {
    to += to.empty() ? "" : " ";
    to += paragraph;
}

// Reads the sections on policies and the table of updates of one page.
class ServicePage {
public:
    ServicePage(const markup::Page& page, const json::Source& source, const Options& options)
        : page_(page),
          source_(source),
          options_(options),
          rejections_(std::string(source.name)) {}

    Result<Imported> read() {
        for (const Block& block : page_.blocks) {
            switch (block.kind) {
            case Block::Kind::heading:
                heading(block);
                break;
            case Block::Kind::paragraph:
                paragraph(block);
                break;
            case Block::Kind::item:
                item(block);
                break;
            case Block::Kind::code:
                code(block);
                break;
            case Block::Kind::row:
                row(block);
                break;
            }
        }
        if (sections_.empty() && rows_.empty()) {
            return failure(fmt::format("{}: has no section on a policy and no table of updates "
                                       "(Change, Description, Date); no page of policies",
                                       source_.name));
        }
        updates();
        prose();
        imported_.rejected = rejections_.take();
        if (examples_outside_ > 0) {
            imported_.notes.push_back(
                fmt::format("{}: {} examples stand in no section on a policy and were passed over",
                            source_.name,
                            examples_outside_));
        }
        return std::move(imported_);
    }

private:
    // What the paragraphs of a section on a policy are about.
    enum class Part { summary, details, example };

    void reject(const Block& block, std::string path, std::string what) {
        rejections_.add(std::move(path), fmt::format("{}:{}: {}", source_.name, block.line, what));
    }

    void heading(const Block& block) {
        const std::string text = folded(block.text);
        if (std::string name = policy_in_heading(block.text); !name.empty()) {
            sections_.push_back({{}, {options_.scope, std::move(name)}, {}, {}, {}});
            section_level_ = block.level;
            in_section_ = true;
            part_ = Part::summary;
        } else if (text == "permissions details") {
            part_ = Part::details;
        } else if (text.find("polic") != std::string::npos &&
                   text.find("example") != std::string::npos) {
            part_ = Part::example;
        } else if (block.level <= section_level_) {
            in_section_ = false;
        }
        if (title_.empty() || is_beginning_of_title(block)) {
            title_ = block.text;
        }
        updates_columns_.reset();
    }

    // A copied page begins with the title of its window: `TITLE - NAME OF THE GUIDE`.
    [[nodiscard]] bool is_beginning_of_title(const Block& block) const {
        return &block == &page_.blocks.front() + 1 && title_.starts_with(block.text + " - ");
    }

    void paragraph(const Block& block) {
        if (!in_section_) {
            return;
        }
        DocumentedProse& section = sections_.back();
        if (folded(block.text) == "permissions details") { // bold text in place of a heading
            part_ = Part::details;
        } else if (block.level > 0 && !section.services.empty() && part_ != Part::example) {
            section.services.back().text.push_back(block.text);
        } else if (part_ == Part::details) {
            append(section.introduction, block.text);
        } else if (part_ == Part::summary) {
            append(section.summary, block.text);
        }
    }

    void item(const Block& block) {
        if (!in_section_ || part_ == Part::example) {
            return;
        }
        constexpr std::string_view dash = " – ";
        auto& services = sections_.back().services;
        const std::size_t end = block.text.find(dash);
        if (end != std::string::npos && block.level == 1) {
            services.push_back({block.text.substr(0, end), {block.text.substr(end + dash.size())}});
        } else if (!services.empty()) {
            services.back().text.push_back(block.text);
        } else {
            append(sections_.back().introduction, block.text);
        }
    }

    void code(const Block& block) {
        const std::size_t start = block.text.find_first_not_of(" \t\r\n");
        if (start == std::string::npos || block.text[start] != '{') {
            return; // a command, or its output
        }
        if (!in_section_) {
            ++examples_outside_;
            return;
        }
        const PolicyKey& policy = sections_.back().policy;
        const std::string name =
            fmt::format("{}:{}: example of {}", source_.name, block.line, policy.name);
        auto evidence = read_evidence({name, block.text});
        if (evidence) {
            claim_bare(imported_.claims, policy, std::move(*evidence), options_);
        } else {
            rejections_.add(fmt::format("example of {}", policy.name),
                            std::move(evidence.error().message));
        }
    }

    void row(const Block& block) {
        if (block.header || !updates_columns_) {
            if (auto columns = columns_of(block.cells)) {
                updates_columns_ = columns;
                return;
            }
        }
        if (updates_columns_ && !block.header) {
            rows_.push_back({&block, *updates_columns_});
        }
    }

    void updates() {
        std::vector<std::string> known;
        for (const DocumentedProse& section : sections_) {
            known.push_back(section.policy.name);
        }
        for (const auto& [block, columns] : rows_) {
            if (block->cells.size() <=
                std::max({columns.change, columns.description, columns.date})) {
                reject(*block, "table of updates", "a row lacks cells; give it all three");
                continue;
            }
            const std::string& date = block->cells[columns.date];
            auto day = parse_written_day(date);
            if (!day) {
                reject(*block,
                       "table of updates",
                       fmt::format("`{}` is no date; write it as `August 11, 2021`", date));
                continue;
            }
            NamedChange named = change_in_cell(block->cells[columns.change], known);
            if (named.policies.empty()) {
                named.policies.emplace_back();
            }
            for (std::string& policy : named.policies) {
                add_update({{},
                            *day,
                            {policy.empty() ? std::string() : options_.scope, std::move(policy)},
                            named.change,
                            block->cells[columns.description]});
            }
        }
        number_repetitions();
    }

    void add_update(DocumentedUpdate update) {
        newest_ = std::max(newest_, update.date);
        imported_.claims.updates.push_back(std::move(update));
    }

    // Tables grow at their top, so what repeats is numbered from the foot.
    void number_repetitions() {
        std::map<std::pair<std::string, std::string>, std::size_t> seen;
        auto& updates = imported_.claims.updates;
        for (auto update = updates.rbegin(); update != updates.rend(); ++update) {
            update->repetition = seen[{update->date, update->policy.name}]++;
            update->source = {title_, newest_};
        }
    }

    void prose() {
        for (DocumentedProse& section : sections_) {
            section.source = {title_, newest_};
            if (!section.summary.empty() || !section.introduction.empty() ||
                !section.services.empty()) {
                imported_.claims.prose.push_back(std::move(section));
            }
        }
    }

    const markup::Page& page_;
    const json::Source& source_;
    const Options& options_;
    Imported imported_;
    Rejections rejections_;
    std::string title_;
    std::string newest_;
    std::vector<DocumentedProse> sections_;
    std::vector<std::pair<const Block*, Columns>> rows_;
    std::optional<Columns> updates_columns_;
    std::size_t section_level_ = 0;
    std::size_t examples_outside_ = 0;
    Part part_ = Part::summary;
    bool in_section_ = false;
};

} // namespace

Result<Imported>
read_service_page(const markup::Page& page, const json::Source& source, const Options& options) {
    return ServicePage(page, source, options).read();
}

} // namespace polhist::ingest
