#include <utility>

#include "boundary.hpp"
#include "declarations.hpp"
#include "handles.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

std::span<const std::byte> span_of(const void* bytes, size_t size) {
  return {static_cast<const std::byte*>(bytes), size};
}

wkin_status told(const result<void>& outcome, wkin_error* error) {
  return outcome ? WKIN_OK : tell(error, outcome.error());
}

/// The entries in the order of the tensors.
inventory ordered(const wkin_inventory& taken) {
  inventory contents = taken.contents;
  for (size_t tensor = 0; tensor < taken.entry_of.size(); ++tensor)
    contents.entries[tensor] = taken.contents.entries.at(taken.entry_of[tensor]);
  return contents;
}

wkin_status hand_over(result<fingerprint_builder> begun, wkin_fingerprint_builder** out,
                      wkin_error* error) {
  if (!begun) return tell(error, begun.error());
  *out = new wkin_fingerprint_builder{std::move(*begun)};
  return WKIN_OK;
}

wkin_status begin(const wkin_tensor_declaration* tensors, size_t count, size_t declaration_size,
                  const wkin_builder_options* given, wkin_fingerprint_builder** out,
                  wkin_error* error) {
  wkin_builder_options asked;
  if (!read_options(given, asked))
    return bad_argument(error, "builder options: struct_size is not set (use the _INIT)");
  auto declarations = declared(tensors, count, declaration_size);
  if (!declarations) return tell(error, declarations.error());
  builder_options options;
  options.seed = asked.seed;
  options.digests = asked.no_digests == 0;
  if (asked.contents != nullptr) options.contents = ordered(*asked.contents);
  return hand_over(fingerprint_builder::begin(std::move(*declarations), std::move(options)), out,
                   error);
}

} // namespace

wkin_status wkin_builder_begin(const wkin_tensor_declaration* tensors, size_t count,
                               size_t declaration_size, const wkin_builder_options* options,
                               wkin_fingerprint_builder** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    return begin(tensors, count, declaration_size, options, out, error);
  });
}

void wkin_builder_close(wkin_fingerprint_builder* builder) { delete builder; }

wkin_status wkin_builder_add(wkin_fingerprint_builder* builder, size_t tensor, uint64_t first,
                             uint64_t count, const void* packed, size_t size_bytes,
                             wkin_error* error) {
  return guard(error, [&] {
    if (builder == nullptr) return bad_argument(error, "the builder is NULL");
    if (packed == nullptr && size_bytes > 0) return bad_argument(error, "the elements are NULL");
    return told(builder->builder.add(tensor, first, count, span_of(packed, size_bytes)), error);
  });
}

wkin_status wkin_builder_add_box(wkin_fingerprint_builder* builder, size_t tensor,
                                 const uint64_t* start, const uint64_t* extent, uint32_t rank,
                                 const void* packed, size_t size_bytes, wkin_error* error) {
  return guard(error, [&] {
    if (builder == nullptr) return bad_argument(error, "the builder is NULL");
    if (rank > 0 && (start == nullptr || extent == nullptr))
      return bad_argument(error, "the box is NULL");
    if (packed == nullptr && size_bytes > 0) return bad_argument(error, "the elements are NULL");
    return told(builder->builder.add_box(tensor, {start, rank}, {extent, rank},
                                         span_of(packed, size_bytes)),
                error);
  });
}

wkin_status wkin_builder_merge(wkin_fingerprint_builder* builder,
                               const wkin_fingerprint_builder* other, wkin_error* error) {
  return guard(error, [&] {
    if (builder == nullptr || other == nullptr) return bad_argument(error, "a builder is NULL");
    return told(builder->builder.merge(other->builder), error);
  });
}

wkin_status wkin_builder_save(const wkin_fingerprint_builder* builder, void* buffer,
                              size_t capacity, size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (builder == nullptr) return bad_argument(error, "the builder is NULL");
    return copy_bytes(builder->builder.save(), buffer, capacity, needed, error);
  });
}

wkin_status wkin_builder_load(const void* bytes, size_t size_bytes, wkin_fingerprint_builder** out,
                              wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (bytes == nullptr) return bad_argument(error, "the bytes are NULL");
    return hand_over(fingerprint_builder::load(span_of(bytes, size_bytes)), out, error);
  });
}

wkin_status wkin_builder_finish(const wkin_fingerprint_builder* builder, wkin_fingerprint** out,
                                wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (builder == nullptr) return bad_argument(error, "the builder is NULL");
    auto print = builder->builder.finish();
    if (!print) return tell(error, print.error());
    *out = new wkin_fingerprint{std::move(*print)};
    return WKIN_OK;
  });
}
