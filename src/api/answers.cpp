#include "api/internals.h"

namespace polhist::api {
namespace {

LayerKind layer_kind_of(policy::LayerKind kind) {
    switch (kind) {
    case policy::LayerKind::identity:
        return LayerKind::identity;
    case policy::LayerKind::boundary:
        return LayerKind::boundary;
    case policy::LayerKind::session:
        return LayerKind::session;
    case policy::LayerKind::scp:
        return LayerKind::scp;
    case policy::LayerKind::rcp:
        return LayerKind::rcp;
    case policy::LayerKind::resource:
        break;
    }
    return LayerKind::resource;
}

Verdict verdict_of(access::Verdict verdict) {
    switch (verdict) {
    case access::Verdict::equivalent:
        return Verdict::equivalent;
    case access::Verdict::broader:
        return Verdict::broader;
    case access::Verdict::narrower:
        return Verdict::narrower;
    case access::Verdict::mixed:
        return Verdict::mixed;
    case access::Verdict::undecided:
        break;
    }
    return Verdict::undecided;
}

DenialVerdict verdict_of(access::DenialVerdict verdict) {
    switch (verdict) {
    case access::DenialVerdict::same:
        return DenialVerdict::same;
    case access::DenialVerdict::more:
        return DenialVerdict::more;
    case access::DenialVerdict::less:
        return DenialVerdict::less;
    case access::DenialVerdict::mixed:
        return DenialVerdict::mixed;
    case access::DenialVerdict::undecided:
        break;
    }
    return DenialVerdict::undecided;
}

std::vector<Witness> witnesses_of(const std::vector<access::Witness>& witnesses,
                                  const References& references) {
    std::vector<Witness> found;
    found.reserve(witnesses.size());
    for (const access::Witness& witness : witnesses) {
        found.push_back({references.to(*witness.statement),
                         request_of(witness.request),
                         references.to(witness.because),
                         references.layer(witness.lacking),
                         witness.absent,
                         via_of(witness.via),
                         witness.note});
    }
    return found;
}

std::vector<Doubt> doubts_of(const std::vector<access::Doubt>& doubts,
                             const References& references) {
    std::vector<Doubt> found;
    found.reserve(doubts.size());
    for (const access::Doubt& doubt : doubts) {
        found.push_back(
            {side_of(doubt.side),
             references.to(*doubt.statement),
             doubt.reason,
             doubt.direction ? std::optional(side_of(*doubt.direction)) : std::nullopt});
    }
    return found;
}

} // namespace

Side side_of(access::Side side) {
    return side == access::Side::before ? Side::before : Side::after;
}

Via via_of(access::Via via) {
    switch (via) {
    case access::Via::nothing:
        return Via::nothing;
    case access::Via::star_crosses_colon:
        return Via::star_crosses_colon;
    case access::Via::account_not_listed:
        return Via::account_not_listed;
    case access::Via::impossible_request:
        break;
    }
    return Via::impossible_request;
}

access::Request request_of(const Request& request) {
    access::Request made{request.action, request.resource, request.context, std::nullopt};
    if (request.principal) {
        made.principal = policy::Principal{request.principal->kind, request.principal->value};
    }
    return made;
}

Request request_of(const access::Request& request) {
    Request made{request.action, request.resource, request.context, std::nullopt};
    if (request.principal) {
        made.principal = Principal{request.principal->kind, request.principal->value};
    }
    return made;
}

StatementReference reference_of(const access::Origin& origin, const policy::Statement& statement) {
    return {std::nullopt,
            Through{{layer_kind_of(origin.layer), origin.level}, origin.document, origin.statement},
            statement.sid};
}

StatementReference References::to(const policy::Statement& statement) const {
    if (sets_ == nullptr) {
        return {statement.index, std::nullopt, statement.sid};
    }
    const auto origin = sets_->origin_of(statement);
    return origin ? reference_of(*origin, statement) : StatementReference{};
}

std::optional<StatementReference> References::to(const policy::Statement* statement) const {
    return statement == nullptr ? std::nullopt : std::optional(to(*statement));
}

std::optional<Layer> References::layer(std::optional<std::size_t> bit) const {
    const auto layer = sets_ != nullptr && bit ? sets_->layer(*bit) : std::nullopt;
    return layer ? std::optional(Layer{layer_kind_of(layer->kind), layer->level}) : std::nullopt;
}

Comparison comparison_of(const access::Access& access, const References& references) {
    return {verdict_of(access.verdict),
            verdict_of(access.overall),
            witnesses_of(access.gained, references),
            witnesses_of(access.lost, references),
            doubts_of(access.doubts, references),
            Denials{verdict_of(access.denies.verdict),
                    witnesses_of(access.denies.more, references),
                    witnesses_of(access.denies.less, references),
                    doubts_of(access.denies.doubts, references)}};
}

} // namespace polhist::api
