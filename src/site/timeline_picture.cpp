#include "site/timeline_picture.h"

#include "output/html.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::site {
namespace {

using output::html;

constexpr double width = 1000;
constexpr double margin = 16;
constexpr double middle = 34;

std::string_view kind_of(const Step& step) {
    return step.verdict ? access::name_of(*step.verdict) : "first";
}

// What allows more stands above the line, what allows less below it.
double height_of(const Step& step) {
    if (!step.verdict || *step.verdict == access::Verdict::equivalent) {
        return middle;
    }
    if (*step.verdict == access::Verdict::broader) {
        return middle - 14;
    }
    return *step.verdict == access::Verdict::narrower ? middle + 14 : middle;
}

std::string year_marks(Instant first, double scale) {
    std::string out;
    const std::string start = format_date(first);
    for (int year = std::stoi(start.substr(0, 4)) + 1; year <= 9999; ++year) {
        const auto day = start_of_day(fmt::format("{:04}-01-01", year));
        const double x =
            margin + static_cast<double>(day->microseconds - first.microseconds) * scale;
        if (x > width - margin) {
            break;
        }
        out += fmt::format("<line class=\"year\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"8\" y2=\"60\"/>"
                           "<text x=\"{0:.1f}\" y=\"74\">{1}</text>\n",
                           x,
                           year);
    }
    return out;
}

} // namespace

std::string timeline_picture(std::span<const Step> steps, std::string_view top) {
    if (steps.size() < 2) {
        return "";
    }
    const Instant first = steps.front().at;
    const auto length =
        std::max<std::int64_t>(1, steps.back().at.microseconds - first.microseconds);
    const double scale = (width - 2 * margin) / static_cast<double>(length);
    std::string out =
        fmt::format("<figure class=\"timeline card\">\n<svg viewBox=\"0 0 {} 80\" role=\"group\" "
                    "aria-label=\"{} states in force, by time\">\n"
                    "<line class=\"axis\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>\n{}",
                    width,
                    steps.size(),
                    margin,
                    width - margin,
                    middle,
                    middle,
                    year_marks(first, scale));
    for (const Step& step : steps) {
        const double x =
            margin + static_cast<double>(step.at.microseconds - first.microseconds) * scale;
        const std::string label =
            html(fmt::format("{} {}: {}",
                             format_date(step.at),
                             step.version,
                             step.verdict ? std::string_view(step.verdict_words) : "first"));
        out += fmt::format("<a href=\"{0}{1}\" aria-label=\"{2}\"><title>{2}</title>"
                           "<circle class=\"{3}\" cx=\"{4:.1f}\" cy=\"{5}\" r=\"5\"/></a>\n",
                           top,
                           step.page,
                           label,
                           kind_of(step),
                           x,
                           height_of(step));
    }
    return out + "</svg>\n<figcaption class=\"facts\">Above the line: broader. Below: narrower. On "
                 "it: the rest.</figcaption>\n</figure>\n";
}

} // namespace polhist::site
