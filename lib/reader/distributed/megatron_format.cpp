#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "reader/distributed/assembled_tensor.hpp"
#include "reader/distributed/dcp_format.hpp"
#include "reader/distributed/megatron_names.hpp"
#include "reader/distributed/tag_file.hpp"
#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/pickle/pickle_lookup.hpp"
#include "reader/torch/torch_file.hpp"

// Megatron keeps the number of its newest checkpoint in latest_checkpointed_iteration.txt and the
// checkpoint in iter_<seven digits>: a folder for each tensor-parallel rank, mp_rank_TT, and
// pipeline stage, mp_rank_TT_PPP, with a PyTorch file each. Tensors that the ranks share among them
// are joined where their names are on a closed list and all ranks are there; a gated feed-forward
// layer is joined half by half. Stages count their layers from zero; here they are counted through.
// Newer checkpoints are PyTorch distributed ones in the same place.
namespace weightkin {
namespace {

using detail::escaped;

constexpr std::string_view megatron_name = "megatron";
constexpr std::string_view rank_mark = "mp_rank_";
constexpr std::string_view metadata_name = ".metadata";

/// The folder that the tracker's word means; empty for other words.
std::string folder_of(std::string_view word) {
  if (word == "release") return std::string(word);
  constexpr std::size_t digits = 7;
  if (word.empty() || word.size() > 2 * digits ||
      word.find_first_not_of("0123456789") != std::string_view::npos)
    return {};
  return "iter_" + std::string(digits - std::min(digits, word.size()), '0') + std::string(word);
}

/// Which rank and stage a folder belongs to.
struct rank_place {
  std::uint32_t stage = 0;
  std::uint32_t rank = 0;
  friend auto operator<=>(const rank_place&, const rank_place&) = default;
};

/// "mp_rank_TT/" or "mp_rank_TT_PPP/".
std::optional<rank_place> place_of(std::string_view entry) {
  if (!entry.starts_with(rank_mark) || !entry.ends_with('/')) return std::nullopt;
  entry = entry.substr(rank_mark.size(), entry.size() - rank_mark.size() - 1);
  const bool has_stage = entry.size() == 6 && entry[2] == '_';
  if (entry.size() != 2 && !has_stage) return std::nullopt;
  const auto number = [](std::string_view digits) {
    std::uint32_t value = 0;
    for (const char digit : digits)
      value = digit >= '0' && digit <= '9' && value < 1000
                  ? value * 10 + static_cast<std::uint32_t>(digit - '0')
                  : 10'000;
    return value;
  };
  const rank_place place{has_stage ? number(entry.substr(3)) : 0, number(entry.substr(0, 2))};
  if (place.rank >= 1000 || place.stage >= 1000) return std::nullopt;
  return place;
}

class megatron_reader {
public:
  explicit megatron_reader(const read_request& request)
      : request_(request), label_(request.bytes->label()) {}

  result<file_contents> run(const std::string& folder);

private:
  using named = std::map<std::string, const stored_tensor*, std::less<>>;

  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return detail::bad_file(why, label_, what);
  }
  result<void> find_ranks(const std::string& folder);
  result<void> read_rank(const std::string& folder, const std::string& entry);
  [[nodiscard]] bool is_complete() const;
  void find_gates(const std::shared_ptr<const byte_source>& file);
  void join_stage(std::uint32_t stage, std::int64_t layers_before);
  [[nodiscard]] std::optional<stored_tensor> join(const std::vector<const stored_tensor*>& parts,
                                                  rank_split split) const;
  void keep_apart();

