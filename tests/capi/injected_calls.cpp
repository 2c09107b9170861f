#include "injected_calls.hpp"

#include <algorithm>
#include <cstring>

#include "dlpack_layout.h"

namespace weightkin::test {
namespace {

/// A failed call leaves no handle, whatever was there.
template <class Handle>
wkin_status closed(wkin_status status, Handle* out, void (*close)(Handle*)) {
  const bool consistent = (status == WKIN_OK) == (out != nullptr);
  close(out);
  return consistent ? status : WKIN_INTERNAL;
}

/// Bytes behind callbacks, and how often they were given back.
struct opened_sources {
  std::span<const std::byte> bytes;
  int released = 0;

  wkin_source make() {
    return {bytes.size(), read, [](void* self) { ++static_cast<opened_sources*>(self)->released; },
            this};
  }
  static wkin_status read(std::uint64_t offset, std::size_t length, void* buffer, std::size_t* got,
                          void* self) {
    std::memcpy(buffer, static_cast<opened_sources*>(self)->bytes.data() + offset, length);
    *got = length;
    return WKIN_OK;
  }
};

/// A strided tensor of another library, and how often it was given back.
struct handed_values {
  float values[24 * 16] = {};
  std::int64_t shape[2] = {16, 24};
  std::int64_t strides[2] = {1, 16};
  DLManagedTensor managed{};
  int deleted = 0;

