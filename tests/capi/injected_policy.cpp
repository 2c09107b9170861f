#include "injected_calls.hpp"

namespace weightkin::test {
namespace {

constexpr char licences[] = R"({"schema": "urn:weightkin:schema:licences:1.0",
  "references": [{"name": "reference", "licence": "mit", "ids": ["example/donor"]}]})";
constexpr char card[] = "---\nbase_model: example/donor\nlicense: mit\n---\n";

template <class Handle>
wkin_status closed(wkin_status status, Handle* out, void (*close)(Handle*)) {
  const bool consistent = (status == WKIN_OK) == (out != nullptr);
  close(out);
  return consistent ? status : WKIN_INTERNAL;
}

wkin_decide_options beside(call_context& c) {
  wkin_decide_options options = WKIN_DECIDE_OPTIONS_INIT;
  options.licences = licences;
  options.card = card;
  options.claimant = c.opened();
  return options;
}

} // namespace

std::span<const injected_call> policy_calls() {
  static const injected_call calls[] = {
      {"wkin_policy_from_json", [](call_context&) {},
       [](call_context&, wkin_error* e) -> wkin_status {
         wkin_policy* out = nullptr;
         const wkin_status status =
             wkin_policy_from_json(policy_json.data(), policy_json.size(), "gate", &out, e);
         return closed(status, out, wkin_policy_close);
       }},
      {"wkin_decide",
       [](call_context& c) {
         c.decision();
         c.opened();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         const wkin_comparison* compared = c.comparison();
         const wkin_decide_options options = beside(c);
         wkin_decision* out = nullptr;
         const wkin_status status = wkin_decide(c.policy(), &compared, 1, &options, &out, e);
         return closed(status, out, wkin_decision_close);
       }},
      {"wkin_decide_scan",
       [](call_context& c) {
         c.policy();
         c.scan();
         c.opened();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         const wkin_decide_options options = beside(c);
         wkin_decision* out = nullptr;
         const wkin_status status = wkin_decide_scan(c.policy(), c.scan(), &options, &out, e);
         return closed(status, out, wkin_decision_close);
       }},
      {"wkin_decision_describe", [](call_context& c) { c.decision(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_decision_overall found;
         return wkin_decision_describe(c.decision(), &found, sizeof found, e);
       }},
      {"wkin_decision_rule", [](call_context& c) { c.decision(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_rule_decision found;
         return wkin_decision_rule(c.decision(), 0, &found, sizeof found, e);
       }},
      {"wkin_decision_input", [](call_context& c) { c.decision(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_rule_input found;
         return wkin_decision_input(c.decision(), 0, 0, &found, sizeof found, e);
       }},
      {"wkin_decision_text", [](call_context& c) { c.decision(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_decision_text(c.decision(), nullptr, c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_decision_json", [](call_context& c) { c.decision(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_decision_json(c.decision(), c.room(), c.room_size(), nullptr, e);
       }},
  };
  return calls;
}

} // namespace weightkin::test
