#include "baseline.hpp"

namespace weightkin::evaluation {

const std::vector<baseline>& all_baselines() {
  // GhostSpec's distance is never this large: normalised values differ by at most one.
  static const std::vector<baseline> all{
      {"cosine", "cosine over all tensors of equal name and shape (PCS)", 0, true, cosine_score},
      {"HuRef", "mean correlation of six invariant maps (ICS / 100)", 0, false, huref_score},
      {"sigma curves", "mean correlation of standard deviations by layer (PDF)", 0, false,
       sigma_score},
      {"GhostSpec", "minus the mean distance along POSA's path (mse variant)", -1, false,
       ghostspec_score},
      {"AWM", "mean unbiased CKA of Wq and Wk after matching dimensions", 0, false, awm_score},
      {"MDIR", "-log10 p of the trace statistic", 0, false, mdir_score},
      {"phi_U", "-log10 p, Fisher over layers", 0, true, phi_u_score},
  };
  return all;
}

} // namespace weightkin::evaluation
