#include "fuzz/reader/exercise_beside.hpp"
#include "support/dcp_writer.hpp"

/// The input as each file of a checkpoint of several parts, the others being sound: the description
/// and a data file of PyTorch's, a rank's file of DeepSpeed's and Megatron's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  static const test::dcp_writer writer = [] {
    test::dcp_writer out;
    out.tensor("t", {2, 3}).piece({"t", {0, 0}, {2, 1}, {1, 2}, "__0_0.distcp"});
    out.piece({"t", {0, 1}, {2, 2}, {3, 4, 5, 6}, "__0_0.distcp"});
    return out;
  }();
  const auto input = std::as_bytes(std::span(data, size));
  const std::vector<std::byte> bytes(input.begin(), input.end());
  fuzz::open_beside(input, ".metadata", writer.files(false));
  fuzz::open_beside(input, "__0_0.distcp", writer.files(true));

  const auto latest = test::bytes_of_text("s");
  fuzz::open_beside(latest, "latest",
                    {{"s/mp_rank_00_model_states.pt", bytes},
                     {"s/zero_pp_rank_0_mp_rank_00_optim_states.pt", bytes}});
  const auto tracker = test::bytes_of_text("8");
  fuzz::open_beside(tracker, "latest_checkpointed_iteration.txt",
                    {{"iter_0000008/mp_rank_00/model_optim_rng.pt", bytes},
                     {"iter_0000008/mp_rank_01/model_optim_rng.pt", bytes}});
  fuzz::open_beside(input, "latest", {{"s/mp_rank_00_model_states.pt", {}}});
  return 0;
}
