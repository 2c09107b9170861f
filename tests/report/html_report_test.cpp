#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include <weightkin/report/html_report.hpp>

#include "report/html/heat_grid.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/page_samples.hpp"

namespace {

using namespace weightkin;

bool holds(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

/// The text of one section of the page.
std::string section(const std::string& page, const std::string& id) {
  const std::size_t at = page.find("<section id=\"" + id + "\"");
  BOOST_TEST_REQUIRE(at != std::string::npos, id);
  return page.substr(at, page.find("</section>", at) - at);
}

tensor_evidence pair_of(int layer, tensor_role role, double effect, double log10_p) {
  tensor_evidence tensor = sample::tensor_of(0, 0, "a", "b");
  tensor.layer = layer;
  tensor.role = role;
  tensor.permutation = sample::evidence_of(effect, 10, log10_p);
  return tensor;
}

/// The map of one component with these pairs.
detail::heat_grid grid_of(comparison& ruling, std::vector<tensor_evidence> tensors) {
  ruling = sample::innocent();
  ruling.tensors = std::move(tensors);
  std::vector<std::size_t> all(ruling.tensors.size());
  for (std::size_t t = 0; t < all.size(); ++t)
    all[t] = t;
  return detail::heat_grid_of(ruling, all);
}

BOOST_AUTO_TEST_SUITE(html_report)

BOOST_AUTO_TEST_CASE(parts_come_in_the_order_in_which_they_are_needed) {
  const std::string page = to_html(sample::suspect());
  std::size_t last = 0;
  for (const char* id : {"components", "map", "chance", "changes", "parts", "aside", "tensors",
                         "method", "cautions", "reproduce", "words"}) {
    const std::size_t at = page.find(std::string("<section id=\"") + id + "\"");
    BOOST_TEST_REQUIRE(at != std::string::npos, id);
    BOOST_TEST(at > last, id);
    last = at;
  }
}

/// An id may contain what stands between an id and a note.
BOOST_AUTO_TEST_CASE(a_search_is_told_of_the_component_it_is_about) {
  comparison ruling = sample::innocent();
  ruling.components.resize(1);
  ruling.components.push_back(ruling.components[0]);
  ruling.components[0].id = "tower";
  ruling.components[1].id = "tower: order of heads";
  ruling.components[1].search_notes = {"units in another order: nothing"};
  ruling.searched = {"tower: order of heads: units in another order: nothing"};
  for (std::size_t c = 0; c < 2; ++c)
    ruling.tensors.push_back(sample::tensor_of(c, c, "a", "b"));
  const std::string parts = section(to_html(ruling), "parts");
  const std::size_t second = parts.find("tower: order of heads");
  BOOST_TEST_REQUIRE(second != std::string::npos);
  BOOST_TEST(!holds(parts.substr(0, second), "nits in another order"));
  BOOST_TEST(holds(parts.substr(second), "Units in another order: nothing."));
}

BOOST_AUTO_TEST_CASE(how_much_of_the_reference_may_be_in_it_is_said) {
  comparison ruling = sample::suspect();
  BOOST_TEST(!holds(to_html(ruling), "Of the reference, "));
  ruling.reference.parameters = 8'000'000;
  ruling.reference_parameters_found = 2'000'000;
  ruling.components[0].cover = reference_cover{4'000'000, 1'000'000};
  const std::string page = to_html(ruling);
  BOOST_TEST(holds(page, "Of the reference, <strong>25.0 %</strong> of the parameters"));
  BOOST_TEST(holds(section(page, "components"), "25.0 % of that has a counterpart here"));
}

BOOST_AUTO_TEST_CASE(what_is_undetermined_is_said_in_the_answer) {
  comparison ruling = sample::suspect();
  const auto answer = [&] { return to_html(ruling).substr(0, to_html(ruling).find("<section")); };
  BOOST_TEST(!holds(answer(), "not cleared"));
  ruling.components.back().ruling = verdict::undetermined;
  BOOST_TEST(holds(answer(), "Undetermined, so not cleared: 1 of 4 components"));
}

BOOST_AUTO_TEST_CASE(each_component_has_its_verdict_its_share_and_its_evidence) {
  const std::string table = section(to_html(sample::suspect()), "components");
  for (const char* words : {"Nearly all in common (looks fine-tuned)", "Identical after cast",
                            "Not comparable", "No shared initialisation found", "3.1 %", "90.9 %",
                            "Matching units correlate at 0.990", "effects above <b>0.021</b>"})
    BOOST_TEST(holds(table, words), words);
}

/// A finding shows the chance of the look that it rests on, not that of the test by index.
BOOST_AUTO_TEST_CASE(the_answer_shows_the_look_that_decided) {
  const auto answer_for = [](const component_ruling& part) {
    comparison ruling = sample::suspect();
    ruling.components = {part};
    const std::string page = to_html(ruling);
    return page.substr(0, page.find("<nav", page.find("<h1")));
  };
  component_ruling part = sample::vision();
  part.evidence = sample::evidence_of(0.001, 0.2, -0.3);
  part.log10_p_holm = 0;
  part.anchors = sample::evidence_of(0.3, 22.0, -100.0);
  part.anchors_log10_p_holm = -99;
  BOOST_TEST(holds(answer_for(part), "by chance has p &lt; 1e-12"));
  BOOST_TEST(!holds(answer_for(part), "p = 1.000"));
  part.searched = sample::evidence_of(0.41, 60.0, -700.0);
  BOOST_TEST(holds(answer_for(part), "units whose order a search chose share 0.41"));
  part.log10_p_holm = -8;
  BOOST_TEST(holds(answer_for(part), "by chance has p = 1.0e-08"));
}

BOOST_AUTO_TEST_CASE(the_answer_says_which_how_much_and_what_it_does_not_say) {
  const std::string found = to_html(sample::suspect());
  BOOST_TEST(holds(found, "Found in 2 of 4 components"));
  BOOST_TEST(holds(found, "that the rest of the model comes from the reference"));
  const std::string clear = to_html(sample::innocent());
  BOOST_TEST(holds(clear, "was made from scratch"));
  BOOST_TEST(!holds(clear, "Found in"));
  BOOST_TEST(holds(section(clear, "changes"), "Nothing was found"));
}

BOOST_AUTO_TEST_CASE(cautions_follow_the_verdicts) {
  const std::string tuned = section(to_html(sample::suspect()), "cautions");
  BOOST_TEST(holds(tuned, "only parent"));
  BOOST_TEST(holds(tuned, "hold 8.8 % of its parameters"));
  BOOST_TEST(holds(tuned, "norm gains near 0.99"));
  const std::string clear = section(to_html(sample::innocent()), "cautions");
  BOOST_TEST(!holds(clear, "only parent"));
  BOOST_TEST(holds(clear, "made from scratch"));
}

BOOST_AUTO_TEST_CASE(a_proven_direction_is_said_and_an_open_one_too) {
  BOOST_TEST(holds(section(to_html(sample::suspect()), "changes"), "the weights do not say"));
  const std::string proven = to_html(sample::rearranged());
  BOOST_TEST(holds(section(proven, "changes"), "A layer occurs twice."));
  BOOST_TEST(
      holds(section(proven, "parts"), "0 to 23 from 0 to 23; 24 to 46 from 8 to 30; 47 new"));
  BOOST_TEST(holds(section(proven, "parts"), "2 of 4 stand elsewhere, 1 with the sign flipped"));
}

BOOST_AUTO_TEST_CASE(digests_of_files_are_printed_where_there_are_any) {
  comparison ruling = sample::suspect();
  BOOST_TEST(holds(section(to_html(ruling), "reproduce"), "were not recorded"));
  ruling.subject.files = {{"a.safetensors", 12'345, std::string(64, 'c')}};
  const std::string table = section(to_html(ruling), "reproduce");
  BOOST_TEST(holds(table, std::string(64, 'c')));
  BOOST_TEST(holds(table, "12,345"));
}

BOOST_AUTO_TEST_CASE(a_name_cannot_leave_its_quotes_in_the_command) {
  comparison ruling = sample::suspect();
  ruling.subject.name = "a'; rm -rf ~; '";
  BOOST_TEST(holds(section(to_html(ruling), "reproduce"),
                   "&#39;a&#39;\\&#39;&#39;; rm -rf ~; &#39;\\&#39;&#39;&#39;"));
}

BOOST_AUTO_TEST_CASE(the_command_has_what_the_search_was_asked) {
  comparison ruling = sample::suspect();
  BOOST_TEST(holds(section(to_html(ruling), "reproduce"), "was not recorded"));
  ruling.asked = asked_search{};
  const std::string plain = section(to_html(ruling), "reproduce");
  BOOST_TEST(!holds(plain, "was not recorded"));
  BOOST_TEST(!holds(plain, " --depth"));
  ruling.asked = asked_search{search_depth::full, 30, std::string(64, 'e')};
  const std::string asked = section(to_html(ruling), "reproduce");
  BOOST_TEST(holds(asked, " --depth full --search-seconds 30 --map MAP.json"));
  BOOST_TEST(holds(asked, std::string(64, 'e')));
}

BOOST_AUTO_TEST_CASE(the_command_opens_models_as_they_were_opened) {
  const auto page = [](std::optional<model_opening> subject,
                       std::optional<model_opening> reference) {
    comparison ruling = sample::suspect();
    ruling.subject.opened = subject;
    ruling.reference.opened = reference;
    return section(to_html(ruling), "reproduce");
  };
  BOOST_TEST(holds(page({}, {}), "have to be given as they were"));
  const model_opening plain, stored{true, false}, lenient{false, true};
  BOOST_TEST(!holds(page(plain, plain), "--as-stored"));
  BOOST_TEST(!holds(page(plain, plain), "--lenient-pickle"));
  BOOST_TEST(holds(page(stored, stored), "--as-stored --html report.html"));
  BOOST_TEST(holds(page(lenient, lenient), "--lenient-pickle --html report.html"));
  // One command opens both sides alike: where they were not, people have to be told.
  BOOST_TEST(holds(page(stored, plain), "have to be given as they were"));
  BOOST_TEST(!holds(page(stored, plain), "--as-stored --html"));
}

BOOST_AUTO_TEST_CASE(a_spectrum_stands_beside_what_a_gaussian_difference_shows) {
  comparison ruling = sample::suspect();
  BOOST_TEST(!holds(to_html(ruling), "Shape of the difference"));
  change_spectrum spectrum;
  spectrum.tensor = "model.<b>.weight";
  spectrum.operation = operation_kind::low_rank_merged;
  spectrum.rows = spectrum.all_rows = 96;
  spectrum.columns = spectrum.all_columns = 64;
  spectrum.shares = {0.6, 0.3, 1e-9};
  spectrum.gaussian_shares = {0.05, 0.04, 0.03};
  spectrum.gaussian_edge = 0.06;
  spectrum.above_edge = 2;
  spectrum.share_above_edge = 0.9;
  ruling.components[0].spectrum = spectrum;
  const std::string drawn = section(to_html(ruling), "changes");
  BOOST_TEST(holds(drawn, "Shape of the difference"));
  BOOST_TEST(holds(drawn, "2 of the 64 stand above the dashed line, with 90.0 %"));
  BOOST_TEST(holds(drawn, "<td>0.300</td><td>0.0400</td>")); // the picture as a table
  BOOST_TEST(!holds(drawn, "<b>.weight"));
  for (const double absurd : {double(NAN), double(INFINITY), -1.0, 1e300, 0.0}) {
    ruling.components[0].spectrum->shares.assign(100, absurd);
    ruling.components[0].spectrum->gaussian_shares.assign(70, absurd);
    ruling.components[0].spectrum->gaussian_edge = absurd;
    BOOST_TEST(to_html(ruling).size() < 200'000U);
  }
}

BOOST_AUTO_TEST_CASE(absurd_comparisons_are_pages_too) {
  comparison ruling = sample::rearranged();
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  ruling.subject.parameters = 0;
  ruling.options.log10_alpha = nothing;
  for (component_ruling& component : ruling.components) {
    component.share = component.common_variance = component.minimum_detectable = nothing;
    component.evidence.effect = component.evidence.z = component.log10_p_holm = nothing;
    component.operations.push_back({static_cast<operation_kind>(99), "", {}, nothing, {}});
  }
  for (tensor_evidence& tensor : ruling.tensors) {
    tensor.layer = std::numeric_limits<int>::max();
    tensor.component = 1000;
    tensor.metrics.relative_l2 = INFINITY;
    tensor.shape.assign(1000, 7);
  }
  ruling.components[0].arrangement.emplace().layer_of = {
      std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), 3};
  const std::string page = to_html(ruling);
  BOOST_TEST(!holds(page, "nan"));
  BOOST_TEST(!holds(page, "inf "));
  BOOST_TEST(page.size() < 300'000U);
  comparison many;
  many.components.assign(3000, sample::vision());
  many.tensors.assign(10, pair_of(std::numeric_limits<int>::min(), tensor_role::router, 0.5, -9));
  BOOST_TEST(holds(to_html(many), "Only the 24 largest components are drawn"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(heat_map)

BOOST_AUTO_TEST_CASE(a_cell_is_coloured_by_size_and_by_chance_not_by_one_of_them) {
  comparison ruling;
  const auto grid = grid_of(ruling, {pair_of(0, tensor_role::attention_q, 0.9, -20),
                                     pair_of(1, tensor_role::attention_q, 0.9, -3),
                                     pair_of(2, tensor_role::attention_q, 0.01, -50)});
  BOOST_TEST_REQUIRE(grid.cells.size() == 3U);
  BOOST_TEST((grid.cells[0].kind == detail::heat_kind::dependent));
  BOOST_TEST((grid.cells[1].kind == detail::heat_kind::chance)); // too few units to say
  BOOST_TEST((grid.cells[2].kind == detail::heat_kind::chance)); // a trifle, however certain
}

BOOST_AUTO_TEST_CASE(what_a_search_fitted_has_the_higher_floor) {
  comparison ruling;
  tensor_evidence searched = pair_of(0, tensor_role::mlp_up, 0.1, -50);
  searched.fitted = fit_kind::axis;
  BOOST_TEST((grid_of(ruling, {searched}).cells[0].kind == detail::heat_kind::chance));
  searched.permutation.effect = 0.2;
  BOOST_TEST((grid_of(ruling, {searched}).cells[0].kind == detail::heat_kind::dependent));
}

BOOST_AUTO_TEST_CASE(cells_weigh_by_size_and_keep_their_range) {
  comparison ruling;
  tensor_evidence large = pair_of(0, tensor_role::mlp_up, 0.9, -50);
  large.parameters = 300;
  tensor_evidence small = pair_of(0, tensor_role::mlp_up, 0.5, -50);
  small.parameters = 100;
  const auto cell = grid_of(ruling, {large, small}).cells[0];
  BOOST_TEST(cell.value == 0.8, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(cell.lowest == 0.5);
  BOOST_TEST(cell.highest == 0.9);
}

BOOST_AUTO_TEST_CASE(what_is_set_aside_never_has_a_colour) {
  comparison ruling;
  tensor_evidence gains = pair_of(0, tensor_role::norm, 0.99, -50);
  gains.use = evidence_use::descriptive;
  BOOST_TEST((grid_of(ruling, {gains}).cells[0].kind == detail::heat_kind::aside));
  gains.stats.bit_equal = gains.stats.elements;
  BOOST_TEST((grid_of(ruling, {gains}).cells[0].kind == detail::heat_kind::aside_equal));
  gains.use = evidence_use::convicting;
  BOOST_TEST((grid_of(ruling, {gains}).cells[0].kind == detail::heat_kind::equal));
  gains.basis = equality_basis::unknown;
  BOOST_TEST((grid_of(ruling, {gains}).cells[0].kind == detail::heat_kind::dependent));
}

BOOST_AUTO_TEST_CASE(deep_models_share_rows) {
  comparison ruling;
  std::vector<tensor_evidence> tensors{pair_of(-1, tensor_role::token_embedding, 0.9, -50)};
  for (int layer = 0; layer < 1000; ++layer)
    tensors.push_back(pair_of(3 * layer, tensor_role::mlp_up, 0.9, -50));
  const auto grid = grid_of(ruling, tensors);
  BOOST_TEST(grid.rows.size() <= 64U);
  BOOST_TEST(grid.rows.size() > 50U);
  BOOST_TEST(detail::band_title(grid.rows[0]) == "outside");
  std::size_t counted = 0;
  for (const auto& cell : grid.cells)
    counted += cell.tensors;
  BOOST_TEST(counted == 1001U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(page_text)

BOOST_AUTO_TEST_CASE(names_are_escaped_isolated_and_cut) {
  BOOST_TEST(detail::html_name("<b>&\"'") == "<bdi>&lt;b&gt;&amp;&quot;&#39;</bdi>");
  BOOST_TEST(detail::html_name("a\xe2\x80\xae"
                               "b") == "<bdi>a\\u{202e}b</bdi>");
  const std::string cut = detail::html_name(std::string(100'000, 'x'));
  BOOST_TEST(cut.size() < 300U);
  BOOST_TEST(holds(cut, "100,000 characters"));
}

BOOST_AUTO_TEST_CASE(small_numbers_keep_three_digits) {
  BOOST_TEST(detail::measured(0.0997) == "0.0997");
  BOOST_TEST(detail::measured(0.0001234) == "0.000123");
  BOOST_TEST(detail::measured(0) == "0.00");
  BOOST_TEST(detail::measured(228.4) == "228");
  BOOST_TEST(detail::measured(NAN) == "-");
}

BOOST_AUTO_TEST_CASE(sentences_begin_and_end_as_sentences) {
  BOOST_TEST(detail::html_sentence("every element is equal") == "Every element is equal.");
  BOOST_TEST(detail::html_sentence("Done.") == "Done.");
  BOOST_TEST(detail::html_sentence("").empty());
}

BOOST_AUTO_TEST_CASE(every_verdict_has_a_title_a_meaning_and_a_sign) {
  for (int v = 1; v <= 9; ++v) {
    const auto ruling = static_cast<verdict>(v);
    BOOST_TEST(!detail::verdict_title(ruling, change_kind::none).empty());
    BOOST_TEST(!detail::verdict_meaning(ruling, change_kind::none).empty());
    BOOST_TEST(holds(detail::verdict_badge(ruling, change_kind::none), "class=\"sign\""));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
