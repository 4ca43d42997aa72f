#include "core/printable.h"
#include "drift/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::drift {
namespace {

struct Row {
    std::string_view kind;
    std::string_view rest; // what stands behind the colon
    bool path = false;     // it may be a path
    Result<std::unique_ptr<Source>> (*make)(const std::string&);
};

constexpr std::array<Row, 6> rows{{
    {"file", "PATH", true, make_file_source},
    {"dir", "PATH", true, make_dir_source},
    {"git", "URL", true, make_git_source},
    {"docs", "PATH-or-URL", true, make_docs_source},
    {"https", "//HOST/PATH", false, make_https_source},
    {"exec", "COMMAND", false, make_exec_source},
}};

std::string forms() {
    std::string text;
    for (const Row& row : rows) {
        text += fmt::format("{}{}:{}", text.empty() ? "" : ", ", row.kind, row.rest);
    }
    return text;
}

const Row* row_of(std::string_view kind) {
    const auto row = std::ranges::find(rows, kind, &Row::kind);
    return row == rows.end() ? nullptr : &*row;
}

} // namespace

Result<std::unique_ptr<Source>> make_source(const std::string& spec) {
    const std::size_t colon = spec.find(':');
    const std::string_view kind = std::string_view(spec).substr(0, colon);
    const Row* row = row_of(kind);
    if (row == nullptr) {
        return failure(fmt::format("`{}` is no source; write one of {}", kind, forms()));
    }
    const std::string rest = colon == std::string::npos ? "" : spec.substr(colon + 1);
    if (rest.empty()) {
        return failure(fmt::format("`{0}` says not where; write {0}:{1}", kind, row->rest));
    }
    return row->make(rest);
}

std::string absolute_source(const std::string& spec, const std::string& folder) {
    const std::size_t colon = spec.find(':');
    if (colon == std::string::npos) {
        return spec;
    }
    const Row* row = row_of(std::string_view(spec).substr(0, colon));
    const std::string rest = spec.substr(colon + 1);
    const bool secret = rest.starts_with("@") && !rest.starts_with("@/");
    if (row == nullptr || rest.empty() || row->kind == "exec") {
        return spec;
    }
    if (secret) {
        return fmt::format("{}:@{}/{}", row->kind, folder, rest.substr(1));
    }
    // `host:path` and `https://…` are no paths here.
    const bool path = row->path && rest.front() != '/' && rest.front() != '@' &&
                      rest.front() != '$' && rest.find(':') == std::string::npos;
    return path ? fmt::format("{}:{}/{}", row->kind, folder, rest) : spec;
}

ingest::Options ingest_options(const FetchOptions& options) {
    ingest::Options read;
    read.scope = options.scope;
    read.at = options.now;
    return read;
}

} // namespace polhist::drift