  wkin_dlpack_tensor make() {
    managed.dl_tensor = {values, {1, 0}, 2, {2, 32, 1}, shape, strides, 0};
    managed.manager_ctx = this;
    managed.deleter = [](DLManagedTensor* self) {
      ++static_cast<handed_values*>(self->manager_ctx)->deleted;
    };
    return {"model.layers.0.mlp.down_proj.weight", &managed, nullptr};
  }
};

/// An empty builder, when there is memory for one.
struct begun_builder {
  wkin_fingerprint_builder* begun = nullptr;
  explicit begun_builder(call_context& c) {
    wkin_builder_begin(c.declarations().data(), c.declarations().size(),
                       sizeof(wkin_tensor_declaration), nullptr, &begun, nullptr);
  }
  begun_builder(const begun_builder&) = delete;
  begun_builder& operator=(const begun_builder&) = delete;
  ~begun_builder() { wkin_builder_close(begun); }
};

wkin_status explained(call_context& c, wkin_merge** out, wkin_error* error) {
  const wkin_model* parents[2] = {c.reference(), c.subject()};
  return wkin_explain_merge(c.subject(), parents, 2, nullptr, nullptr, out, error);
}

} // namespace

std::span<const injected_call> making_calls() {
  static const injected_call calls[] = {
      {"wkin_model_open", [](call_context& c) { c.manifest(); },
       [](call_context&, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status = wkin_model_open("injected.safetensors", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       }},
      {"wkin_model_open (absent)", [](call_context&) {},
       [](call_context&, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status = wkin_model_open("no/such/file", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       },
       WKIN_IO},
      {"wkin_model_open_memory (safetensors)", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status =
             wkin_model_open_memory(c.file(0).data(), c.file(0).size(), "bytes", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       }},
      {"wkin_model_open_memory (torch zip)", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status =
             wkin_model_open_memory(c.file(1).data(), c.file(1).size(), "bytes", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       }},
      {"wkin_model_open_memory (torch legacy)", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status =
             wkin_model_open_memory(c.file(2).data(), c.file(2).size(), "bytes", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       }},
      {"wkin_model_open_memory (gguf)", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status =
             wkin_model_open_memory(c.file(3).data(), c.file(3).size(), "bytes", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       }},
      {"wkin_model_open_memory (onnx)", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status =
             wkin_model_open_memory(c.file(4).data(), c.file(4).size(), "bytes", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       }},
      {"wkin_model_open_memory (llama2c)", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status =
             wkin_model_open_memory(c.file(5).data(), c.file(5).size(), "bytes", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       }},
      {"wkin_model_open_memory (half)", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status = wkin_model_open_memory(c.file(1).data(), c.file(1).size() / 2,
                                                           "bytes", nullptr, &out, e);
         return closed(status, out, wkin_model_close);
       },
       WKIN_BAD_FORMAT},
      {"wkin_model_open_source", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         opened_sources sources{c.file(0)};
         const wkin_source source = sources.make();
         wkin_model* out = nullptr;
         const wkin_status status =
             wkin_model_open_source(&source, nullptr, nullptr, "source", nullptr, &out, e);
         const wkin_status done = closed(status, out, wkin_model_close);
         return sources.released == 1 ? done : WKIN_INTERNAL;
       }},
      {"wkin_model_from_tensors", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model* out = nullptr;
         const wkin_status status = wkin_model_from_tensors(c.views(0).data(), c.views(0).size(),
                                                            sizeof(wkin_tensor_view), "m", &out, e);
         return closed(status, out, wkin_model_close);
       }},
      {"wkin_model_from_dlpack", [](call_context&) {},
       [](call_context&, wkin_error* e) -> wkin_status {
         handed_values handed;
         const wkin_dlpack_tensor tensor = handed.make();
         wkin_model* out = nullptr;
         const wkin_status status = wkin_model_from_dlpack(&tensor, 1, sizeof tensor, "m", &out, e);
         const wkin_status done = closed(status, out, wkin_model_close);
         return handed.deleted == (status == WKIN_OK ? 1 : 0) ? done : WKIN_INTERNAL;
       }},
      {"wkin_model_write_safetensors", [](call_context& c) { c.subject(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_model_write_safetensors(c.subject(), "injected_copy.safetensors", nullptr,
                                             nullptr, 0, e);
       }},
      {"wkin_inventory_take", [](call_context& c) { c.subject(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_inventory* out = nullptr;
         const wkin_status status = wkin_inventory_take(c.subject(), nullptr, &out, e);
         return closed(status, out, wkin_inventory_close);
       }},
      {"wkin_compare",
       [](call_context& c) {
         c.subject();
         c.reference();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
         options.threads = 1;
         wkin_comparison* out = nullptr;
         const wkin_status status = wkin_compare(c.subject(), c.reference(), &options, &out, e);
         return closed(status, out, wkin_comparison_close);
       }},
      {"wkin_fingerprint_take", [](call_context& c) { c.subject(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
         options.threads = 1;
         wkin_fingerprint* out = nullptr;
         const wkin_status status = wkin_fingerprint_take(c.subject(), &options, &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_compare (3 threads)",
       [](call_context& c) {
         c.subject();
         c.reference();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
         options.threads = 3;
         wkin_comparison* out = nullptr;
         const wkin_status status = wkin_compare(c.subject(), c.reference(), &options, &out, e);
         return closed(status, out, wkin_comparison_close);
       }},
      {"wkin_fingerprint_take (3 threads)", [](call_context& c) { c.subject(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
         options.threads = 3;
         wkin_fingerprint* out = nullptr;
         const wkin_status status = wkin_fingerprint_take(c.subject(), &options, &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_compare (layers)",
       [](call_context& c) {
         c.subject();
         c.opened();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
         options.threads = 1;
         options.depth = WKIN_DEPTH_FULL;
         options.component_map = "{\"rules\":[{\"prefix\":\"model.norm\",\"use\":\"excluded\"}]}";
         wkin_comparison* out = nullptr;
         const wkin_status status = wkin_compare(c.subject(), c.opened(), &options, &out, e);
         return closed(status, out, wkin_comparison_close);
       }},
      {"wkin_explain_merge",
       [](call_context& c) {
         c.subject();
         c.reference();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_merge* out = nullptr;
         const wkin_status status = explained(c, &out, e);
         return closed(status, out, wkin_merge_close);
       }},
      {"wkin_fingerprint_take_tensors", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint* out = nullptr;
         const wkin_status status = wkin_fingerprint_take_tensors(
             c.views(0).data(), c.views(0).size(), sizeof(wkin_tensor_view), nullptr, &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_fingerprint_decode", [](call_context& c) { c.print_bytes(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint* out = nullptr;
         const wkin_status status =
             wkin_fingerprint_decode(c.print_bytes().data(), c.print_bytes().size(), "p", &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_fingerprint_from_json", [](call_context& c) { c.print_json(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint* out = nullptr;
         const wkin_status status =
             wkin_fingerprint_from_json(c.print_json().data(), c.print_json().size(), "p", &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_fingerprint_write", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_fingerprint_write(c.subject_print(), "injected.wkf", e);
       }},
      {"wkin_fingerprint_open",
       [](call_context& c) {
         c.subject_print();
         wkin_fingerprint_write(c.subject_print(), "injected.wkf", nullptr);
       },
       [](call_context&, wkin_error* e) -> wkin_status {
         wkin_fingerprint* out = nullptr;
         const wkin_status status = wkin_fingerprint_open("injected.wkf", &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_fingerprint_reduce", [](call_context& c) { c.subject_print(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint* out = nullptr;
         const wkin_status status = wkin_fingerprint_reduce(c.subject_print(), WKIN_PRINT_SMALL,
                                                            WKIN_PRINT_NAMES, &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_compare_fingerprints",
       [](call_context& c) {
         c.subject_print();
         c.reference_print();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_comparison* out = nullptr;
         const wkin_status status =
             wkin_compare_fingerprints(c.subject_print(), c.reference_print(), nullptr, &out, e);
         return closed(status, out, wkin_comparison_close);
       }},
      {"wkin_builder_begin", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint_builder* out = nullptr;
         const wkin_status status =
             wkin_builder_begin(c.declarations().data(), c.declarations().size(),
                                sizeof(wkin_tensor_declaration), nullptr, &out, e);
         return closed(status, out, wkin_builder_close);
       }},
      {"wkin_builder_load", [](call_context& c) { c.builder_bytes(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint_builder* out = nullptr;
         const wkin_status status =
             wkin_builder_load(c.builder_bytes().data(), c.builder_bytes().size(), &out, e);
         return closed(status, out, wkin_builder_close);
       }},
      {"wkin_builder_finish", [](call_context& c) { c.builder(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint* out = nullptr;
         const wkin_status status = wkin_builder_finish(c.builder(), &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_builder_add", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         begun_builder b(c);
         if (b.begun == nullptr) return WKIN_NO_MEMORY;
         return wkin_builder_add(b.begun, 0, 0, 24 * 16, c.views(0)[0].data, 24 * 16 * 4, e);
       }},
      {"wkin_builder_add_box", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         begun_builder b(c);
         if (b.begun == nullptr) return WKIN_NO_MEMORY;
         const std::uint64_t origin[2] = {0, 0};
         const std::uint64_t half[2] = {12, 16};
         return wkin_builder_add_box(b.begun, 0, origin, half, 2, c.views(0)[0].data, 12 * 16 * 4,
                                     e);
       }},
      {"wkin_builder_add_dlpack", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         begun_builder b(c);
         if (b.begun == nullptr) return WKIN_NO_MEMORY;
         handed_values handed;
         const wkin_dlpack_tensor tensor = handed.make();
         return wkin_builder_add_dlpack(b.begun, 3, nullptr, &tensor, sizeof tensor, e);
       }},
      {"wkin_builder_merge", [](call_context& c) { c.builder(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         begun_builder b(c);
         if (b.begun == nullptr) return WKIN_NO_MEMORY;
         return wkin_builder_merge(b.begun, c.builder(), e);
       }},
      {"wkin_hash_take", [](call_context& c) { c.subject(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_hash* out = nullptr;
         const wkin_status status = wkin_hash_take(c.subject(), nullptr, &out, e);
         return closed(status, out, wkin_hash_close);
       }},
      {"wkin_manifest_make", [](call_context& c) { c.manifest(); },
       [](call_context&, wkin_error* e) -> wkin_status {
         wkin_manifest* out = nullptr;
         const wkin_status status = wkin_manifest_make("injected.safetensors", nullptr, &out, e);
         return closed(status, out, wkin_manifest_close);
       }},
      {"wkin_manifest_from_json", [](call_context& c) { c.manifest_json(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_manifest* out = nullptr;
         const wkin_status status = wkin_manifest_from_json(c.manifest_json().data(),
                                                            c.manifest_json().size(), "m", &out, e);
         return closed(status, out, wkin_manifest_close);
       }},
      {"wkin_checksum_begin", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_checksum* out = nullptr;
         const wkin_status status =
             wkin_checksum_begin(c.declarations().data(), c.declarations().size(),
                                 sizeof(wkin_tensor_declaration), 0, &out, e);
         return closed(status, out, wkin_checksum_close);
       }},
      {"wkin_find_ancestors",
       [](call_context& c) {
         c.subject_print();
         c.reference_print();
         c.subject();
         c.reference();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         const wkin_fingerprint* references[2] = {c.reference_print(), c.subject_print()};
         const wkin_model* both[2] = {c.reference(), c.subject()};
         (void)both;
         wkin_scan* out = nullptr;
         wkin_scan_options options = WKIN_SCAN_OPTIONS_INIT;
         options.threads = 1;
         const wkin_status status = wkin_find_ancestors(c.subject_print(), nullptr, references,
                                                        nullptr, 2, &options, &out, e);
         return closed(status, out, wkin_scan_close);
       }},
      {"wkin_grow_forest",
       [](call_context& c) {
         c.subject_print();
         c.reference_print();
         c.subject();
         c.reference();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         const wkin_fingerprint* all[2] = {c.reference_print(), c.subject_print()};
         const wkin_model* both[2] = {c.reference(), c.subject()};
         (void)both;
         wkin_forest* out = nullptr;
         wkin_forest_options options = WKIN_FOREST_OPTIONS_INIT;
         options.threads = 1;
         const wkin_status status = wkin_grow_forest(all, nullptr, 2, &options, &out, e);
         return closed(status, out, wkin_forest_close);
       }},
      {"wkin_find_ancestors (weights)",
       [](call_context& c) {
         c.subject_print();
         c.reference_print();
         c.subject();
         c.reference();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         const wkin_fingerprint* references[2] = {c.reference_print(), c.subject_print()};
         const wkin_model* both[2] = {c.reference(), c.subject()};
         (void)both;
         wkin_scan* out = nullptr;
         const wkin_status status = wkin_find_ancestors(c.subject_print(), c.subject(), references,
                                                        both, 2, nullptr, &out, e);
         return closed(status, out, wkin_scan_close);
       }},
      {"wkin_grow_forest (weights)",
       [](call_context& c) {
         c.subject_print();
         c.reference_print();
         c.subject();
         c.reference();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         const wkin_fingerprint* all[2] = {c.reference_print(), c.subject_print()};
         const wkin_model* both[2] = {c.reference(), c.subject()};
         (void)both;
         wkin_forest* out = nullptr;
         const wkin_status status = wkin_grow_forest(all, both, 2, nullptr, &out, e);
         return closed(status, out, wkin_forest_close);
       }},
      {"wkin_measure_pair", [](call_context&) {},
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_pair pair;
         return wkin_measure_pair(&c.views(0)[0], &c.views(1)[0], sizeof(wkin_tensor_view), 1,
                                  &pair, sizeof pair, e);
       }},
      {"wkin_model_measure_pair",
       [](call_context& c) {
         c.subject();
         c.reference();
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_pair pair;
         return wkin_model_measure_pair(c.subject(), 0, c.reference(), 0, 1, &pair, sizeof pair, e);
       }},
      {"wkin_model_read", [](call_context& c) { c.opened(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_model_read(c.opened(), 0, 0, 64, WKIN_DTYPE_F32, c.room(), c.room_size(),
                                nullptr, e);
       }},
  };
  return calls;
}

} // namespace weightkin::test
