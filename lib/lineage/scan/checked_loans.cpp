#include "lineage/scan/checked_loans.hpp"

#include <algorithm>
#include <utility>

#include <weightkin/fingerprint/fingerprint_builder.hpp>

namespace weightkin {
namespace {

bool same_shapes(std::span<const tensor_view> tensors, const fingerprint& print) {
  return std::equal(tensors.begin(), tensors.end(), print.tensors.begin(), print.tensors.end(),
                    [](const tensor_view& view, const tensor_print& kept) {
                      return view.type == kept.type &&
                             std::equal(view.shape.begin(), view.shape.end(), kept.shape.begin(),
                                        kept.shape.end());
                    });
}

bool same_values(const tensor_print& own, const tensor_print& kept) {
  return own.checksum == kept.checksum && (!kept.value || own.value == kept.value);
}

} // namespace

result<bool> are_weights_of(const fingerprint& print, std::span<const tensor_view> tensors,
                            unsigned threads, const progress_callback& on_progress) {
  if (!same_shapes(tensors, print)) return false;
  fingerprint_options how;
  how.seed = print.seed;
  how.digests = std::any_of(print.tensors.begin(), print.tensors.end(),
                            [](const tensor_print& each) { return each.value.has_value(); });
  how.anchors = false;
  how.threads = threads;
  how.on_progress = on_progress;
  const auto own = fingerprint_views(tensors, how);
  if (!own) return own.error();
  return std::equal(own->tensors.begin(), own->tensors.end(), print.tensors.begin(),
                    print.tensors.end(), same_values);
}

result<lent_weights> checked_loans::borrow(std::size_t model,
                                           const progress_callback& on_progress) {
  if (!lend_ || known_[model] == state::wrong) return lent_weights{};
  auto loan = lend_(model);
  if (!loan) return std::move(loan).error();
  if (!*loan) return lent_weights{};
  if (known_[model] == state::unseen) {
    const auto own = are_weights_of(prints_[model], (*loan)->tensors, threads_, on_progress);
    if (!own) return own.error();
    known_[model] = *own ? state::right : state::wrong;
  }
  if (known_[model] == state::wrong) return lent_weights{};
  return std::move(**loan);
}

std::vector<std::string> checked_loans::limits() const {
  std::vector<std::string> out;
  for (std::size_t model = 0; model < known_.size(); ++model)
    if (known_[model] == state::wrong)
      out.push_back("the weights at hand for " + prints_[model].name +
                    " are not those of its fingerprint, so the fingerprint was compared");
  return out;
}

} // namespace weightkin
