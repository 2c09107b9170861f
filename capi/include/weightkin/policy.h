/* Part of weightkin.h: what a policy of yours makes of findings (docs/policy.md). */
#ifndef WEIGHTKIN_C_POLICY_H
#define WEIGHTKIN_C_POLICY_H

#include <weightkin/scan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Rules that turn evidence into a decision. Immutable. */
typedef struct wkin_policy wkin_policy;

/* What a policy makes of the evidence. Not a judgement on people: it says which rule met which
 * finding. Immutable; needs nothing that it was made of. */
typedef struct wkin_decision wkin_decision;

/* What a rule, and all of them together, come to; the worst one counts. */
typedef enum wkin_outcome {
  WKIN_OUTCOME_PASS = 0,
  WKIN_OUTCOME_REVIEW = 1,
  WKIN_OUTCOME_FAIL = 2,
  WKIN_OUTCOME_SIZE = 0x7fffffff
} wkin_outcome;

/* What a rule does. */
typedef enum wkin_rule_kind {
  WKIN_RULE_FORBID = 0,         /* nothing of the selected references may be found */
  WKIN_RULE_DECLARE = 1,        /* it may, if the subject's card names the reference */
  WKIN_RULE_SUPPORT_CLAIMS = 2, /* what the card claims to come from must be found */
  WKIN_RULE_KIND_SIZE = 0x7fffffff
} wkin_rule_kind;

/* Their lower-case names in reports. Static storage. */
WKIN_API const char* wkin_outcome_name(wkin_outcome outcome);
WKIN_API const char* wkin_rule_kind_name(wkin_rule_kind kind);

/* Reads a policy of `length` bytes (docs/schemas/policy-1.json). What is not known, contradicts
 * itself or could never matter is WKIN_BAD_FORMAT, another major version WKIN_UNSUPPORTED. `label`
 * names it in messages, which begin "LABEL:LINE: ", and may be NULL. */
WKIN_API wkin_status wkin_policy_from_json(const char* json, size_t length, const char* label,
                                           wkin_policy** out, wkin_error* error);
WKIN_API void wkin_policy_close(wkin_policy* policy);

/* What a policy says of itself. */
typedef struct wkin_policy_info {
  const char* name;        /* of the policy */
  const char* description; /* for people; may be empty */
  size_t rules;            /* how many it has */
} wkin_policy_info;

/* The whole. `info_size` is sizeof(wkin_policy_info). */
WKIN_API wkin_status wkin_policy_describe(const wkin_policy* policy, wkin_policy_info* info,
                                          size_t info_size, wkin_error* error);

/* What is known beside the weights; WKIN_DECIDE_OPTIONS_INIT first. */
typedef struct wkin_decide_options {
  size_t struct_size;
  const char* licences;       /* of references, JSON (docs/schemas/licences-1.json); NULL: none */
  const char* card;           /* the subject's model card, whose claims count; NULL: none */
  const wkin_model* claimant; /* the subject, whose own metadata claim as well; NULL: none */
} wkin_decide_options;
#define WKIN_DECIDE_OPTIONS_INIT                                                                   \
  { sizeof(wkin_decide_options), NULL, NULL, NULL }

/* Applies every rule to `count` comparisons of one subject, a reference each, at least one; they
 * should be made at a level divided by their number. WKIN_BAD_ARGUMENT for subjects that are not
 * one as far as the comparisons tell (name, size, components, files), WKIN_BAD_FORMAT for licences
 * or a card that cannot be read. `options` may be NULL. */
WKIN_API wkin_status wkin_decide(const wkin_policy* policy,
                                 const wkin_comparison* const* comparisons, size_t count,
                                 const wkin_decide_options* options, wkin_decision** out,
                                 wkin_error* error);

/* The same for a scan, whose level is corrected; what it did not compare in full is no input. */
WKIN_API wkin_status wkin_decide_scan(const wkin_policy* policy, const wkin_scan* scan,
                                      const wkin_decide_options* options, wkin_decision** out,
                                      wkin_error* error);