  const read_request& request_;
  const std::string& label_;
  std::map<rank_place, std::string> folders_; ///< ends in '/'
  std::vector<rank_place> places_;            ///< of `ranks_`
  std::vector<file_contents> ranks_;          ///< stage by stage
  std::uint32_t rank_count_ = 0;
  std::uint32_t stage_count_ = 0;
  bool gated_ = false;
  std::set<std::string, std::less<>> taken_; ///< names of joined tensors
  file_contents contents_;
};

result<void> megatron_reader::find_ranks(const std::string& folder) {
  const auto entries = request_.beside.list(folder);
  if (!entries) return entries.error();
  for (const std::string& entry : *entries) {
    const auto place = place_of(entry);
    if (!place.has_value()) {
      if (entry.starts_with(rank_mark))
        return detail::unsupported_file(label_, "ranks of another kind than tensor and pipeline "
                                                "are not read: " +
                                                    escaped(entry));
      continue;
    }
    if (!folders_.emplace(*place, entry).second)
      return fail(fault::duplicate, "two folders are of one rank: " + escaped(entry));
    rank_count_ = std::max(rank_count_, place->rank + 1);
    stage_count_ = std::max(stage_count_, place->stage + 1);
  }
  if (folders_.empty()) return fail(fault::missing, "no folder mp_rank_00 in " + escaped(folder));
  return {};
}

bool megatron_reader::is_complete() const {
  return folders_.size() == std::size_t{rank_count_} * stage_count_;
}

/// Whether the training arguments say that feed-forward blocks are gated.
void megatron_reader::find_gates(const std::shared_ptr<const byte_source>& file) {
  const auto object = read_torch_object(file, request_.options);
  if (!object) return; // an older container: older than gated layers
  const pickle_values& values = object->values;
  const pickle_index args = find_key(values, object->root, "args");
  if (args == no_value || values.kind(args) != pickle_kind::object) return;
  const pickle_index gate = find_key(values, values.object_of(args).state, "swiglu");
  gated_ = gate == values.boolean(true);
}

result<void> megatron_reader::read_rank(const std::string& folder, const std::string& entry) {
  for (const char* name : {"model_optim_rng.pt", "model_rng.pt"}) {
    std::string path = folder;
    path.append("/").append(entry).append(name);
    auto file = request_.beside.find(path);
    if (!file)
      return error{file.error().code, label_ + ": " + file.error().message, file.error().why};
    if (*file == nullptr) continue;
    auto contents = read_torch_file(*file, request_.options);
    if (!contents) return std::move(contents).error();
    if (ranks_.empty()) {
      find_gates(*file);
      contents_.metadata = contents->metadata;
    }
    ranks_.push_back(std::move(*contents));
    return {};
  }
  return fail(fault::missing, escaped(entry) + " holds no model_optim_rng.pt");
}

/// One tensor of the ranks' parts, or nothing when they do not fit together.
std::optional<stored_tensor> megatron_reader::join(const std::vector<const stored_tensor*>& parts,
                                                   rank_split split) const {
  const stored_tensor& first = *parts.front();
  for (const stored_tensor* part : parts)
    if (part->type != first.type || part->shape.size() != first.shape.size()) return std::nullopt;
  if (split == rank_split::copied || parts.size() == 1) return first;
  const std::size_t axis = split == rank_split::columns ? 1 : 0;
  if (split == rank_split::unknown || first.shape.size() <= axis) return std::nullopt;
  const std::uint64_t rounds = split == rank_split::gates ? 2 : 1;
  std::vector<std::uint64_t> shape = first.shape;
  shape[axis] = 0;
  std::vector<tensor_tile> tiles;
  std::vector<tile_box> boxes;
  for (std::uint64_t round = 0; round < rounds; ++round)
    for (const stored_tensor* part : parts) {
      const std::uint64_t extent = part->shape[axis] / rounds;
      if (part->shape[axis] % rounds != 0 || extent > UINT32_MAX) return std::nullopt;
      tensor_tile tile;
      tile.stored = rounds == 1 ? *part : rows_of(*part, round * extent, extent);
      tile.box = {std::vector<std::uint64_t>(shape.size()), tile.stored.shape};
      tile.box.offsets[axis] = shape[axis];
      shape[axis] += extent;
      boxes.push_back(tile.box);
      tiles.push_back(std::move(tile));
    }
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    if (extent == 0 || __builtin_mul_overflow(count, extent, &count) || count > UINT64_MAX / 16)
      return std::nullopt;
  for (const tile_box& box : boxes)
    for (std::size_t other = 0; other < shape.size(); ++other)
      if (box.offsets[other] + box.sizes[other] > shape[other]) return std::nullopt;
  auto tree = tile_tree::build(shape, boxes, first.name);
  if (!tree) return std::nullopt;
  return assemble_tensor(first.name, shape, std::move(*tree), tiles);
}

/// Adds the tensors of one pipeline stage, in the order of its first rank.
void megatron_reader::join_stage(std::uint32_t stage, std::int64_t layers_before) {
  const std::size_t begin = std::size_t{stage} * rank_count_;
  std::vector<named> others;
  for (std::size_t rank = 1; rank < rank_count_; ++rank) {
    others.emplace_back();
    for (const stored_tensor& tensor : ranks_[begin + rank].tensors)
      others.back().emplace(tensor.name, &tensor);
  }
  const auto keep = [&](std::size_t rank, const stored_tensor& tensor) {
    stored_tensor kept = tensor;
    kept.name = folders_.at(places_[begin + rank]) + tensor.name;
    contents_.tensors.push_back(std::move(kept));
  };
  for (const stored_tensor& tensor : ranks_[begin].tensors) {
    std::vector<const stored_tensor*> parts{&tensor};
    for (const named& other : others)
      if (const auto found = other.find(tensor.name); found != other.end())
        parts.push_back(found->second);
    std::optional<stored_tensor> joined;
    if (!is_training_state(tensor.name) && parts.size() == rank_count_)
      joined = join(parts, split_of(tensor.name, gated_));
    if (!joined.has_value()) {
      keep(0, tensor);
      continue;
    }
    joined->name = with_layers_before(tensor.name, layers_before);
    // Stages repeat what they both need, such as the embeddings under the output.
    if (!taken_.insert(joined->name).second) joined->name.insert(0, folders_.at(places_[begin]));
    contents_.tensors.push_back(std::move(*joined));
    for (named& other : others)
      other.erase(tensor.name);
  }
  for (std::size_t rank = 1; rank < rank_count_; ++rank)
    for (const auto& [name, tensor] : others[rank - 1])
      keep(rank, *tensor);
}

/// All tensors under the names of their ranks.
void megatron_reader::keep_apart() {
  for (std::size_t i = 0; i < ranks_.size(); ++i)
    for (stored_tensor& tensor : ranks_[i].tensors) {
      tensor.name.insert(0, folders_.at(places_[i]));
      contents_.tensors.push_back(std::move(tensor));
    }
  contents_.warnings.push_back(label_ + ": some ranks are missing, so nothing was joined");
}

result<file_contents> megatron_reader::run(const std::string& folder) {
  contents_.format = megatron_name;
  if (auto found = find_ranks(folder); !found) return std::move(found).error();
  for (const auto& [place, entry] : folders_) {
    if (auto read = read_rank(folder, entry); !read) return std::move(read).error();
    places_.push_back(place);
  }
  if (!is_complete()) {
    keep_apart();
  } else {
    std::int64_t layers = 0;
    for (std::uint32_t stage = 0; stage < stage_count_; ++stage) {
      std::int64_t own = 0;
      for (const stored_tensor& tensor : ranks_[std::size_t{stage} * rank_count_].tensors)
        if (!is_training_state(tensor.name)) own = std::max(own, layer_of(tensor.name) + 1);
      join_stage(stage, layers);
      layers += own;
    }
    if (rank_count_ > 1)
      contents_.warnings.push_back(label_ + ": joined from " + std::to_string(rank_count_) +
                                   " tensor-parallel ranks; tensors that each rank has a copy of "
                                   "are those of rank 0");
  }
  if (const auto twice = detail::first_duplicate(
          contents_.tensors, [](const stored_tensor& t) -> std::string_view { return t.name; }))
    return fail(fault::duplicate, "two tensors are named " + escaped(*twice));
  return std::move(contents_);
}

bool recognises_megatron(const format_probe& probe) {
  const std::string folder = folder_of(only_word(probe.head, probe.size));
  return !folder.empty() && probe.beside != nullptr &&
         (holds_entry(*probe.beside, folder, metadata_name) ||
          holds_entry(*probe.beside, folder, "mp_rank_00/") ||
          holds_entry(*probe.beside, folder, "mp_rank_00_000/"));
}

result<file_contents> read_megatron(const read_request& request) {
  std::vector<std::byte> scratch(static_cast<std::size_t>(request.bytes->size()));
  const auto text = request.bytes->read(0, scratch.size(), scratch);
  if (!text) return text.error();
  const std::string folder = folder_of(only_word(*text, text->size()));
  const auto metadata = request.beside.find(folder + "/" + std::string(metadata_name));
  if (!metadata) return metadata.error();
  if (*metadata != nullptr)
    return read_dcp(*metadata, request.beside, folder + "/", request.options);
  return megatron_reader(request).run(folder);
}

} // namespace

const format_row megatron_format{megatron_name, recognises_megatron, read_megatron};

} // namespace weightkin
