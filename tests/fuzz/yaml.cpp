// Any bytes, read as YAML: refused with a message that names the place, or turned into JSON that
// the reader of JSON takes, each value with a place in the YAML. What AWS wraps around a document
// is searched in it as well.

#include "json/yaml.h"

#include "json/tree.h"
#include "policy/inside.h"

#include <cstdint>
#include <cstdlib>

namespace {

using polhist::json::Source;
using polhist::json::Tree;

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Source source{"fuzz.yaml", text};
    const auto converted = polhist::json::from_yaml(source);
    if (!converted) {
        require(converted.error().message.starts_with("fuzz.yaml:"));
        return 0;
    }
    const auto json = Tree::parse({"fuzz", converted->text});
    require(json.has_value());
    require(json->nodes().size() == converted->offsets.size());
    for (const std::uint32_t offset : converted->offsets) {
        require(offset <= size);
    }
    const auto tree = Tree::parse_any(source);
    if (!tree) {
        return 0; // a pointer of Git LFS is YAML as well
    }
    for (const auto& found : polhist::policy::documents_inside(tree->root())) {
        require(found.text.empty() || Tree::parse({"inside", found.text}).has_value());
    }
    return 0;
}
