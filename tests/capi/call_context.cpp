#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "injected_calls.hpp"
#include "support/gguf_writer.hpp"
#include "support/onnx_writer.hpp"
#include "support/safetensors_writer.hpp"
#include "support/small_samples.hpp"
#include "support/torch_writer.hpp"

namespace weightkin::test {
namespace {

constexpr std::uint64_t wide[2] = {24, 16};
constexpr std::uint64_t tall[2] = {16, 24};
constexpr const char* names[] = {"model.embed_tokens.weight", "model.layers.0.mlp.gate_proj.weight",
                                 "model.layers.0.mlp.up_proj.weight",
                                 "model.layers.0.mlp.down_proj.weight", "model.norm.weight"};
constexpr std::size_t tensors = 5;
constexpr std::size_t elements = 24 * 16;

void must(wkin_status status, const char* what) {
  if (status == WKIN_OK) return;
  std::fprintf(stderr, "cannot prepare: %s: %s\n", what, wkin_status_name(status));
  std::exit(1);
}

std::vector<std::byte> safetensors_bytes() {
  safetensors_writer file;
  file.metadata("format", "pt");
  file.add("model.layers.0.mlp.up_proj.weight", dtype::f32, {4, 3}, std::vector<float>(12, 0.5F));
  file.add("model.norm.weight", dtype::f32, {3}, std::vector<float>(3, 1.0F));
  return file.bytes();
}

std::vector<std::byte> gguf_bytes() {
  return gguf_writer()
      .pair("general.architecture", "llama")
      .number("llama.block_count", gguf_writer::u32, std::uint32_t{1})
      .tensor("blk.0.ffn_up.weight", {32, 2}, 8, std::vector<std::byte>(2 * 34, std::byte{1}))
      .tensor("output_norm.weight", {4}, 0, std::vector<std::byte>(16, std::byte{1}))
      .bytes();
}

std::vector<std::byte> onnx_bytes() {
  return onnx::model_of({onnx::raw_tensor("layer.weight", 1, {2, 3}, std::vector<float>(6, 0.5F))});
}

template <class Make>
auto kept(auto*& handle, Make&& make, const char* what) {
  if (handle == nullptr) must(make(&handle), what);
  return handle;
}

} // namespace

call_context::call_context() : room_(std::size_t{1} << 20) {
  std::uint64_t state = 7;
  const auto draw = [&state] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<float>(static_cast<double>(state >> 40) / 0x1p24 - 0.5);
  };
  for (std::size_t m = 0; m < 2; ++m)
    for (std::size_t t = 0; t < tensors; ++t) {
      std::vector<float> values(t == 4 ? 16 : elements);
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = (m == 1 ? values_[0][t][i] : 0) + (m == 1 ? 0.1F : 1.0F) * draw();
      values_[m].push_back(std::move(values));
    }
  for (std::size_t m = 0; m < 2; ++m)
    for (std::size_t t = 0; t < tensors; ++t) {
      const std::uint64_t* shape = t == 3 || t == 4 ? tall : wide;
      const std::uint32_t rank = t == 4 ? 1 : 2;
      views_[m].push_back({names[t], WKIN_DTYPE_F32, rank, shape, nullptr, values_[m][t].data()});
      if (m == 0) declarations_.push_back({names[t], shape, WKIN_DTYPE_F32, rank});
    }
  files_ = {safetensors_bytes(), small_torch_file(false), small_torch_file(true), gguf_bytes(),
            onnx_bytes(),        llama_version_1(true)};
}

call_context::~call_context() {
  for (wkin_model* model : {models_[0], models_[1], opened_})
    wkin_model_close(model);
  for (wkin_fingerprint* print : prints_)
    wkin_fingerprint_close(print);
  wkin_inventory_close(inventory_);
  wkin_comparison_close(comparison_);
  wkin_merge_close(merge_);
  wkin_scan_close(scan_);
  wkin_forest_close(forest_);
  wkin_hash_close(hash_);
  wkin_manifest_close(manifest_);
  wkin_checksum_close(checksum_);
  wkin_builder_close(builder_);
  wkin_decision_close(decision_);
  wkin_policy_close(policy_);
  wkin_index_answer_close(answer_);
  wkin_index_close(index_);
}

std::span<const wkin_tensor_view> call_context::views(std::size_t model) const {
  return views_[model];
}

std::span<const wkin_tensor_declaration> call_context::declarations() const {
  return declarations_;
}

wkin_model* call_context::subject() {
  return kept(
      models_[1],
      [&](wkin_model** out) {
        return wkin_model_from_tensors(views_[1].data(), tensors, sizeof views_[1][0], "subject",
                                       out, nullptr);
      },
      "subject");
}

wkin_model* call_context::reference() {
  return kept(
      models_[0],
      [&](wkin_model** out) {
        return wkin_model_from_tensors(views_[0].data(), tensors, sizeof views_[0][0], "reference",
                                       out, nullptr);
      },
      "reference");
}

wkin_model* call_context::opened() {
  return kept(
      opened_,
      [&](wkin_model** out) {
        return wkin_model_open_memory(files_[3].data(), files_[3].size(), "file", nullptr, out,
                                      nullptr);
      },
      "opened");
}

wkin_fingerprint* call_context::subject_print() {
  return kept(
      prints_[1],
      [&](wkin_fingerprint** out) {
        return wkin_fingerprint_take(subject(), nullptr, out, nullptr);
      },
      "subject print");
}

wkin_fingerprint* call_context::reference_print() {
  return kept(
      prints_[0],
      [&](wkin_fingerprint** out) {
        return wkin_fingerprint_take(reference(), nullptr, out, nullptr);
      },
      "reference print");
}

