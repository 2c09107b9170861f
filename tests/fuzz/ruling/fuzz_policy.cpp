#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <weightkin/policy/decision.hpp>
#include <weightkin/report/decision_report.hpp>

namespace {

using namespace weightkin;

void require(bool promise) {
  if (!promise) std::abort();
}

/// A refusal names the document and a line of it.
void check_refusal(const error& failure) {
  require(failure.code == errc::bad_format || failure.code == errc::unsupported);
  require(failure.message.starts_with("input:"));
  const char digit = failure.message.at(6);
  require(digit >= '1' && digit <= '9');
}

/// Whatever rules were read can be applied; what selects nobody does not fail.
void use(const policy& rules, const model_claims& claims) {
  comparison ruling;
  ruling.reference.name = "donor";
  ruling.components.emplace_back();
  ruling.components.back().ruling = verdict::derived;
  const decision made = decide(rules, {&ruling, 1}, {}, claims);
  require(made.rules.size() == rules.rules.size());
  (void)decision_to_text(made);
  (void)decision_to_json(made);
}

} // namespace

/// The input as a policy, as a table of licences and as a model card.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  model_claims claims;
  if (const auto card = read_card_claims(text, "input"))
    claims = *card;
  else
    check_refusal(card.error());
  if (const auto table = parse_licences(text, "input"); !table) check_refusal(table.error());
  if (const auto rules = parse_policy(text, "input"))
    use(*rules, claims);
  else
    check_refusal(rules.error());
  return 0;
}
