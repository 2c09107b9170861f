#include "trained_recipes.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "model_parts.hpp"
#include "zoo_random.hpp"

namespace weightkin::zoo {

namespace {

/// Fine-tuning sees another world than the one all bases are trained on.
constexpr std::uint64_t tuning_world = 2;

enum purpose : std::uint64_t { fresh_start = 1, factors, stranger, other_sample, other_world };

std::uint64_t child_seed(const zoo_base& base, purpose of, std::uint64_t more = 0) {
  return seed_of({base.seed, static_cast<std::uint64_t>(base.model.kind), of, more});
}

/// What a recipe changes about a base's plan.
training_plan part_of_base_plan(const zoo_base& base, const zoo_options& options, double share,
                                float rate_factor) {
  training_plan plan = base_plan(base.model.kind, options);
  plan.first_step = plan.steps; // examples that the base has not seen
  plan.steps =
      std::max<std::size_t>(1, static_cast<std::size_t>(share * static_cast<double>(plan.steps)));
  plan.rate *= rate_factor;
  return plan;
}

descent truth_of(const std::string& recipe, const std::string& strength,
                 std::vector<operation_kind> operations) {
  descent truth;
  truth.recipe = recipe;
  truth.strength = strength;
  truth.operations = std::move(operations);
  return truth;
}

trained_child trained_on(zoo_model start, const training_plan& plan, descent truth) {
  trained_child answer{{std::move(start), std::move(truth)}, {}, plan.data.world};
  answer.record = train(answer.child.model, plan);
  return answer;
}

trained_recipe fine_tuned(double share, float rate_factor, const std::string& strength) {
  return {"fine_tuned", strength, false, [=](const zoo_base& base, const zoo_options& options) {
            training_plan plan = part_of_base_plan(base, options, share, rate_factor);
            plan.data.world = tuning_world;
            return trained_on(base.model, plan,
                              truth_of("fine_tuned", strength, {operation_kind::fine_tuned}));
          }};
}

trained_recipe continued(double share, const std::string& strength, bool nightly) {
  return {"continued", strength, nightly, [=](const zoo_base& base, const zoo_options& options) {
            return trained_on(base.model, part_of_base_plan(base, options, share, 1),
                              truth_of("continued", strength, {operation_kind::continued}));
          }};
}

trained_recipe low_rank(std::size_t rank, bool with_lengths) {
  const std::string name = with_lengths ? "dora_merged" : "low_rank_merged";
  const std::string strength = "rank " + std::to_string(rank);
  return {name, strength, false, [=](const zoo_base& base, const zoo_options& options) {
            training_plan plan = part_of_base_plan(base, options, 0.15, 0.7F);
            plan.data.world = tuning_world;
            plan.adapters = {rank, with_lengths};
            plan.adapted = takes_adapter;
            plan.adapter_seed = child_seed(base, factors, rank);
            // DoRA learns lengths of rows besides: of low rank after a factor for each row.
            return trained_on(base.model, plan,
                              truth_of(name, strength, {operation_kind::low_rank_merged}));
          }};
}

trained_recipe partly_frozen(const model_part& kept) {
  return {"partly_frozen", kept.title, false,
          [=](const zoo_base& base, const zoo_options& options) {
            descent truth =
                truth_of("partly_frozen", kept.title,
                         {operation_kind::partly_frozen, operation_kind::partly_reinitialised});
            zoo_model start = base.model;
            begin_anew(start,
                       initial_model(start.kind, options.scale, child_seed(base, fresh_start, 1)),
                       kept, false, truth);
            training_plan plan = part_of_base_plan(base, options, 0.25, 1);
            plan.trained = [kept](const zoo_tensor& tensor) { return !kept.has(tensor.name); };
            return trained_on(std::move(start), plan, std::move(truth));
          }};
}

trained_recipe partly_reinitialised(const std::vector<model_part>& layers, std::size_t count) {
  const std::string strength =
      std::to_string(count) + " of " + std::to_string(layers.size()) + " layers";
  model_part chosen{"", {}};
  // From the middle outwards, so that one layer is neither the first nor the last.
  for (std::size_t i = 0; i < count; ++i)
    chosen.name_parts.push_back(
        layers[(layers.size() / 2 + layers.size() - i) % layers.size()].title);
  return {"partly_reinitialised", strength, false,
          [=](const zoo_base& base, const zoo_options& options) {
            descent truth =
                truth_of("partly_reinitialised", strength,
                         {operation_kind::partly_reinitialised, operation_kind::fine_tuned});
            zoo_model start = base.model;
            begin_anew(start,
                       initial_model(start.kind, options.scale, child_seed(base, fresh_start, 2)),
                       chosen, true, truth);
            return trained_on(std::move(start), part_of_base_plan(base, options, 0.2, 0.5F),
                              std::move(truth));
          }};
}

trained_recipe embedding_retrained(const model_part& embedding, bool rest_frozen) {
  const std::string strength = rest_frozen ? "rest frozen" : "rest trained";
  return {"embedding_retrained", strength, false,
          [=](const zoo_base& base, const zoo_options& options) {
            descent truth =
                truth_of("embedding_retrained", strength, {operation_kind::partly_reinitialised});
            truth.operations.push_back(rest_frozen ? operation_kind::partly_frozen
                                                   : operation_kind::fine_tuned);
            zoo_model start = base.model;
            begin_anew(start,
                       initial_model(start.kind, options.scale, child_seed(base, fresh_start, 3)),
                       embedding, true, truth);
            training_plan plan = part_of_base_plan(base, options, 0.25, rest_frozen ? 1.0F : 0.5F);
            if (rest_frozen)
              plan.trained = [embedding](const zoo_tensor& tensor) {
                return embedding.has(tensor.name);
              };
            return trained_on(std::move(start), plan, std::move(truth));
          }};
}

trained_recipe other_seed(bool same_data) {
  const std::string strength = same_data ? "same data" : "disjoint data";
  return {"other_seed", strength, false, [=](const zoo_base& base, const zoo_options& options) {
            descent truth = truth_of("other_seed", strength, {});
            truth.related = false;
            training_plan plan = base_plan(base.model.kind, options);
            if (!same_data) plan.data.sample = child_seed(base, other_sample, 1);
            return trained_on(initial_model(base.model.kind, options.scale,
                                            child_seed(base, stranger, same_data ? 1 : 2)),
                              plan, std::move(truth));
          }};
}

trained_recipe same_initialisation(bool same_world) {
  const std::string strength = same_world ? "disjoint data" : "other world";
  return {"same_initialisation", strength, false,
          [=](const zoo_base& base, const zoo_options& options) {
            descent truth = truth_of("same_initialisation", strength, {});
            truth.common_ancestor = true;
            training_plan plan = base_plan(base.model.kind, options);
            plan.data.sample = child_seed(base, other_sample, 2);
            if (!same_world) plan.data.world = tuning_world;
            return trained_on(initial_model(base.model.kind, options.scale, base.seed), plan,
                              std::move(truth));
          }};
}

trained_recipe distilled(double share, const std::string& strength) {
  return {"distilled", strength, false, [=](const zoo_base& base, const zoo_options& options) {
            descent truth = truth_of("distilled", strength, {});
            truth.related = false;
            training_plan plan = part_of_base_plan(base, options, share, 1);
            plan.first_step = 0; // the very examples that the teacher was trained on
            plan.teacher = &base.model;
            return trained_on(
                initial_model(base.model.kind, options.scale, child_seed(base, stranger, 3)), plan,
                std::move(truth));
          }};
}

} // namespace

std::vector<trained_recipe> trained_recipes(backbone kind, zoo_scale scale) {
  // Only names and counts of layers are read off it.
  const zoo_model shape = initial_model(kind, scale, 0);
  std::vector<trained_recipe> all{
      fine_tuned(0.05, 0.1F, "5 % at 0.1 of the rate"),
      fine_tuned(0.1, 0.3F, "10 % at 0.3 of the rate"),
      fine_tuned(0.3, 0.5F, "30 % at 0.5 of the rate"),
      continued(0.1, "10 %", false),
      continued(1, "100 %", false),
      continued(10, "1000 %", true),
  };
  for (const bool with_lengths : {false, true})
    for (const std::size_t rank : {1U, 4U, 16U})
      all.push_back(low_rank(rank, with_lengths));
  for (const model_part& part : keepable_parts(shape))
    all.push_back(partly_frozen(part));
  const std::vector<model_part> layers = replaceable_layers(shape);
  // Where layers are all there is, the last one stays.
  const bool transformer =
      kind == backbone::decoder || kind == backbone::vision || kind == backbone::two_tower;
  const std::size_t most = transformer ? layers.size() : layers.size() - 1;
  for (const std::size_t count : std::set<std::size_t>{1, std::min<std::size_t>(2, most), most})
    all.push_back(partly_reinitialised(layers, count));
  const model_part embedding = embedding_part(shape);
  if (!embedding.name_parts.empty())
    for (const bool rest_frozen : {true, false})
      all.push_back(embedding_retrained(embedding, rest_frozen));
  for (const bool same : {true, false})
    all.push_back(other_seed(same));
  for (const bool same : {true, false})
    all.push_back(same_initialisation(same));
  all.push_back(distilled(0.5, "50 % of the teacher's steps"));
  all.push_back(distilled(1, "100 % of the teacher's steps"));
  return all;
}

} // namespace weightkin::zoo
