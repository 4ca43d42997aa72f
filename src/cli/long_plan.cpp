#include "cli/long_plan.h"

#include "cli/document.h"
#include "core/descriptor.h"
#include "json/parts.h"
#include "json/tree.h"
#include "plans/kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace polhist::cli {
namespace {

constexpr std::size_t short_plan = std::size_t{16} << 20U;
constexpr std::size_t longest_plan = std::size_t{512} << 20U;
constexpr std::size_t most_access = std::size_t{64} << 20U; // bytes of changes of access
constexpr std::size_t block = std::size_t{256} << 10U;

Result<void> read_up_to(std::size_t size, InputBlocks& blocks, std::string& text) {
    while (text.size() <= size) {
        const std::size_t before = text.size();
        text.resize(before + block);
        const auto count = blocks.read(text.data() + before, block);
        if (!count) {
            return tl::make_unexpected(count.error());
        }
        text.resize(before + *count);
        if (*count == 0) {
            break;
        }
    }
    return {};
}

Error too_long(const std::string& name) {
    return {fmt::format("{}: is over {} MiB; leave out the sections that are not read: `jq "
                        "'del(.prior_state, .planned_values)'`",
                        name,
                        longest_plan >> 20U)};
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool rewind_stdin() {
    return lseek(STDIN_FILENO, 0, SEEK_SET) == 0;
}

// A file without a name.
Descriptor temporary_file() {
    const char* folder = std::getenv("TMPDIR"); // NOLINT(concurrency-mt-unsafe)
    std::string path = folder != nullptr && *folder != '\0' ? folder : "/tmp";
    path += "/polhist-XXXXXX";
    Descriptor file(mkostemp(path.data(), O_CLOEXEC));
    if (file.number() >= 0) {
        unlink(path.c_str());
    }
    return file;
}

// Copies what is left of standard input behind `text` into a file without a name, which takes its
// place.
Result<void> keep_stdin(std::string text, InputBlocks& rest) {
    const auto failed = [] {
        return failure("stdin: a plan that long is kept in a temporary file, which cannot be "
                       "written; write the plan to a file and name it");
    };
    const Descriptor file = temporary_file();
    std::size_t size = 0;
    while (!text.empty()) {
        size += text.size();
        if (size > longest_plan) {
            return tl::make_unexpected(too_long("stdin"));
        }
        if (file.number() < 0 || !write_all(file.number(), text)) {
            return failed();
        }
        text.resize(block);
        const auto count = rest.read(text.data(), block);
        if (!count) {
            return tl::make_unexpected(count.error());
        }
        text.resize(*count);
    }
    return dup2(file.number(), STDIN_FILENO) < 0 || !rewind_stdin() ? failed() : Result<void>{};
}

// The text in blocks: what was read already, then the rest.
class Reading {
public:
    Reading(PlanText& text, const std::string& name) : text_(text), name_(name) {}

    Result<std::size_t> read(char* into, std::size_t size) {
        if (at_ < text_.text.size()) {
            const std::size_t count = text_.text.copy(into, size, at_);
            at_ += count;
            if (at_ == text_.text.size()) {
                std::string().swap(text_.text);
                total_ += at_;
                at_ = 0;
            }
            return count;
        }
        auto count = text_.rest->read(into, size);
        total_ += count.value_or(0);
        if (total_ > longest_plan) {
            return tl::make_unexpected(too_long(name_));
        }
        return count;
    }

private:
    PlanText& text_;
    const std::string& name_;
    std::size_t at_ = 0;
    std::size_t total_ = 0;
};

// What is no plan is named, if it is of a known kind.
Error named(const std::string& name, std::string_view start, Error error) {
    const auto kind = plans::foreign_kind(start);
    return kind ? Error{fmt::format("{}: {}", name, *kind)} : std::move(error);
}

} // namespace

Result<PlanText> read_plan_text(const std::string& path) {
    auto blocks = InputBlocks::open(path);
    if (!blocks) {
        return tl::make_unexpected(std::move(blocks.error()));
    }
    PlanText plan;
    if (const auto read = read_up_to(short_plan, *blocks, plan.text); !read) {
        return tl::make_unexpected(read.error());
    }
    if (plan.text.size() <= short_plan) {
        if (path == "-") {
            give_back(plan.text);
        }
        return plan;
    }
    if (path == "-") {
        if (auto kept = keep_stdin(std::move(plan.text), *blocks); !kept) {
            return tl::make_unexpected(std::move(kept.error()));
        }
        plan.text.clear();
        if (const auto read = read_up_to(block, *blocks, plan.text); !read) {
            return tl::make_unexpected(read.error());
        }
    }
    plan.rest = std::move(*blocks);
    return plan;
}

Result<plans::TerraformPlan> read_long_plan(PlanText text, const std::string& name) {
    constexpr std::size_t start_size = 4096;
    text.text = plans::without_wrapper(std::move(text.text));
    const std::string start = text.text.substr(0, start_size);
    plans::PlanReader reader;
    std::size_t of_access = 0;
    Reading reading(text, name);
    const auto outline = json::read_parts(
        name,
        [&](char* into, std::size_t size) { return reading.read(into, size); },
        plans::PlanReader::lists,
        [&](const json::Part& part) -> Result<void> {
            const auto tree = json::Tree::parse(part.source);
            if (!tree) {
                return tl::make_unexpected(tree.error());
            }
            const std::size_t before = reader.size();
            auto added = reader.add(part.list, tree->root());
            of_access += reader.size() > before ? part.source.text.size() : 0;
            if (added && of_access > most_access) {
                return failure(fmt::format("{}: changes of access take over {} MiB; plan parts of "
                                           "it (`-target`) and compare each",
                                           name,
                                           most_access >> 20U));
            }
            return added;
        });
    if (name == input_name("-")) {
        rewind_stdin(); // for a program that goes on in the place of this one
    }
    if (!outline) {
        return tl::make_unexpected(named(name, start, outline.error()));
    }
    const auto root = json::Tree::parse({name, *outline});
    if (!root) {
        return tl::make_unexpected(root.error());
    }
    if (const auto kind = plans::foreign_kind(root->root())) {
        return failure(fmt::format("{}: {}", name, *kind));
    }
    if (!plans::is_terraform_plan(root->root())) {
        return failure(fmt::format("{}: {}", name, no_plan));
    }
    return reader.finish(root->root());
}

} // namespace polhist::cli
