#include <algorithm>

#include "boundary.hpp"
#include "declarations.hpp"
#include "handles.hpp"

using namespace weightkin;
using namespace weightkin::capi;

wkin_status wkin_checksum_begin(const wkin_tensor_declaration* tensors, size_t count,
                                size_t declaration_size, uint64_t seed, wkin_checksum** out,
                                wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    const auto declarations = declared(tensors, count, declaration_size);
    if (!declarations) return tell(error, declarations.error());
    *out = new wkin_checksum{model_checksum(*declarations, seed)};
    return WKIN_OK;
  });
}

void wkin_checksum_close(wkin_checksum* checksum) { delete checksum; }

wkin_status wkin_checksum_add(wkin_checksum* checksum, size_t tensor, uint64_t first,
                              uint64_t count, const void* packed, size_t size_bytes,
                              wkin_error* error) {
  return guard(error, [&] {
    if (checksum == nullptr) return bad_argument(error, "the checksum is NULL");
    if (packed == nullptr && size_bytes > 0) return bad_argument(error, "the elements are NULL");
    const std::span bytes(static_cast<const std::byte*>(packed), size_bytes);
    const auto added = checksum->sums.add(tensor, first, count, bytes);
    return added ? WKIN_OK : tell(error, added.error());
  });
}

wkin_status wkin_checksum_merge(wkin_checksum* checksum, const wkin_checksum* other,
                                wkin_error* error) {
  return guard(error, [&] {
    if (checksum == nullptr || other == nullptr) return bad_argument(error, "a checksum is NULL");
    const auto merged = checksum->sums.merge(other->sums);
    return merged ? WKIN_OK : tell(error, merged.error());
  });
}

wkin_status wkin_checksum_value(const wkin_checksum* checksum, uint64_t* value, int* complete,
                                wkin_error* error) {
  return guard(error, [&] {
    if (checksum == nullptr) return bad_argument(error, "the checksum is NULL");
    if (value == nullptr) return bad_argument(error, "`value` is NULL");
    *value = checksum->sums.value();
    if (complete != nullptr) *complete = checksum->sums.complete() ? 1 : 0;
    return WKIN_OK;
  });
}

wkin_status wkin_checksum_tensors(const wkin_checksum* checksum, uint64_t* values, size_t count,
                                  wkin_error* error) {
  return guard(error, [&] {
    if (checksum == nullptr) return bad_argument(error, "the checksum is NULL");
    const auto ours = checksum->sums.tensor_values();
    if (values == nullptr || count != ours.size())
      return bad_argument(error, "room is needed for " + std::to_string(ours.size()) + " numbers");
    std::copy(ours.begin(), ours.end(), values);
    return WKIN_OK;
  });
}
