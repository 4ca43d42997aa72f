// Any bytes as a file `claims` of a store: refused with a message, or read to claims that are
// written and read again as what they are, in the folder of whose they are.

#include "store/lines.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace polhist;

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

// The texts that claims are written as, by their folders.
std::map<std::string, std::string> written(const timeline::Claims& claims) {
    std::map<std::string, std::string> texts;
    for (const auto& [path, folder] : store::folders_of(claims)) {
        texts[path] = store::text_of(folder.subject, folder.lines);
    }
    return texts;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    timeline::Claims claims;
    const auto subject = store::read_claims("fuzz", text, claims);
    if (!subject) {
        require(!subject.error().message.empty());
        return 0;
    }
    // A file without claims is no file of a folder.
    const auto texts = written(claims);
    require(texts.size() <= 1);
    for (const auto& [path, once] : texts) {
        require(path == subject->folder);
        timeline::Claims again;
        const auto reread = store::read_claims("again", once, again);
        require(reread.has_value() && reread->folder == path);
        require(written(again) == texts);
    }
    return 0;
}
