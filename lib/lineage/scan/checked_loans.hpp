#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/lent_weights.hpp>

namespace weightkin {

/// Whether these are the tensors that `print` was made of: as many, of the same types and shapes,
/// and equal by every value digest and checksum that the fingerprint has. Checksums alone find
/// mix-ups, not forgeries. Reads the tensors once.
/// \returns `cancelled`, `io`, `no_memory`.
[[nodiscard]] result<bool> are_weights_of(const fingerprint& print,
                                          std::span<const tensor_view> tensors, unsigned threads,
                                          const progress_callback& on_progress);

/// Loans of many models, each checked when it is lent for the first time.
class checked_loans {
public:
  /// Borrows all three.
  checked_loans(const weight_lender& lend, std::span<const fingerprint> prints, unsigned threads)
      : lend_(lend), prints_(prints), threads_(threads), known_(prints.size(), state::unseen) {}

  /// The loan of a model; empty where there is none, or where it is not of this model.
  [[nodiscard]] result<lent_weights> borrow(std::size_t model,
                                            const progress_callback& on_progress);

  /// A sentence for every model that other weights were lent for, in the order of the models.
  [[nodiscard]] std::vector<std::string> limits() const;

private:
  enum class state : std::uint8_t { unseen, right, wrong };

  const weight_lender& lend_;
  std::span<const fingerprint> prints_;
  unsigned threads_;
  std::vector<state> known_;
};

} // namespace weightkin
