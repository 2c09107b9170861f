/* What a policy makes of comparisons and scans, from C99. */

#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_models.h"

static int failures = 0;

static const char policy_text[] =
    "{\"schema\": \"urn:weightkin:schema:policy:1.0\",\n\"name\": \"gate\", \"description\": "
    "\"d\", \"abstention\": {\"undetermined\": \"review\", \"not_comparable\": \"pass\", "
    "\"non_evidential\": \"pass\"},\n\"rules\": [{\"id\": \"origin\", \"rule\": \"forbid\", "
    "\"references\": {\"except_licences\": [\"mit\"]}, \"cannot_show\": \"Who did it.\"},\n"
    "{\"id\": \"named\", \"rule\": \"declare\", \"then\": \"review\"}]}";
static const char licences[] =
    "{\"schema\": \"urn:weightkin:schema:licences:1.0\", \"references\": [{\"name\": \"donor\", "
    "\"licence\": \"gpl-3.0\", \"ids\": [\"example/donor\"]}]}";
static const char honest_card[] =
    "---\nbase_model: example/donor\nbase_model_relation: finetune\nlicense: mit\n---\n";

/* The donor, what descends from it, a stranger. */
static float values[3][layers][rows * columns];

static void make_values(void) {
  uint64_t state = 11;
  int layer;
  size_t i;
  for (layer = 0; layer < layers; ++layer)
    for (i = 0; i < rows * columns; ++i) {
      values[0][layer][i] = draw(&state);
      values[1][layer][i] = values[0][layer][i] + 0.1f * draw(&state);
      values[2][layer][i] = draw(&state);
    }
}

static wkin_model* model_of(int which, const char* name) {
  wkin_tensor_view tensors[layers];
  wkin_model* model = NULL;
  view_weights(tensors, values[which]);
  CHECK(wkin_model_from_tensors(tensors, layers, sizeof tensors[0], name, &model, NULL) == WKIN_OK);
  return model;
}

static wkin_comparison* compared(int subject, int reference) {
  wkin_model* a = model_of(subject, "mine");
  wkin_model* b = model_of(reference, reference == 0 ? "donor" : "stranger");
  wkin_comparison* comparison = NULL;
  CHECK(wkin_compare(a, b, NULL, &comparison, NULL) == WKIN_OK);
  wkin_model_close(a);
  wkin_model_close(b);
  return comparison;
}

static wkin_policy* gate(void) {
  wkin_policy* policy = NULL;
  CHECK(wkin_policy_from_json(policy_text, sizeof policy_text - 1, "gate.json", &policy, NULL) ==
        WKIN_OK);
  return policy;
}

