// Adapters of other methods than low-rank factors: LoHa, LoKr, IA3, VeRA, OFT, BOFT, FourierFT.
// Their tensors stay as they are, because no product of two factors is the change they make;
// modules are counted, so that nobody takes the parts for weights. Each is counted at one part that
// its method always has.
#include <array>

#include "reader/quantised/fold_schemes.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 10> other_adapter_marks{
    ".hada_w1_a", ".lokr_w1",      ".lokr_w1_a",  ".ia3_l",  ".vera_lambda_b",
    ".oft_r",     ".oft_R.weight", ".oft_blocks", ".boft_R", ".fourierft_spectrum"};

result<bool> count_other_adapter(const fold_request& request) {
  ++request.context.adapters_kept;
  return false;
}

} // namespace

const fold_scheme other_adapter_scheme{"other adapters", other_adapter_marks, count_other_adapter};

} // namespace weightkin
