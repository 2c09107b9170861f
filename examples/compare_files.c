/* Does SUBJECT descend from REFERENCE? The same as compare_files.cpp, from C.
 *
 *   compare_files_c SUBJECT REFERENCE [--json]
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

static int complain(const wkin_error* error) {
  fprintf(stderr, "%s: %s\n", wkin_status_name(error->status), error->message);
  return 2;
}

static int print_json(const wkin_comparison* comparison) {
  wkin_error error;
  size_t needed = 0;
  char* text;
  if (wkin_comparison_json(comparison, NULL, 0, &needed, &error) != WKIN_OK)
    return complain(&error);
  text = malloc(needed);
  if (text == NULL) return 2;
  if (wkin_comparison_json(comparison, text, needed, &needed, &error) != WKIN_OK) {
    free(text);
    return complain(&error);
  }
  fputs(text, stdout);
  free(text);
  return 0;
}

static int print_components(const wkin_comparison* comparison) {
  wkin_error error;
  wkin_overall overall;
  wkin_component_ruling ruling;
  size_t i;
  if (wkin_comparison_overall(comparison, &overall, sizeof overall, &error) != WKIN_OK)
    return complain(&error);
  for (i = 0; i < overall.components; ++i) {
    if (wkin_comparison_component(comparison, i, &ruling, sizeof ruling, &error) != WKIN_OK)
      return complain(&error);
    printf("%-16s %5.1f %%  %-30s effect %.3f (0 if unrelated), z %.1f, log10 p %.1f\n", ruling.id,
           100 * ruling.share, wkin_verdict_name(ruling.verdict), ruling.evidence.effect,
           ruling.evidence.z, ruling.log10_p_holm);
  }
  printf("overall: %s\n", overall.sentence);
  return 0;
}

static int compare(const char* subject_path, const char* reference_path, int as_json) {
  wkin_error error;
  wkin_model* subject = NULL;
  wkin_model* reference = NULL;
  wkin_comparison* comparison = NULL;
  int code;
  if (wkin_model_open(subject_path, NULL, &subject, &error) != WKIN_OK ||
      wkin_model_open(reference_path, NULL, &reference, &error) != WKIN_OK ||
      wkin_compare(subject, reference, NULL, &comparison, &error) != WKIN_OK)
    code = complain(&error);
  else
    code = as_json ? print_json(comparison) : print_components(comparison);
  wkin_comparison_close(comparison);
  wkin_model_close(reference);
  wkin_model_close(subject);
  return code;
}

int main(int argc, char** argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: compare_files_c SUBJECT REFERENCE [--json]\n");
    return 2;
  }
  return compare(argv[1], argv[2], argc > 3 && strcmp(argv[3], "--json") == 0);
}
