#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "reader/decode/decoded_elements.hpp"
#include "reader/distributed/tag_file.hpp"
#include "reader/distributed/zero_partitions.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/pickle/pickle_lookup.hpp"
#include "reader/torch/torch_file.hpp"

// DeepSpeed keeps the name of its newest checkpoint's folder in a text file, `latest`. In the
// folder, *_model_states.pt holds the module as it was used for training, mostly in half precision
// (under ZeRO 3 only empty shells), the shapes of the parameters in order, and which entries are
// buffers; *_optim_states.pt, one a rank, holds that rank's partition of the f32 parameters, all in
// one run. The f32 values are what training continues from, so they are the model; what has no
// partition comes from the model states. Without partitions the module is all there is.
namespace weightkin {
namespace {

using detail::escaped;
using kind = pickle_kind;

constexpr std::string_view deepspeed_name = "deepspeed";
constexpr std::string_view model_ending = "_model_states.pt";
constexpr std::string_view optimiser_ending = "_optim_states.pt";
constexpr std::string_view joined_groups = "optimizer_state_dict.single_partition_of_fp32_groups.";
constexpr std::string_view shared_groups = "optimizer_state_dict.fp32_flat_groups.";

/// The number after the last "`before`" in a file name, or nothing.
std::optional<std::uint32_t> number_after(std::string_view name, std::string_view before) {
  const std::size_t found = name.rfind(before);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view digits = name.substr(found + before.size());
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc{} || end == digits.data()) return std::nullopt;
  return value;
}

/// The partitions of one rank.
struct rank_partitions {
  flat_run joined; ///< by group
  flat_run shared;
};

class deepspeed_reader {
public:
  explicit deepspeed_reader(const read_request& request)
      : request_(request), label_(request.bytes->label()) {}

  result<file_contents> run(std::string_view tag);

private:
  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return detail::bad_file(why, label_, what);
  }
  result<std::shared_ptr<const byte_source>> open(const std::string& name) const;
  result<void> find_files(std::string_view tag);
  result<void> read_model_states();
  result<void> add_shapes(const pickle_values& values, pickle_index shapes);
  result<flat_parameter> parameter_of(const pickle_values& values, pickle_index name,
                                      pickle_index shape) const;
  result<rank_partitions> read_rank(const std::string& name) const;
  result<void> add_group_member(stored_tensor tensor, std::string_view prefix,
                                flat_run& groups) const;
  result<void> cut_partitions();
  result<void> cut_groups(const std::vector<rank_partitions>& ranks);
  result<void> add_listed(const pickle_values& values, pickle_index root);
  result<void> add_shared_names(const pickle_values& values, pickle_index shared);

  const read_request& request_;
  const std::string& label_;
  std::string folder_; ///< ends in '/'
  std::string model_file_;
  std::map<std::uint32_t, std::string> optimiser_files_; ///< by rank
  std::vector<std::vector<flat_parameter>> groups_;
  file_contents model_; ///< what the model states hold
  file_contents contents_;
};

result<std::shared_ptr<const byte_source>> deepspeed_reader::open(const std::string& name) const {
  auto file = request_.beside.open(folder_ + name);
  if (!file)
    return error{file.error().code, label_ + ": " + file.error().message, file.error().why};
  return file;
}

