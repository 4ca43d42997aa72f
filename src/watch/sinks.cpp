#include "watch/sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::watch {
namespace {

struct Row {
    std::string_view kind;
    std::string_view rest; // what stands behind the colon; empty where nothing may
    Result<std::unique_ptr<Sink>> (*make)(const SinkOptions&);
};

constexpr std::array<Row, 6> rows{{
    {"stdout", "", make_stdout_sink},
    {"file", "PATH", make_file_sink},
    {"mail", "ADDRESS", make_mail_sink},
    {"webhook", "URL", make_webhook_sink},
    {"slack", "URL", make_slack_sink},
    {"exec", "COMMAND", make_exec_sink},
}};

std::string forms() {
    std::string text;
    for (const Row& row : rows) {
        text += fmt::format(
            "{}{}{}{}", text.empty() ? "" : ", ", row.kind, row.rest.empty() ? "" : ":", row.rest);
    }
    return text;
}

} // namespace

Result<std::unique_ptr<Sink>> make_sink(const std::string& spec, bool allow_private) {
    const std::size_t colon = spec.find(':');
    const std::string_view kind = std::string_view(spec).substr(0, colon);
    const auto row = std::ranges::find(rows, kind, &Row::kind);
    if (row == rows.end()) {
        return failure(fmt::format("`{}` is no sink; write one of {}", kind, forms()));
    }
    SinkOptions options{colon == std::string::npos ? std::string() : spec.substr(colon + 1),
                        allow_private};
    if (options.rest.empty() != row->rest.empty()) {
        return failure(row->rest.empty()
                           ? fmt::format("`{}` takes nothing behind it", kind)
                           : fmt::format("`{0}` says not where; write {0}:{1}", kind, row->rest));
    }
    return row->make(options);
}

} // namespace polhist::watch
