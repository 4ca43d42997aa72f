#include "index/pages.h"

#include "core/deflate.h"
#include "index/bytes.h"
#include "index/layout.h"

namespace polhist::index {
namespace {

using timeline::DocumentedProse;
using timeline::DocumentedService;
using timeline::DocumentedUpdate;

// About whom, and on which page.
template <typename Claim>
void encode_subject(Encoder& to, const Claim& claim) {
    to.text(claim.source.page).text(claim.source.newest);
    to.text(claim.policy.scope).text(claim.policy.name);
}

template <typename Claim>
Claim subject_in(Decoder& from) {
    Claim claim;
    claim.source.page = from.text();
    claim.source.newest = from.text();
    claim.policy.scope = from.text();
    claim.policy.name = from.text();
    return claim;
}

DocumentedUpdate update_in(Decoder& from) {
    auto update = subject_in<DocumentedUpdate>(from);
    update.date = from.text();
    update.change = from.text();
    update.description = from.text();
    update.repetition = from.number();
    return update;
}

DocumentedService service_in(Decoder& from) {
    DocumentedService service;
    service.service = from.text();
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        service.text.emplace_back(from.text());
    }
    return service;
}

DocumentedProse prose_in(Decoder& from) {
    auto prose = subject_in<DocumentedProse>(from);
    prose.summary = from.text();
    prose.introduction = from.text();
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        prose.services.push_back(service_in(from));
    }
    return prose;
}

} // namespace

std::string encoded_pages(const timeline::Claims& claims) {
    Encoder to;
    to.number(claims.updates.size());
    for (const DocumentedUpdate& update : claims.updates) {
        encode_subject(to, update);
        to.text(update.date).text(update.change).text(update.description);
        to.number(update.repetition);
    }
    to.number(claims.prose.size());
    for (const DocumentedProse& prose : claims.prose) {
        encode_subject(to, prose);
        to.text(prose.summary).text(prose.introduction).number(prose.services.size());
        for (const DocumentedService& service : prose.services) {
            to.text(service.service).number(service.text.size());
            for (const std::string& paragraph : service.text) {
                to.text(paragraph);
            }
        }
    }
    std::string packed;
    append_deflated(packed, to.bytes());
    return packed;
}

std::optional<timeline::Claims> decoded_pages(std::string_view bytes) {
    const auto texts = inflated(bytes, most_inflated(bytes.size()), 4 * bytes.size());
    if (!texts) {
        return std::nullopt;
    }
    Decoder from(*texts);
    timeline::Claims claims;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        claims.updates.push_back(update_in(from));
    }
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        claims.prose.push_back(prose_in(from));
    }
    return from.done() ? std::optional(std::move(claims)) : std::nullopt;
}

} // namespace polhist::index
