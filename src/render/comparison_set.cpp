#include "render/comparison_set.h"

#include "core/printable.h"
#include "json/writer.h"
#include "render/json.h"
#include "render/phrase.h"

#include <fmt/format.h>

namespace polhist::render {
namespace {

using answers::Comparison;
using answers::ComparisonSet;
using answers::Uncompared;

// What GitHub takes as a comment.
constexpr std::size_t longest_comment = 65'536;

std::string policies(std::size_t number) {
    return fmt::format("{} polic{}", number, number == 1 ? "y" : "ies");
}

// `2 policies unchanged`; nothing where there is none.
std::string tail_of(const ComparisonSet& set, std::size_t told) {
    if (set.comparisons.empty() && set.uncompared.empty()) {
        return "no policy in it changes\n";
    }
    const std::size_t quiet = set.comparisons.size() - told;
    return quiet == 0 ? "" : fmt::format("{} unchanged\n", policies(quiet));
}

template <typename Use>
std::size_t each_changed(const ComparisonSet& set, Use use) {
    std::size_t told = 0;
    for (const Comparison& comparison : set.comparisons) {
        if (!diff::is_quiet(comparison.difference)) {
            use(comparison);
            ++told;
        }
    }
    return told;
}

} // namespace

std::string set_text(const ComparisonSet& set, const Style& style, const Telling& telling) {
    std::string out;
    const std::size_t told = each_changed(set, [&](const Comparison& comparison) {
        out += out.empty() ? "" : "\n";
        out += telling(comparison);
    });
    out += out.empty() || set.uncompared.empty() ? "" : "\n";
    for (const Uncompared& open : set.uncompared) {
        std::string text = wrapped(
            fmt::format("not compared: {}: {}", visible(open.subject), visible(open.reason)),
            0,
            style.width,
            2);
        text.pop_back();
        out += style.warning(text) + '\n';
    }
    const std::string tail = tail_of(set, told);
    return out + (out.empty() || tail.empty() ? "" : "\n") + tail;
}

std::string set_markdown(const ComparisonSet& set, const Telling& telling) {
    std::string out;
    const std::size_t told = each_changed(set, [&](const Comparison& comparison) {
        out += out.empty() ? "" : "\n";
        out += telling(comparison);
    });
    if (!set.uncompared.empty()) {
        out += fmt::format("{}## Not compared\n\n", out.empty() ? "" : "\n");
        for (const Uncompared& open : set.uncompared) {
            out += fmt::format("- {}: {}\n", code(open.subject), escaped(open.reason));
        }
    }
    const std::string tail = tail_of(set, told);
    return out + (out.empty() || tail.empty() ? "" : "\n") + tail;
}

std::string set_json(const ComparisonSet& set, bool simulated) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().key("schema").string("polhist.diffs/1");
    writer.key("diffs").begin_array();
    for (const Comparison& comparison : set.comparisons) {
        writer.begin_object();
        write_diff_fields(writer, comparison, simulated);
        writer.end_object();
    }
    writer.end_array().key("uncompared").begin_array();
    for (const Uncompared& open : set.uncompared) {
        writer.begin_object();
        writer.key("policy").string(open.subject);
        writer.key("reason").string(open.reason);
        writer.key("unreadable").boolean(open.unreadable);
        writer.end_object();
    }
    writer.end_array().end_object();
    return out + '\n';
}

std::string comment_markdown(std::string_view name, const std::vector<std::string>& tellings) {
    const std::string marker = fmt::format("<!-- polhist:{} -->\n", name);
    for (const std::string& telling : tellings) {
        // The limit is one of characters; bytes are never fewer.
        if (marker.size() + telling.size() <= longest_comment) {
            return marker + telling;
        }
    }
    return marker + "The change is too long for a comment; see the log of the run.\n";
}

} // namespace polhist::render
