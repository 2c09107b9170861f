// What the search for rearranged weights promises beside its findings: how far it goes, the same
// answer at any thread count, progress, cancellation, limits of time, and peace with broken input.
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <support/model_builder.hpp>
#include <vector>
#include <zoo/derive_depth.hpp>
#include <zoo/derive_permutation.hpp>
#include <zoo/derive_rotation.hpp>
#include <zoo/made_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/element_reader.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/report/json_report.hpp>

#include "lineage/compare_models.hpp"
#include "lineage/search/carried_models.hpp"
#include "lineage/view_measurements.hpp"

namespace {

using namespace weightkin;

constexpr zoo::decoder_sizes slim{256, 48, 96, 4, 4, 2, 12};

zoo::zoo_model decoder(std::uint64_t seed) { return zoo::made_decoder(seed, slim); }

comparison must_compare(const zoo::zoo_model& subject, const zoo::zoo_model& reference,
                        const compare_options& options = {}) {
  auto answer = compare_views(subject.views(), reference.views(), options);
  if (!answer) BOOST_FAIL(answer.error().message);
  return std::move(*answer);
}

comparison at_depth(const zoo::zoo_model& subject, const zoo::zoo_model& reference,
                    search_depth depth) {
  compare_options options;
  options.depth = depth;
  return must_compare(subject, reference, options);
}

const component_ruling& only_ruling(const comparison& answer) { return answer.components.front(); }

/// Nothing lies where it lay: only a full search finds it.
BOOST_AUTO_TEST_CASE(reordered_streams_need_the_full_depth) {
  const zoo::zoo_model parent = decoder(101);
  const zoo::zoo_model child = zoo::stream_permuted(parent, true, 3).model;
  const comparison direct = at_depth(child, parent, search_depth::direct);
  BOOST_TEST(!is_finding(direct.overall));
  BOOST_TEST(!only_ruling(direct).arrangement.has_value());
  BOOST_TEST(direct.searched.empty());
  BOOST_TEST(!is_finding(at_depth(child, parent, search_depth::layers).overall));
  for (const search_depth depth : {search_depth::full, search_depth::automatic}) {
    const comparison answer = at_depth(child, parent, depth);
    BOOST_TEST(is_finding(answer.overall), answer.sentence);
    BOOST_TEST(only_ruling(answer).arrangement.has_value());
    BOOST_TEST(!answer.searched.empty());
  }
}

/// A note belongs to its component by more than its first words.
BOOST_AUTO_TEST_CASE(notes_of_a_search_are_kept_with_their_component) {
  const zoo::zoo_model parent = decoder(102);
  const comparison answer =
      at_depth(zoo::stream_permuted(parent, true, 3).model, parent, search_depth::full);
  std::vector<std::string> lines;
  for (const component_ruling& component : answer.components)
    for (const std::string& note : component.search_notes)
      lines.push_back(component.id + ": " + note);
  BOOST_TEST(!lines.empty());
  BOOST_TEST(lines == answer.searched, boost::test_tools::per_element());
}

/// Layers of the reference count once, however often the subject repeats them, and those that it
/// lacks do not count.
BOOST_AUTO_TEST_CASE(the_share_of_the_reference_counts_its_own_parameters) {
  const zoo::zoo_model small = decoder(104);
  const zoo::zoo_model large = zoo::depth_upscaled(small, 1).model;
  const comparison grown = at_depth(large, small, search_depth::full);
  BOOST_REQUIRE(only_ruling(grown).cover);
  BOOST_TEST(only_ruling(grown).cover->parameters == grown.reference.parameters);
  BOOST_TEST(only_ruling(grown).cover->paired == grown.reference.parameters);
  BOOST_TEST(grown.reference_parameters_found.value_or(1) == grown.reference.parameters);

  const comparison cut = at_depth(small, large, search_depth::full);
  BOOST_TEST(is_finding(cut.overall), cut.sentence);
  BOOST_REQUIRE(only_ruling(cut).cover);
  BOOST_TEST(only_ruling(cut).cover->parameters == cut.reference.parameters);
  BOOST_TEST(only_ruling(cut).cover->paired == cut.subject.parameters);
  BOOST_TEST(cut.reference_parameters_found.value_or(1) == cut.subject.parameters);

  const comparison strangers = at_depth(decoder(105), small, search_depth::direct);
  BOOST_TEST(strangers.reference_parameters_found.value_or(1) == 0U);
}

/// Layers that moved are found without looking for another basis.
BOOST_AUTO_TEST_CASE(moved_layers_need_the_layers_depth) {
  const zoo::zoo_model parent = decoder(103);
  const zoo::descendant child = zoo::depth_upscaled(parent, 1);
  const comparison direct = at_depth(child.model, parent, search_depth::direct);
  BOOST_TEST(!only_ruling(direct).arrangement.has_value());
  for (const search_depth depth : {search_depth::layers, search_depth::full}) {
    const comparison answer = at_depth(child.model, parent, depth);
    BOOST_REQUIRE(only_ruling(answer).arrangement);
    BOOST_TEST(only_ruling(answer).arrangement->layer_of == child.truth.layer_of,
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(threads_do_not_change_a_byte) {
  const zoo::zoo_model parent = decoder(105);
  const std::vector<zoo::zoo_model> subjects{zoo::all_permuted(parent, 5).model,
                                             zoo::attacked_e1(parent, 7).model,
                                             zoo::depth_upscaled(parent, 1).model, decoder(107)};
  for (const zoo::zoo_model& subject : subjects) {
    compare_options options;
    options.threads = 1;
    const std::string one = to_json(must_compare(subject, parent, options));
    options.threads = 3;
    BOOST_TEST((one == to_json(must_compare(subject, parent, options))));
  }
}

BOOST_AUTO_TEST_CASE(a_search_reports_progress) {
  const zoo::zoo_model parent = decoder(109);
  const zoo::zoo_model child = zoo::all_permuted(parent, 9).model;
  compare_options options;
  std::set<std::string> stages;
  std::string stage;
  std::uint64_t last = 0;
  options.on_progress = [&](const progress& now) {
    if (now.stage == stage) BOOST_TEST(now.done >= last);
    BOOST_TEST(now.done <= now.total);
    stage = now.stage;
    last = now.done;
    stages.insert(stage);
    return true;
  };
  must_compare(child, parent, options);
  BOOST_TEST(stages.count("search") == 1U);
}

BOOST_AUTO_TEST_CASE(a_search_can_be_cancelled) {
  const zoo::zoo_model parent = decoder(111);
  for (const char* stage : {"compare", "search", "compare rearranged"}) {
    compare_options options;
    bool asked = false;
    options.on_progress = [&](const progress& now) {
      asked |= now.stage == stage;
      return now.stage != stage;
    };
    const auto answer =
        compare_views(zoo::all_permuted(parent, 11).model.views(), parent.views(), options);
    BOOST_TEST_CONTEXT("stage " << stage) {
      BOOST_TEST(asked);
      BOOST_REQUIRE(!answer);
      BOOST_TEST(name_of(answer.error().code) == name_of(errc::cancelled));
    }
  }
}

bool mentions_time(const comparison& answer) {
  for (const std::string& line : answer.limits)
    if (line.find("limit of time") != std::string::npos) return true;
  return false;
}

/// A search that had no time saw nothing, which is not the absence of anything.
BOOST_AUTO_TEST_CASE(a_search_without_time_abstains) {
  compare_options hasty;
  hasty.search_seconds = 1e-9;
  const zoo::zoo_model parent = decoder(113), stranger = decoder(115);
  for (const zoo::zoo_model& subject : {stranger, zoo::stream_permuted(parent, true, 13).model}) {
    const comparison answer = must_compare(subject, parent, hasty);
    BOOST_TEST(name_of(answer.overall) == name_of(verdict::undetermined), answer.sentence);
    BOOST_TEST(mentions_time(answer));
  }
  const comparison patient = must_compare(stranger, parent);
  BOOST_TEST(name_of(patient.overall) == name_of(verdict::no_shared_initialisation_found));
  BOOST_TEST(!mentions_time(patient));
}

/// Time did not run out just because something could not be done.
BOOST_AUTO_TEST_CASE(other_limits_are_not_taken_for_time) {
  zoo::decoder_sizes wider = slim;
  wider.width = 64;
  const comparison answer = must_compare(zoo::made_decoder(117, wider), decoder(119));
  BOOST_TEST(!is_finding(answer.overall));
  BOOST_TEST(!mentions_time(answer));
  for (const component_ruling& part : answer.components)
    BOOST_TEST(part.sentence.find("limit of time") == std::string::npos, part.sentence);
}

/// What nobody should do to weights.
std::vector<zoo::zoo_model> broken_variants(const zoo::zoo_model& sound) {
  std::vector<zoo::zoo_model> all;
  const auto variant = [&](auto change) {
    all.push_back(sound);
    for (zoo::zoo_tensor& tensor : all.back().tensors)
      change(tensor);
  };
  const auto rows_of = [](float value) {
    return [value](zoo::zoo_tensor& tensor) {
      for (std::size_t i = 0; i < tensor.values.size(); i += 3)
        tensor.values[i] = value;
    };
  };
  variant(rows_of(std::numeric_limits<float>::quiet_NaN()));
  variant(rows_of(std::numeric_limits<float>::infinity()));
  variant([](zoo::zoo_tensor& tensor) {
    for (float& value : tensor.values)
      value = std::numeric_limits<float>::quiet_NaN();
  });
  variant([](zoo::zoo_tensor& tensor) {
    for (float& value : tensor.values)
      value = 0;
  });
  variant([](zoo::zoo_tensor& tensor) {
    for (float& value : tensor.values)
      value = 3e38F;
  });
  for (const char* part : {"embed_tokens", "q_proj", "k_proj", "down_proj", "up_proj", "layernorm"})
    variant([&](zoo::zoo_tensor& tensor) { // no rows
      if (tensor.name.find(part) == std::string::npos) return;
      tensor.shape[0] = 0;
      tensor.values.clear();
    });
  variant([](zoo::zoo_tensor& tensor) { // no columns
    if (tensor.shape.size() < 2) return;
    tensor.shape[1] = 0;
    tensor.values.clear();
  });
  variant([](zoo::zoo_tensor& tensor) { // far more axes than anything has
    tensor.shape.insert(tensor.shape.begin(), 12, 1);
  });
  variant([](zoo::zoo_tensor& tensor) { tensor.shape = {tensor.values.size()}; });
  variant([](zoo::zoo_tensor& tensor) { tensor.name = "model.layers.0.mlp.up_proj.weight"; });
  variant([](zoo::zoo_tensor& tensor) { // a layer number that nobody has
    const std::size_t at = tensor.name.find("layers.1.");
    if (at != std::string::npos) tensor.name.replace(at, 9, "layers.2147483647.");
  });
  all.push_back(sound);
  all.back().tensors.resize(1);
  all.push_back(sound);
  for (std::size_t i = 0; i + 1 < sound.tensors.size(); i += 2) // two tensors for every slot
    all.back().tensors.push_back(sound.tensors[i]);
  zoo::decoder_sizes one = slim;
  one.layers = 1;
  all.push_back(zoo::made_decoder(123, one));
  one = {2, 1, 1, 1, 1, 1, 1};
  all.push_back(zoo::made_decoder(125, one));
  return all;
}

BOOST_AUTO_TEST_CASE(broken_models_are_survived) {
  const zoo::zoo_model sound = decoder(121);
  const zoo::zoo_model moved = zoo::all_permuted(sound, 15).model;
  std::size_t survived = 0;
  for (const zoo::zoo_model& broken : broken_variants(moved)) {
    // An error that says what is wrong would do; the search must not fall over.
    for (const auto& [a, b] :
         {std::pair{&broken, &sound}, std::pair{&sound, &broken}, std::pair{&broken, &broken}}) {
      const auto answer = compare_views(a->views(), b->views());
      if (!answer) BOOST_TEST_MESSAGE(answer.error().message);
      ++survived;
    }
  }
  BOOST_TEST(survived == 3 * broken_variants(moved).size());
}

/// One tensor stored as complex, with imaginary parts of zero, must not end the comparison of the
/// others, wherever the search finds them.
BOOST_AUTO_TEST_CASE(a_complex_tensor_is_left_over_and_nothing_else) {
  const zoo::zoo_model parent = decoder(131);
  const auto reference = parent.views();
  for (const bool moved : {false, true}) {
    const zoo::zoo_model child = moved ? zoo::stream_permuted(parent, true, 3).model : parent;
    for (const std::string_view part : {"k_proj", "down_proj", "embed_tokens"}) {
      auto subject = child.views();
      std::vector<std::vector<std::complex<float>>> stored;
      for (tensor_view& view : subject) {
        if (view.name.find(part) == std::string_view::npos) continue;
        const auto reals = read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
        BOOST_REQUIRE(reals);
        stored.emplace_back(reals->begin(), reals->end());
        view.type = dtype::c64;
        view.data = reinterpret_cast<const std::byte*>(stored.back().data());
        view.storage = {};
        break;
      }
      BOOST_REQUIRE_EQUAL(stored.size(), 1U);
      for (const bool swapped : {false, true}) {
        const auto answer =
            swapped ? compare_views(reference, subject) : compare_views(subject, reference);
        if (!answer) BOOST_FAIL(answer.error().message);
        BOOST_TEST(is_finding(answer->overall), answer->sentence);
      }
    }
  }
}

/// Extents beside a zero cost nothing to claim.
BOOST_AUTO_TEST_CASE(claimed_extents_take_no_memory) {
  const zoo::zoo_model sound = decoder(133);
  const std::vector<std::uint64_t> shape{std::uint64_t{1} << 45, 0};
  for (const char* const part : {"self_attn.o_proj", "self_attn.q_proj", "mlp.up_proj"}) {
    const std::string name = "model.layers.0." + std::string(part) + ".weight";
    const std::vector<tensor_view> empty{{.name = name,
                                          .type = dtype::f32,
                                          .shape = shape,
                                          .strides = {},
                                          .data = nullptr,
                                          .source = nullptr,
                                          .storage = {}}};
    for (const bool swapped : {false, true}) {
      const auto answer =
          swapped ? compare_views(sound.views(), empty) : compare_views(empty, sound.views());
      if (!answer) BOOST_FAIL(answer.error().message);
      BOOST_TEST(!is_finding(answer->overall), answer->sentence);
    }
  }
}

/// Strangers on which a search fitted an arrangement to everything: their equal values convict
/// nobody, because equality is what was fitted.
BOOST_AUTO_TEST_CASE(fitted_pairs_never_convict) {
  const zoo::zoo_model parent = decoder(127);
  zoo::zoo_model subject = parent; // as alike as can be
  const auto subject_views = subject.views(), reference_views = parent.views();
  const inventory subject_contents = take_inventory(subject_views, {});
  const inventory reference_contents = take_inventory(reference_views, {});
  paired_models direct{
      {subject_views, &subject_contents}, {reference_views, &reference_contents}, nullptr};
  auto aligned = align(direct.subject, direct.reference);
  BOOST_REQUIRE(aligned);
  direct.aligned = &*aligned;
  const auto ruled = [&](bool fitted) {
    detail::rearrangement found;
    component_correspondence part;
    part.moves_values = true;
    found.components.push_back(part);
    for (std::size_t i = 0; i < subject_views.size(); ++i) {
      detail::tensor_placement place;
      place.subject = place.reference = i;
      place.fitted = fitted;
      // The rows in the opposite order: alike only where the mirror image is.
      detail::axis_change change;
      for (std::uint64_t row = subject_views[i].shape[0]; row-- > 0;)
        change.from.push_back(static_cast<std::int64_t>(row));
      place.reference_changes.push_back(change);
      found.placements.push_back(std::move(place));
    }
    auto carried = carry_models(direct, found);
    if (!carried) BOOST_FAIL(carried.error().message);
    paired_models models{{carried->subject_views, direct.subject.contents},
                         {carried->reference_views, &carried->reference_contents},
                         &carried->aligned};
    models.fits = carried->fits;
    models.arrangements = found.components;
    models.looks = 2;
    auto answer = compare_models(models, view_measurements(models), {});
    if (!answer) BOOST_FAIL(answer.error().message);
    return std::move(*answer);
  };
  // The mirror images of the subject's rows are what the reference is made to be.
  for (zoo::zoo_tensor& tensor : subject.tensors) {
    std::vector<float> mirrored;
    const std::size_t columns = tensor.columns();
    for (std::size_t row = tensor.rows(); row-- > 0;)
      mirrored.insert(mirrored.end(), tensor.values.begin() + row * columns,
                      tensor.values.begin() + (row + 1) * columns);
    // In place: the views stay valid. A little noise, so that no tensor is equal bit for bit.
    for (std::size_t i = 0; i < mirrored.size(); ++i)
      tensor.values[i] = mirrored[i] * (1 + 0.01F * static_cast<float>(i % 7));
  }
  const comparison free = ruled(false), fitted = ruled(true);
  BOOST_TEST(is_finding(free.overall), free.sentence); // the arrangement itself is right
  BOOST_TEST(!is_finding(fitted.overall), fitted.sentence);
  for (const tensor_evidence& pair : fitted.tensors)
    BOOST_TEST(name_of(pair.permutation.null) == name_of(null_kind::none));
}

} // namespace