/// Sorts the folder's files by what they hold. One model-parallel rank only: how other
/// checkpoints were cut, their files do not say.
result<void> deepspeed_reader::find_files(std::string_view tag) {
  folder_ = std::string(tag) + "/";
  const auto entries = request_.beside.list(tag);
  if (!entries) return entries.error();
  for (const std::string& name : *entries) {
    const bool is_model = name.ends_with(model_ending);
    if (!is_model && !name.ends_with(optimiser_ending)) continue;
    const auto model_rank = number_after(name, "mp_rank_");
    if (!model_rank.has_value() || *model_rank != 0 || name.find("expert") != std::string::npos)
      return detail::unsupported_file(label_, "model-, pipeline- or expert-parallel checkpoints "
                                              "are not read: " +
                                                  escaped(name));
    const auto rank = number_after(name, "zero_pp_rank_");
    if (is_model && rank.value_or(0) == 0) model_file_ = name;
    if (is_model) continue;
    if (!rank.has_value() || !optimiser_files_.emplace(*rank, name).second)
      return fail(fault::shard, "the rank of " + escaped(name) + " is unknown or taken");
  }
  if (model_file_.empty()) return fail(fault::missing, "no model states of rank 0");
  if (optimiser_files_.size() > request_.options.limits.shards)
    return fail(fault::limit, "too many ranks");
  if (!optimiser_files_.empty() && optimiser_files_.rbegin()->first + 1 != optimiser_files_.size())
    return fail(fault::shard, "the optimiser states of some ranks are missing");
  return {};
}

result<flat_parameter> deepspeed_reader::parameter_of(const pickle_values& values,
                                                      pickle_index name, pickle_index shape) const {
  constexpr std::uint32_t longest_name = 4096;
  const auto extents = small_integers(values, shape);
  if (values.kind(name) != kind::text || !extents.has_value())
    return fail(fault::pickle_malformed, "the list of parameters holds something else");
  if (values.count_of(name) > longest_name)
    return fail(fault::limit, "the name of a parameter has more than 4096 bytes");
  flat_parameter parameter{std::string(values.text_of(name)), {}};
  std::uint64_t count = 1;
  for (const std::int64_t extent : *extents) {
    parameter.shape.push_back(static_cast<std::uint64_t>(extent));
    if (extent < 0)
      return fail(fault::shape, "parameter " + escaped(parameter.name) + ": negative extent");
    if (__builtin_mul_overflow(count, parameter.shape.back(), &count) || count > UINT64_MAX / 16)
      return fail(fault::overflow,
                  "parameter " + escaped(parameter.name) + ": its shape exceeds 64 bits");
  }
  return parameter;
}

/// A dict of shapes by name, a group of its own.
result<void> deepspeed_reader::add_shapes(const pickle_values& values, pickle_index shapes) {
  if (values.kind(shapes) != kind::dict)
    return fail(fault::pickle_malformed, "param_shapes is no list of dicts");
  groups_.emplace_back();
  std::size_t total = 0;
  for (const auto& group : groups_)
    total += group.size();
  for (pickle_values::cursor at(values, shapes); !at.at_end(); ++total) {
    if (total >= request_.options.limits.tensors) return fail(fault::limit, "too many parameters");
    const pickle_index name = at.next(values);
    auto parameter = parameter_of(values, name, at.next(values));
    if (!parameter) return std::move(parameter).error();
    groups_.back().push_back(std::move(*parameter));
  }
  return {};
}

result<void> deepspeed_reader::read_model_states() {
  constexpr std::uint32_t most_groups = 4096;
  const auto file = open(model_file_);
  if (!file) return file.error();
  auto contents = read_torch_file(*file, request_.options);
  if (!contents) return std::move(contents).error();
  model_ = std::move(*contents);
  contents_.metadata = model_.metadata;
  if (optimiser_files_.empty()) return {};
  const auto object = read_torch_object(*file, request_.options);
  if (!object) return object.error();
  const pickle_values& values = object->values;
  const pickle_index shapes = find_key(values, object->root, "param_shapes");
  if (shapes == no_value) return fail(fault::missing, "the model states lack param_shapes");
  if (values.kind(shapes) == kind::dict) {
    if (auto added = add_shapes(values, shapes); !added) return added;
  } else if (values.kind(shapes) == kind::list && values.count_of(shapes) <= most_groups) {
    for (pickle_values::cursor at(values, shapes); !at.at_end();)
      if (auto added = add_shapes(values, at.next(values)); !added) return added;
  } else {
    return fail(fault::pickle_malformed, "param_shapes is no list of dicts");
  }
  if (auto cut = cut_partitions(); !cut) return cut;
  return add_listed(values, object->root);
}

