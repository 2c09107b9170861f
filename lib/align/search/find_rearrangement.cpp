#include "align/search/find_rearrangement.hpp"

namespace weightkin::detail {

result<rearrangement> find_rearrangement(const model_ref&, const model_ref&,
                                         std::span<const component_pair>, bool,
                                         const search_options&) {
  return rearrangement{};
}

} // namespace weightkin::detail
