#include "core/printable.h"
#include "net/http.h"
#include "watch/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::watch {
namespace {

struct Row {
    std::string_view kind;
    std::string_view form;
    bool path = false;  // what stands behind the colon may be a path
    bool alone = false; // nothing need stand there
    Result<std::unique_ptr<Source>> (*make)(const std::string&);
};

constexpr std::array<Row, 8> rows{{
    {"file", "file:PATH", true, false, make_file_source},
    {"dir", "dir:PATH", true, false, make_dir_source},
    {"git", "git:URL", true, false, make_git_source},
    {"docs", "docs:PATH-or-URL", true, false, make_docs_source},
    {"https", "https://HOST/PATH", false, false, make_https_source},
    {"exec", "exec:COMMAND", false, false, make_exec_source},
    {"reference", "reference:[NAME,…]", false, true, make_reference_source},
    {"aws", "aws[:aws|local|account]", false, true, make_aws_source},
}};

std::string forms() {
    std::string text;
    for (const Row& row : rows) {
        text += fmt::format("{}{}", text.empty() ? "" : ", ", row.form);
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
    if (rest.empty() && !row->alone) {
        return failure(fmt::format("`{}` says not where; write {}", kind, row->form));
    }
    return row->make(rest);
}

Result<void>
check_base_url(const std::string& spec, const std::string& base_url, bool allow_private) {
    if (base_url.empty()) {
        return {};
    }
    if (spec.substr(0, spec.find(':')) != "reference") {
        return failure("--base-url is for the source `reference:` only");
    }
    if (base_url.find_first_of("?#") != std::string::npos) {
        return failure("--base-url holds a query or fragment; write https://HOST/FOLDER/");
    }
    auto trouble = net::url_trouble(base_url, allow_private);
    return trouble ? Result<void>(tl::make_unexpected(std::move(*trouble))) : Result<void>();
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

} // namespace polhist::watch
