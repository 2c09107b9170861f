#include "check_command.hpp"

#include <limits>

#include <weightkin/policy/decision.hpp>
#include <weightkin/report/decision_report.hpp>

#include "fingerprint_access.hpp"
#include "model_access.hpp"
#include "scan_command.hpp"
#include "stored_results.hpp"
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
  if (!settings.results.empty()) return claims; // results do not hold what the file says
  const auto print = read_fingerprint(settings.scan.subject);
  if (!print) return print.error();
  if (*print) return claims; // a fingerprint claims nothing
  const auto model = open_model(settings.scan.subject, settings.scan.common);
  if (!model) return model.error();
  return joined_claims(std::move(claims), claims_in_metadata(model->metadata()));
}

result<decision> decide_by_scan(const policy& rules, const licence_table& known,
                                const model_claims& claims, scan_settings all) {
  all.confirm = std::numeric_limits<std::size_t>::max(); // a policy skips nobody
  const auto scanned = scan_references(all);
  if (!scanned) return scanned.error();
  std::vector<unread_reference> unread;
  for (const passed_over& each : scanned->unread)
    unread.push_back({each.path, each.line});
  return decide(rules, scanned->answer, known, claims, unread);
}

result<decision> decide_by_results(const policy& rules, const licence_table& known,
                                   const model_claims& claims,
                                   const std::vector<std::string>& paths) {
  const auto rulings = read_results(paths);
  if (!rulings) return rulings.error();
  for (std::size_t r = 1; r < rulings->size(); ++r)
    if (!same_subject(rulings->front(), (*rulings)[r]))
      return error{errc::bad_argument,
                   paths[r] + ": is about another subject than " + paths.front()};
  decision made = decide(rules, *rulings, known, claims);
  made.limits.emplace_back("What the subject's own file says of its origin was not read: stored "
                           "results were judged.");
  return made;
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
  const auto made = settings.results.empty()
                        ? decide_by_scan(*rules, *known, *claims, settings.scan)
                        : decide_by_results(*rules, *known, *claims, settings.results);
  if (!made) return complain(made.error());
  text_options how;
  how.colour = wants_colour(settings.scan.common);
  const auto delivered =
      deliver(settings.scan.common.json ? decision_to_json(*made) : decision_to_text(*made, how),
              settings.scan.common);
  return delivered ? code_of(*made) : complain(delivered.error());
}

} // namespace weightkin::cli