static void check_reports(const wkin_decision* decision) {
  char* text;
  size_t needed = 0;
  wkin_text_options options = WKIN_TEXT_OPTIONS_INIT;
  CHECK(wkin_decision_text(decision, NULL, NULL, 0, &needed, NULL) == WKIN_OK && needed > 1);
  text = (char*)malloc(needed);
  CHECK(wkin_decision_text(decision, NULL, text, needed, &needed, NULL) == WKIN_OK);
  CHECK(strstr(text, "origin") != NULL && strstr(text, "Who did it.") != NULL);
  CHECK(wkin_decision_text(decision, NULL, text, needed - 1, NULL, NULL) == WKIN_BAD_ARGUMENT);
  free(text);
  options.struct_size = 1;
  CHECK(wkin_decision_text(decision, &options, NULL, 0, &needed, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decision_json(decision, NULL, 0, &needed, NULL) == WKIN_OK);
  text = (char*)malloc(needed);
  CHECK(wkin_decision_json(decision, text, needed, &needed, NULL) == WKIN_OK);
  CHECK(strstr(text, "urn:weightkin:schema:decision:1.") != NULL);
  free(text);
}

static void check_lists(const wkin_decision* decision, size_t claims) {
  wkin_decision_overall overall;
  size_t i;
  CHECK(wkin_decision_describe(decision, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(strcmp(overall.policy, "gate") == 0 && strcmp(overall.description, "d") == 0);
  CHECK(strcmp(overall.subject, "mine") == 0 && overall.comparable == 1);
  CHECK(overall.rules == 2 && overall.references == 1 && overall.claims == claims);
  CHECK(overall.outcome == WKIN_OUTCOME_FAIL && overall.limits > 0);
  CHECK(strcmp(wkin_decision_reference(decision, 0), "donor") == 0);
  CHECK(wkin_decision_reference(decision, 1) == NULL);
  CHECK(claims == 0 || strcmp(wkin_decision_claim(decision, 0), "example/donor") == 0);
  CHECK(wkin_decision_claim(decision, claims) == NULL);
  CHECK(wkin_decision_licence(decision, overall.licences) == NULL);
  for (i = 0; i < overall.limits; ++i)
    CHECK(strlen(wkin_decision_limit(decision, i)) > 0);
  CHECK(wkin_decision_limit(decision, overall.limits) == NULL);
}

/* A derived model: forbidden under another licence, undeclared unless the card says so. */
static void findings_fail(const char* card, wkin_outcome named, size_t claims) {
  wkin_policy* policy = gate();
  wkin_comparison* comparison = compared(1, 0);
  const wkin_comparison* list[1];
  wkin_decide_options options = WKIN_DECIDE_OPTIONS_INIT;
  wkin_decision* decision = NULL;
  wkin_rule_decision rule;
  wkin_rule_input input;
  list[0] = comparison;
  options.licences = licences;
  options.card = card;
  CHECK(wkin_decide(policy, list, 1, &options, &decision, NULL) == WKIN_OK);
  wkin_comparison_close(comparison); /* the decision needs none of them */
  wkin_policy_close(policy);
  check_lists(decision, claims);
  CHECK(wkin_decision_rule(decision, 0, &rule, sizeof rule, NULL) == WKIN_OK);
  CHECK(strcmp(rule.id, "origin") == 0 && strcmp(rule.cannot_show, "Who did it.") == 0);
  CHECK(rule.kind == WKIN_RULE_FORBID && rule.outcome == WKIN_OUTCOME_FAIL);
  CHECK(rule.at_least == WKIN_VERDICT_RELATED && rule.inputs == 1 && strlen(rule.reason) > 0);
  CHECK(strcmp(rule.description, "") == 0);
  CHECK(wkin_decision_input(decision, 0, 0, &input, sizeof input, NULL) == WKIN_OK);
  CHECK(strcmp(input.reference, "donor") == 0 && strcmp(input.licence, "gpl-3.0") == 0);
  CHECK(strlen(input.component) > 0 && strlen(input.sentence) > 0 && input.note != NULL);
  CHECK(input.verdict == WKIN_VERDICT_DERIVED && input.outcome == WKIN_OUTCOME_FAIL);
  CHECK(input.share > 0.99 && input.common_variance > 0.9 && input.log10_p_holm < -5);
  CHECK(wkin_decision_rule(decision, 1, &rule, sizeof rule, NULL) == WKIN_OK);
  CHECK(rule.kind == WKIN_RULE_DECLARE && rule.outcome == named);
  CHECK(wkin_decision_input(decision, 1, 0, &input, sizeof input, NULL) == WKIN_OK);
  CHECK(input.declared == (claims > 0 ? 1u : 0u) && input.outcome == named);
  check_reports(decision);
  CHECK(wkin_decision_rule(decision, 2, &rule, sizeof rule, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decision_input(decision, 0, 1, &input, sizeof input, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decision_input(decision, 2, 0, &input, sizeof input, NULL) == WKIN_BAD_ARGUMENT);
  wkin_decision_close(decision);
}

static wkin_outcome outcome_of(const wkin_decision* decision) {
  wkin_decision_overall overall;
  memset(&overall, 0, sizeof overall);
  CHECK(wkin_decision_describe(decision, &overall, sizeof overall, NULL) == WKIN_OK);
  return overall.outcome;
}

static void strangers_pass(void) {
  wkin_policy* policy = gate();
  wkin_comparison* comparison = compared(2, 0);
  const wkin_comparison* list[1];
  wkin_decision* decision = NULL;
  list[0] = comparison;
  CHECK(wkin_decide(policy, list, 1, NULL, &decision, NULL) == WKIN_OK);
  CHECK(outcome_of(decision) == WKIN_OUTCOME_PASS);
  wkin_decision_close(decision);
  wkin_comparison_close(comparison);
  wkin_policy_close(policy);
}

/* The same of scans: the descendant fails, the stranger passes. */
static void scans_are_decided(void) {
  wkin_policy* policy = gate();
  wkin_decide_options options = WKIN_DECIDE_OPTIONS_INIT;
  wkin_model* models[3];
  wkin_fingerprint* prints[3] = {NULL, NULL, NULL};
  const wkin_fingerprint* reference[1];
  wkin_decision* decision = NULL;
  wkin_scan* scan = NULL;
  int m;
  for (m = 0; m < 3; ++m) {
    models[m] = model_of(m, m == 0 ? "donor" : "mine");
    CHECK(wkin_fingerprint_take(models[m], NULL, &prints[m], NULL) == WKIN_OK);
  }
  reference[0] = prints[0];
  options.licences = licences;
  options.claimant = models[1]; /* has no metadata, and claims nothing */
  for (m = 1; m < 3; ++m) {
    CHECK(wkin_find_ancestors(prints[m], NULL, reference, NULL, 1, NULL, &scan, NULL) == WKIN_OK);
    CHECK(wkin_decide_scan(policy, scan, &options, &decision, NULL) == WKIN_OK);
    CHECK(outcome_of(decision) == (m == 1 ? WKIN_OUTCOME_FAIL : WKIN_OUTCOME_PASS));
    wkin_decision_close(decision);
    wkin_scan_close(scan);
  }
  for (m = 0; m < 3; ++m) {
    wkin_fingerprint_close(prints[m]);
    wkin_model_close(models[m]);
  }
  wkin_policy_close(policy);
}

/* A file's own metadata claim as its card does. */
static void metadata_claim(void) {
  static const char gguf[] = "GGUF\3\0\0\0\0\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0"
                             "\x14\0\0\0\0\0\0\0general.architecture"
                             "\10\0\0\0\5\0\0\0\0\0\0\0llama"
                             "\x1d\0\0\0\0\0\0\0general.base_model.0.repo_url"
                             "\10\0\0\0\x0d\0\0\0\0\0\0\0"
                             "example/donor";
  wkin_policy* policy = gate();
  wkin_comparison* comparison = compared(1, 0);
  const wkin_comparison* list[1];
  wkin_decide_options options = WKIN_DECIDE_OPTIONS_INIT;
  wkin_decision* decision = NULL;
  wkin_model* claimant = NULL;
  wkin_error error;
  list[0] = comparison;
  if (!CHECK(wkin_model_open_memory(gguf, sizeof gguf - 1, "claiming", NULL, &claimant, &error) ==
             WKIN_OK))
    fprintf(stderr, "%s\n", error.message);
  options.licences = licences;
  options.claimant = claimant;
  CHECK(wkin_decide(policy, list, 1, &options, &decision, NULL) == WKIN_OK);
  check_lists(decision, 1);
  wkin_decision_close(decision);
  wkin_model_close(claimant);
  wkin_comparison_close(comparison);
  wkin_policy_close(policy);
}

/* What the card says of relation and licences comes along. */
static void claims_are_told(void) {
  wkin_policy* policy = gate();
  wkin_comparison* comparison = compared(1, 0);
  const wkin_comparison* list[1];
  wkin_decide_options options = WKIN_DECIDE_OPTIONS_INIT;
  wkin_decision_overall overall;
  wkin_decision* decision = NULL;
  wkin_policy_info info;
  list[0] = comparison;
  CHECK(wkin_policy_describe(policy, &info, sizeof info, NULL) == WKIN_OK);
  CHECK(strcmp(info.name, "gate") == 0 && strcmp(info.description, "d") == 0 && info.rules == 2);
  CHECK(wkin_policy_describe(NULL, &info, sizeof info, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decide(policy, list, 1, &options, &decision, NULL) == WKIN_OK);
  CHECK(wkin_decision_describe(decision, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(strcmp(overall.relation, "") == 0 && overall.licences == 0);
  wkin_decision_close(decision);
  options.card = honest_card;
  CHECK(wkin_decide(policy, list, 1, &options, &decision, NULL) == WKIN_OK);
  CHECK(wkin_decision_describe(decision, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(strcmp(overall.relation, "finetune") == 0 && overall.licences == 1);
  CHECK(strcmp(wkin_decision_licence(decision, 0), "mit") == 0);
  CHECK(wkin_decision_licence(NULL, 0) == NULL);
  wkin_decision_close(decision);
  wkin_comparison_close(comparison);
  wkin_policy_close(policy);
}

/* Two subjects under one name are told apart: the second has a tensor less. */
static void subjects_must_be_one(void) {
  wkin_policy* policy = gate();
  wkin_comparison* first = compared(1, 0);
  wkin_comparison* second = NULL;
  wkin_model* less = NULL;
  wkin_model* donor = model_of(0, "donor");
  const wkin_comparison* list[2];
  wkin_tensor_view tensor;
  wkin_decision* decision = NULL;
  wkin_error error;
  memset(&tensor, 0, sizeof tensor);
  tensor.name = weight_names[0];
  tensor.dtype = WKIN_DTYPE_F32;
  tensor.rank = 2;
  tensor.shape = weight_shape;
  tensor.data = values[2][0];
  CHECK(wkin_model_from_tensors(&tensor, 1, sizeof tensor, "mine", &less, NULL) == WKIN_OK);
  CHECK(wkin_compare(less, donor, NULL, &second, NULL) == WKIN_OK);
  list[0] = first;
  list[1] = second;
  CHECK(wkin_decide(policy, list, 2, NULL, &decision, &error) == WKIN_BAD_ARGUMENT);
  CHECK(decision == NULL && strstr(error.message, "different subjects") != NULL);
  wkin_comparison_close(first);
  wkin_comparison_close(second);
  wkin_model_close(less);
  wkin_model_close(donor);
  wkin_policy_close(policy);
}

static void mistakes_are_told(void) {
  static const char misspelt[] =
      "{\"schema\": \"urn:weightkin:schema:policy:1.0\",\n\"nmae\": \"gate\"}";
  static const char later[] = "{\"schema\": \"urn:weightkin:schema:policy:2.0\"}";
  wkin_policy* policy = NULL;
  wkin_error error;
  CHECK(wkin_policy_from_json(misspelt, sizeof misspelt - 1, "gate.json", &policy, &error) ==
        WKIN_BAD_FORMAT);
  CHECK(strncmp(error.message, "gate.json:2: ", 13) == 0 && policy == NULL);
  CHECK(wkin_policy_from_json(later, sizeof later - 1, NULL, &policy, &error) == WKIN_UNSUPPORTED);
  CHECK(wkin_policy_from_json(NULL, 0, NULL, &policy, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_policy_from_json(later, 1, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
}

static void decisions_are_refused(void) {
  wkin_policy* policy = gate();
  wkin_comparison* first = compared(1, 0);
  wkin_comparison* second = compared(1, 2);
  const wkin_comparison* list[2] = {NULL, NULL};
  wkin_decision* decision = NULL;
  wkin_decide_options options = WKIN_DECIDE_OPTIONS_INIT;
  wkin_error error;
  list[0] = first;
  CHECK(wkin_decide(NULL, list, 1, NULL, &decision, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decide(policy, NULL, 1, NULL, &decision, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decide(policy, list, 0, NULL, &decision, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decide(policy, list, 2, NULL, &decision, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decide(policy, list, 1, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decide_scan(policy, NULL, NULL, &decision, &error) == WKIN_BAD_ARGUMENT);
  options.licences = "{";
  CHECK(wkin_decide(policy, list, 1, &options, &decision, &error) == WKIN_BAD_FORMAT);
  options.licences = NULL;
  options.card = "---\nbase_model: [a\n";
  CHECK(wkin_decide(policy, list, 1, &options, &decision, &error) == WKIN_BAD_FORMAT);
  options.struct_size = 1;
  CHECK(wkin_decide(policy, list, 1, &options, &decision, &error) == WKIN_BAD_ARGUMENT);
  CHECK(decision == NULL);
  list[1] = second;
  CHECK(wkin_decide(policy, list, 2, NULL, &decision, &error) == WKIN_OK);
  wkin_decision_close(decision);
  wkin_comparison_close(second);
  wkin_comparison_close(first);
  wkin_policy_close(policy);
}

static void null_is_refused(void) {
  wkin_decision_overall overall;
  wkin_rule_decision rule;
  wkin_rule_input input;
  wkin_policy_close(NULL);
  wkin_decision_close(NULL);
  CHECK(wkin_decision_describe(NULL, &overall, sizeof overall, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decision_rule(NULL, 0, &rule, sizeof rule, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decision_input(NULL, 0, 0, &input, sizeof input, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decision_text(NULL, NULL, NULL, 0, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decision_json(NULL, NULL, 0, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_decision_reference(NULL, 0) == NULL && wkin_decision_claim(NULL, 0) == NULL);
  CHECK(wkin_decision_limit(NULL, 0) == NULL);
  CHECK(strcmp(wkin_outcome_name(WKIN_OUTCOME_REVIEW), "review") == 0);
  CHECK(strcmp(wkin_outcome_name((wkin_outcome)3), "unknown") == 0);
  CHECK(strcmp(wkin_rule_kind_name(WKIN_RULE_SUPPORT_CLAIMS), "support_claims") == 0);
  CHECK(strcmp(wkin_rule_kind_name((wkin_rule_kind)3), "unknown") == 0);
}

int main(void) {
  make_values();
  null_is_refused();
  findings_fail(NULL, WKIN_OUTCOME_REVIEW, 0);
  findings_fail(honest_card, WKIN_OUTCOME_PASS, 1);
  strangers_pass();
  scans_are_decided();
  metadata_claim();
  claims_are_told();
  subjects_must_be_one();
  mistakes_are_told();
  decisions_are_refused();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