/// One of a rank's flat tensors, named after its place in their list.
result<void> deepspeed_reader::add_group_member(stored_tensor tensor, std::string_view prefix,
                                                flat_run& groups) const {
  if (number_after(tensor.name, prefix) != groups.size() || tensor.shape.size() != 1)
    return fail(fault::shape, "the partitions of a rank are no list of flat tensors");
  if (tensor.shape.front() > tensor.bytes->size() || !is_byte_sized(tensor.type) ||
      (!groups.empty() && tensor.type != groups.front().type))
    return fail(fault::dtype, "the partitions of a rank are of an odd type or size");
  groups.push_back(std::move(tensor));
  return {};
}

result<rank_partitions> deepspeed_reader::read_rank(const std::string& name) const {
  const auto file = open(name);
  if (!file) return file.error();
  auto contents = read_torch_file(*file, request_.options);
  if (!contents) return std::move(contents).error();
  rank_partitions rank;
  for (stored_tensor& tensor : contents->tensors)
    for (const auto& [prefix, groups] :
         {std::pair(joined_groups, &rank.joined), std::pair(shared_groups, &rank.shared)}) {
      if (!tensor.name.starts_with(prefix)) continue;
      if (auto added = add_group_member(std::move(tensor), prefix, *groups); !added)
        return std::move(added).error();
      break;
    }
  return rank;
}

/// ZeRO 1 and 2: group by group over all ranks.
result<void> deepspeed_reader::cut_groups(const std::vector<rank_partitions>& ranks) {
  for (const rank_partitions& rank : ranks)
    if (rank.joined.size() != groups_.size())
      return fail(fault::shape, "the ranks hold partitions of another number of groups");
  for (std::size_t group = 0; group < groups_.size(); ++group) {
    flat_run joined;
    for (const rank_partitions& rank : ranks) {
      if (rank.joined[group].type != ranks.front().joined[group].type)
        return fail(fault::dtype, "the ranks hold partitions of different types");
      joined.push_back(rank.joined[group]);
    }
    auto cut = cut_joined(groups_[group], joined, ranks.size(), label_);
    if (!cut) return std::move(cut).error();
    std::move(cut->begin(), cut->end(), std::back_inserter(contents_.tensors));
  }
  return {};
}

result<void> deepspeed_reader::cut_partitions() {
  std::vector<rank_partitions> ranks;
  for (const auto& [number, name] : optimiser_files_) {
    auto rank = read_rank(name);
    if (!rank) return std::move(rank).error();
    ranks.push_back(std::move(*rank));
  }
  if (!ranks.front().joined.empty()) return cut_groups(ranks);
  if (ranks.front().shared.empty())
    return fail(fault::missing, "the optimiser states hold no f32 partitions");
  std::vector<flat_parameter> all;
  for (const auto& group : groups_)
    all.insert(all.end(), group.begin(), group.end());
  std::vector<flat_run> runs;
  for (rank_partitions& rank : ranks) {
    if (rank.shared.empty() || rank.shared.front().type != ranks.front().shared.front().type)
      return fail(fault::dtype, "the ranks hold partitions of different types");
    runs.push_back(rank.shared);
  }
  auto cut = cut_shared(all, runs, label_);
  if (!cut) return std::move(cut).error();
  contents_.tensors = std::move(*cut);
  return {};
}

