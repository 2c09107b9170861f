#include "report_command.hpp"

#include <span>

#include <weightkin/report/attestation.hpp>
#include <weightkin/report/bill_of_materials.hpp>
#include <weightkin/report/html_report.hpp>
#include <weightkin/report/json_report.hpp>
#include <weightkin/report/model_card.hpp>
#include <weightkin/report/sarif_report.hpp>
#include <weightkin/report/svg_picture.hpp>
#include <weightkin/report/text_report.hpp>

#include "model_access.hpp"
#include "stored_results.hpp"

namespace weightkin::cli {
namespace {

result<std::string> for_people(const comparison& ruling, const report_settings& settings) {
  text_options how;
  how.colour = wants_colour(settings.common);
  how.tensors = settings.common.tensors;
  return to_text(ruling, how);
}

result<std::string> converted(std::span<const comparison> rulings,
                              const report_settings& settings) {
  const document_options named{settings.created, settings.subject_id, settings.reference_ids};
  switch (settings.format) {
  case document_format::cyclonedx: return to_cyclonedx(rulings, named);
  case document_format::spdx: return to_spdx(rulings, named);
  case document_format::intoto: return to_statement(rulings, named);
  case document_format::svr: return to_verification_result(rulings, named);
  case document_format::sarif: return to_sarif(rulings, named);
  case document_format::card: return to_card_patch(rulings, named);
  case document_format::svg: return to_svg(rulings);
  case document_format::html:
  case document_format::text:
  case document_format::json: break;
  }
  if (rulings.size() != 1) return error{errc::bad_argument, "this format is of one result"};
  if (settings.format == document_format::html) return to_html(rulings.front());
  if (settings.format == document_format::json) return to_json(rulings.front());
  return for_people(rulings.front(), settings);
}

} // namespace

exit_code run_report(const report_settings& settings) {
  const auto rulings = read_results(settings.results);
  if (!rulings) return complain(rulings.error());
  const auto document = converted(*rulings, settings);
  if (!document) return complain(document.error());
  const auto delivered = deliver(*document, settings.common);
  return delivered ? exit_code::finished : complain(delivered.error());
}

} // namespace weightkin::cli