WKIN_API void wkin_decision_close(wkin_decision* decision);

/* What a decision consists of. */
typedef struct wkin_decision_overall {
  const char* policy;      /* its name */
  const char* description; /* the policy's */
  const char* subject;     /* path or label of the model in question */
  size_t rules;            /* see wkin_decision_rule */
  size_t references;       /* see wkin_decision_reference */
  size_t claims;           /* see wkin_decision_claim */
  size_t limits;           /* see wkin_decision_limit */
  wkin_outcome outcome;    /* the worst of the rules */
  uint32_t comparable;     /* 1: something could be compared at all */
  const char* relation;    /* that the subject claims to its base models; empty: not said */
  size_t licences;         /* see wkin_decision_licence */
} wkin_decision_overall;

/* The whole. `overall_size` is sizeof(wkin_decision_overall). */
WKIN_API wkin_status wkin_decision_describe(const wkin_decision* decision,
                                            wkin_decision_overall* overall, size_t overall_size,
                                            wkin_error* error);

/* What became of one rule. */
typedef struct wkin_rule_decision {
  const char* id;          /* the rule's */
  const char* description; /* the rule's */
  const char* reason;      /* one sentence */
  const char* cannot_show; /* what this rule cannot show, in one sentence; empty: not said */
  size_t inputs;           /* see wkin_decision_input */
  wkin_rule_kind kind;     /* what the rule does */
  wkin_verdict at_least;   /* the weakest verdict it is about */
  wkin_outcome outcome;    /* the worst of the inputs */
  uint32_t reserved;
} wkin_rule_decision;

/* Rule `index`, in the order of the policy. `rule_size` is sizeof(wkin_rule_decision). */
WKIN_API wkin_status wkin_decision_rule(const wkin_decision* decision, size_t index,
                                        wkin_rule_decision* rule, size_t rule_size,
                                        wkin_error* error);

/* One thing that a rule looked at: a component of the subject against a reference. */
typedef struct wkin_rule_input {
  const char* reference;    /* its name */
  const char* component;    /* empty: no component, the reference or claim as such */
  const char* licence;      /* of the reference; empty: not known */
  const char* note;         /* why it came to this, in a few words */
  const char* sentence;     /* the evidence */
  double share;             /* of the subject's parameters */
  double common_variance;   /* NaN when not known */
  double log10_p_holm;      /* NaN when not tested */
  wkin_component_kind kind; /* of the component */
  wkin_verdict verdict;     /* the ruling */
  wkin_outcome outcome;     /* what the rule makes of it */
  uint32_t declared;        /* 1: the subject's card names the reference */
} wkin_rule_input;

/* Input `index` of a rule. `input_size` is sizeof(wkin_rule_input). */
WKIN_API wkin_status wkin_decision_input(const wkin_decision* decision, size_t rule, size_t index,
                                         wkin_rule_input* input, size_t input_size,
                                         wkin_error* error);

/* Reference `index` as compared, base model `index` that the subject claims, licence `index` that
 * its card names, sentence `index` on what the comparisons cannot see; NULL when out of range. */
WKIN_API const char* wkin_decision_reference(const wkin_decision* decision, size_t index);
WKIN_API const char* wkin_decision_claim(const wkin_decision* decision, size_t index);
WKIN_API const char* wkin_decision_licence(const wkin_decision* decision, size_t index);
WKIN_API const char* wkin_decision_limit(const wkin_decision* decision, size_t index);

/* The report for people (`options` may be NULL), or as JSON (docs/schemas/decision-1.json). */
WKIN_API wkin_status wkin_decision_text(const wkin_decision* decision,
                                        const wkin_text_options* options, char* buffer,
                                        size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_decision_json(const wkin_decision* decision, char* buffer,
                                        size_t capacity, size_t* needed, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