wkin_inventory* call_context::inventory() {
  return kept(
      inventory_,
      [&](wkin_inventory** out) { return wkin_inventory_take(subject(), nullptr, out, nullptr); },
      "inventory");
}

wkin_comparison* call_context::comparison() {
  return kept(
      comparison_,
      [&](wkin_comparison** out) {
        return wkin_compare(subject(), reference(), nullptr, out, nullptr);
      },
      "comparison");
}

wkin_policy* call_context::policy() {
  return kept(
      policy_,
      [&](wkin_policy** out) {
        return wkin_policy_from_json(policy_json.data(), policy_json.size(), "gate", out, nullptr);
      },
      "policy");
}

wkin_decision* call_context::decision() {
  return kept(
      decision_,
      [&](wkin_decision** out) {
        const wkin_comparison* compared = comparison();
        return wkin_decide(policy(), &compared, 1, nullptr, out, nullptr);
      },
      "decision");
}

wkin_merge* call_context::merge() {
  return kept(
      merge_,
      [&](wkin_merge** out) {
        const wkin_model* parents[2] = {reference(), subject()};
        return wkin_explain_merge(subject(), parents, 2, nullptr, nullptr, out, nullptr);
      },
      "merge");
}

wkin_scan* call_context::scan() {
  return kept(
      scan_,
      [&](wkin_scan** out) {
        const wkin_fingerprint* references[2] = {reference_print(), subject_print()};
        return wkin_find_ancestors(subject_print(), nullptr, references, nullptr, 2, nullptr, out,
                                   nullptr);
      },
      "scan");
}

wkin_forest* call_context::forest() {
  return kept(
      forest_,
      [&](wkin_forest** out) {
        const wkin_fingerprint* all[2] = {reference_print(), subject_print()};
        return wkin_grow_forest(all, nullptr, 2, nullptr, out, nullptr);
      },
      "forest");
}

wkin_hash* call_context::hash() {
  return kept(
      hash_, [&](wkin_hash** out) { return wkin_hash_take(subject(), nullptr, out, nullptr); },
      "hash");
}

wkin_manifest* call_context::manifest() {
  return kept(
      manifest_,
      [&](wkin_manifest** out) {
        must(wkin_model_write_safetensors(subject(), "injected.safetensors", nullptr, nullptr, 0,
                                          nullptr),
             "file");
        return wkin_manifest_make("injected.safetensors", nullptr, out, nullptr);
      },
      "manifest");
}

wkin_checksum* call_context::checksum() {
  return kept(
      checksum_,
      [&](wkin_checksum** out) {
        return wkin_checksum_begin(declarations_.data(), tensors, sizeof declarations_[0], 0, out,
                                   nullptr);
      },
      "checksum");
}

wkin_index* call_context::index() {
  if (index_ != nullptr) return index_;
  std::remove("injected.sqlite");
  wkin_index_options options = WKIN_INDEX_OPTIONS_INIT;
  options.access = WKIN_INDEX_CREATE;
  must(wkin_index_open("injected.sqlite", &options, &index_, nullptr), "index");
  for (const wkin_fingerprint* print : {reference_print(), subject_print()})
    must(wkin_index_add(index_, print, nullptr, nullptr, nullptr), "add to index");
  return index_;
}

wkin_index_answer* call_context::answer() {
  return kept(
      answer_,
      [&](wkin_index_answer** out) {
        return wkin_index_query(index(), subject_print(), nullptr, out, nullptr);
      },
      "answer");
}

wkin_fingerprint_builder* call_context::builder() {
  if (builder_ != nullptr) return builder_;
  must(wkin_builder_begin(declarations_.data(), tensors, sizeof declarations_[0], nullptr,
                          &builder_, nullptr),
       "builder");
  for (std::size_t t = 0; t < tensors; ++t)
    must(wkin_builder_add(builder_, t, 0, values_[0][t].size(), values_[0][t].data(),
                          values_[0][t].size() * sizeof(float), nullptr),
         "add");
  return builder_;
}

const std::vector<std::byte>& call_context::print_bytes() {
  std::size_t size = 0;
  if (!print_bytes_.empty()) return print_bytes_;
  must(wkin_fingerprint_encode(subject_print(), nullptr, 0, &size, nullptr), "encode");
  print_bytes_.resize(size);
  must(wkin_fingerprint_encode(subject_print(), print_bytes_.data(), size, nullptr, nullptr),
       "encode");
  return print_bytes_;
}

const std::vector<std::byte>& call_context::builder_bytes() {
  std::size_t size = 0;
  if (!builder_bytes_.empty()) return builder_bytes_;
  must(wkin_builder_save(builder(), nullptr, 0, &size, nullptr), "save");
  builder_bytes_.resize(size);
  must(wkin_builder_save(builder(), builder_bytes_.data(), size, nullptr, nullptr), "save");
  return builder_bytes_;
}

const std::string& call_context::print_json() {
  if (print_json_.empty()) {
    must(wkin_fingerprint_json(subject_print(), room(), room_size(), nullptr, nullptr), "json");
    print_json_ = room();
  }
  return print_json_;
}

const std::string& call_context::comparison_json() {
  if (comparison_json_.empty()) {
    must(wkin_comparison_json(comparison(), room(), room_size(), nullptr, nullptr), "json");
    comparison_json_ = room();
  }
  return comparison_json_;
}

const std::string& call_context::manifest_json() {
  if (manifest_json_.empty()) {
    must(wkin_manifest_json(manifest(), room(), room_size(), nullptr, nullptr), "json");
    manifest_json_ = room();
  }
  return manifest_json_;
}

} // namespace weightkin::test