/// Buffers and frozen parameters have no partition.
result<void> deepspeed_reader::add_listed(const pickle_values& values, pickle_index root) {
  std::map<std::string_view, const stored_tensor*> in_model;
  for (const stored_tensor& tensor : model_.tensors)
    in_model.emplace(tensor.name, &tensor);
  const auto add = [&](std::initializer_list<std::string> places, std::string_view name) {
    for (const std::string& place : places) {
      const auto found = in_model.find(place);
      if (found == in_model.end()) continue;
      contents_.tensors.push_back(*found->second);
      contents_.tensors.back().name = name;
      in_model.erase(found); // once each, however often the list repeats it
      return;
    }
  };
  const pickle_index buffers = find_key(values, root, "buffer_names");
  if (buffers != no_value && values.kind(buffers) == kind::list)
    for (pickle_values::cursor at(values, buffers); !at.at_end();) {
      const pickle_index item = at.next(values);
      if (values.kind(item) != kind::text || values.count_of(item) > 4096) continue;
      const std::string name(values.text_of(item));
      add({"module." + name, name}, name);
    }
  const pickle_index frozen = find_key(values, root, "frozen_param_shapes");
  if (frozen != no_value && values.kind(frozen) == kind::dict && values.count_of(frozen) != 0) {
    if (model_file_.starts_with("zero_pp_rank_"))
      contents_.warnings.push_back(label_ + ": frozen parameters that are spread over the ranks "
                                            "are not read");
    else
      for (pickle_values::cursor at(values, frozen); !at.at_end();) {
        const pickle_index item = at.next(values);
        [[maybe_unused]] const pickle_index shape = at.next(values);
        if (values.kind(item) != kind::text || values.count_of(item) > 4096) continue;
        const std::string name(values.text_of(item));
        add({"frozen_param_fragments." + name}, name);
      }
  }
  return add_shared_names(values, find_key(values, root, "shared_params"));
}

/// {other name: name}: parameters that two modules share are stored once.
result<void> deepspeed_reader::add_shared_names(const pickle_values& values, pickle_index shared) {
  if (shared == no_value || values.kind(shared) != kind::dict) return {};
  std::map<std::string, std::size_t, std::less<>> by_name;
  for (std::size_t i = 0; i < contents_.tensors.size(); ++i)
    by_name.emplace(contents_.tensors[i].name, i);
  for (pickle_values::cursor at(values, shared); !at.at_end();) {
    const pickle_index other = at.next(values);
    const pickle_index name = at.next(values);
    if (values.kind(other) != kind::text || values.kind(name) != kind::text) continue;
    const auto found = by_name.find(values.text_of(name));
    if (found == by_name.end() || by_name.find(values.text_of(other)) != by_name.end()) continue;
    stored_tensor tied = contents_.tensors[found->second];
    tied.name = values.text_of(other);
    by_name.emplace(tied.name, contents_.tensors.size());
    contents_.tensors.push_back(std::move(tied));
  }
  return {};
}

result<file_contents> deepspeed_reader::run(std::string_view tag) {
  contents_.format = deepspeed_name;
  if (auto found = find_files(tag); !found) return std::move(found).error();
  if (auto read = read_model_states(); !read) return std::move(read).error();
  if (optimiser_files_.empty()) {
    contents_.tensors = std::move(model_.tensors);
    contents_.warnings = std::move(model_.warnings);
    contents_.warnings.push_back(label_ + ": no optimiser states, so these are the weights as "
                                          "they were used in training");
  } else {
    contents_.warnings.push_back(label_ +
                                 ": these are the f32 parameters of the optimiser, put "
                                 "together from " +
                                 std::to_string(optimiser_files_.size()) +
                                 " ranks; the copies in the model states are not read");
  }
  if (const auto twice = detail::first_duplicate(
          contents_.tensors, [](const stored_tensor& t) -> std::string_view { return t.name; }))
    return fail(fault::duplicate, "two parameters are named " + escaped(*twice));
  return std::move(contents_);
}

bool recognises_deepspeed(const format_probe& probe) {
  const std::string_view tag = only_word(probe.head, probe.size);
  return !tag.empty() && probe.beside != nullptr && holds_entry(*probe.beside, tag, model_ending);
}

result<file_contents> read_deepspeed(const read_request& request) {
  std::vector<std::byte> scratch(static_cast<std::size_t>(request.bytes->size()));
  const auto text = request.bytes->read(0, scratch.size(), scratch);
  if (!text) return text.error();
  return deepspeed_reader(request).run(only_word(*text, text->size()));
}

} // namespace

const format_row deepspeed_format{deepspeed_name, recognises_deepspeed, read_deepspeed};

} // namespace weightkin
