#include "check_command.hpp"

#include <limits>

#include <weightkin/policy/decision.hpp>
#include <weightkin/report/decision_report.hpp>

#include "fingerprint_access.hpp"
#include "model_access.hpp"
#include "scan_command.hpp"
#include "text_file.hpp"

namespace weightkin::cli {
namespace {

result<policy> read_policy(const std::string& path) {
  const auto text = read_text(path);
  if (!text) return text.error();
  return parse_policy(*text, path);
}

result<licence_table> read_licences(const std::string& path) {
  if (path.empty()) return licence_table{};
  const auto text = read_text(path);
  if (!text) return text.error();
  return parse_licences(*text, path);
}

/// What the card says, and what the model's own file does.
result<model_claims> read_claims(const check_settings& settings) {
  model_claims claims;
  if (!settings.card_path.empty()) {
    const auto text = read_text(settings.card_path);
    if (!text) return text.error();
    auto card = read_card_claims(*text, settings.card_path);
    if (!card) return std::move(card).error();
    claims = std::move(*card);
  }
  const auto print = read_fingerprint(settings.scan.subject);
  if (!print) return print.error();
  if (*print) return claims; // a fingerprint claims nothing
  const auto model = open_model(settings.scan.subject, settings.scan.common);
  if (!model) return model.error();
  return joined_claims(std::move(claims), claims_in_metadata(model->metadata()));
}

exit_code code_of(const decision& made) {
  switch (made.result) {
  case outcome::fail: return exit_code::finding;
  case outcome::review: return exit_code::undetermined;
  default: return made.comparable ? exit_code::finished : exit_code::not_comparable;
  }
}

} // namespace

exit_code run_check(const check_settings& settings) {
  const auto rules = read_policy(settings.policy_path);
  if (!rules) return complain(rules.error());
  const auto known = read_licences(settings.licences_path);
  if (!known) return complain(known.error());
  const auto claims = read_claims(settings);
  if (!claims) return complain(claims.error());
  scan_settings all = settings.scan;
  all.confirm = std::numeric_limits<std::size_t>::max(); // a policy skips nobody
  const auto answer = scan_references(all);
  if (!answer) return complain(answer.error());
  const decision made = decide(*rules, *answer, *known, *claims);
  text_options how;
  how.colour = wants_colour(settings.scan.common);
  const auto delivered =
      deliver(settings.scan.common.json ? decision_to_json(made) : decision_to_text(made, how),
              settings.scan.common);
  return delivered ? code_of(made) : complain(delivered.error());
}

} // namespace weightkin::cli
