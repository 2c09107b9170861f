#include "reader/pickle/pickle_array.hpp"

#include <optional>

#include "reader/located_error.hpp"
#include "reader/numpy/numpy_type.hpp"
#include "reader/pickle/latin1_source.hpp"
#include "reader/pickle/pickle_lookup.hpp"

// numpy pickles an array as an empty one that BUILD gives the state
// (version, shape, dtype, is Fortran order, data), and a dtype as dtype('f4', ...) with the state
// (version, byte order, subtype, field names, fields, ...).
namespace weightkin {
namespace {

using kind = pickle_kind;

/// A few bytes of memory.
class held_bytes final : public byte_source {
public:
  held_bytes(std::string_view bytes, std::string label) : label_(std::move(label)) {
    for (const char byte : bytes)
      bytes_.push_back(static_cast<std::byte>(byte));
  }
  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] const std::byte* in_place() const noexcept override { return bytes_.data(); }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> /*scratch*/) const override {
    if (offset > bytes_.size() || length > bytes_.size() - offset)
      return detail::fail_at(fault::truncated, label_, offset, "range leaves the array");
    return std::span<const std::byte>(bytes_).subspan(static_cast<std::size_t>(offset), length);
  }

private:
  std::vector<std::byte> bytes_;
  std::string label_;
};

/// Where the elements of an array lie.
struct array_data {
  std::shared_ptr<const byte_source> bytes;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

class array_reader {
public:
  array_reader(const pickle_values& values, std::string name,
               const std::shared_ptr<const byte_source>& source)
      : values_(values), source_(source) {
    out_.name = std::move(name);
  }

  result<stored_tensor> run(pickle_index array) {
    const pickle_index state = values_.object_of(array).state;
    if (state == no_value || values_.kind(state) != kind::tuple || values_.count_of(state) < 4 ||
        values_.count_of(state) > 5)
      return fail(fault::pickle_malformed, "the array has no state");
    // The oldest states have no version in front.
    const auto parts = values_.tuple_of(state).last(4);
    if (auto set = set_type(parts[1]); !set) return std::move(set).error();
    auto data = data_at(parts[3]);
    if (!data) return std::move(data).error();
    const bool fortran = values_.kind(parts[2]) == kind::boolean && values_.truth_of(parts[2]);
    if (auto set = set_shape(parts[0], data->size, fortran); !set) return std::move(set).error();
    out_.bytes = std::move(data->bytes);
    out_.offset = data->offset;
    out_.storage_offset = data->offset;
    return std::move(out_);
  }

private:
  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return detail::bad_file(why, source_->label(),
                            "array " + detail::escaped(out_.name) + ": " + what);
  }

  result<void> set_type(pickle_index value) {
    if (values_.kind(value) != kind::object ||
        values_.global_of(values_.object_of(value).type).role != pickle_role::numpy_dtype)
      return fail(fault::pickle_malformed, "its element type is no dtype");
    const pickle_object& object = values_.object_of(value);
    const auto args =
        object.args == no_value ? std::span<const pickle_index>{} : values_.tuple_of(object.args);
    if (args.empty() || values_.kind(args[0]) != kind::text)
      return fail(fault::dtype, "its element type has no code");
    std::string code(values_.text_of(args[0]).substr(0, 16));
    if (names_numpy_objects(code))
      return fail(fault::npy_object, "holds Python objects, not numbers; refused");
    if (is_big_endian(object.state)) code.insert(0, ">");
    const auto number = numpy_type_of(code);
    if (!number.has_value())
      return fail(fault::dtype, "elements of type " + detail::escaped(code) + " are not read");
    out_.type = number->type;
    out_.big_endian = number->big_endian;
    return {};
  }

  [[nodiscard]] bool is_big_endian(pickle_index state) const {
    if (state == no_value || values_.kind(state) != kind::tuple || values_.count_of(state) < 2)
      return false;
    const pickle_index order = values_.tuple_of(state)[1];
    return values_.kind(order) == kind::text && values_.text_of(order) == ">";
  }

  result<array_data> data_at(pickle_index value) const {
    // The strings of Python 2 are text to the machine where they happen to be UTF-8.
    if (values_.kind(value) == kind::bytes || values_.kind(value) == kind::text) {
      const std::string_view bytes = values_.text_of(value);
      return array_data{std::make_shared<held_bytes>(bytes, source_->label()), 0, bytes.size()};
    }
    if (values_.kind(value) != kind::located || values_.located_of(value).text)
      return fail(fault::pickle_malformed, "its data are not bytes");
    const pickle_located& place = values_.located_of(value);
    if (!place.latin1) return array_data{source_, place.offset, place.length};
    auto decoded = decode_latin1(source_, place.offset, place.length);
    if (!decoded) return std::move(decoded).error();
    const std::uint64_t size = (*decoded)->size();
    return array_data{std::move(*decoded), 0, size};
  }

  result<void> set_shape(pickle_index value, std::uint64_t size_bytes, bool fortran) {
    const auto extents = small_integers(values_, value);
    if (!extents.has_value())
      return fail(fault::shape, "its shape is no tuple of at most 64 whole numbers");
    std::uint64_t count = 1;
    for (const std::int64_t extent : *extents) {
      if (extent < 0) return fail(fault::shape, "negative extent");
      out_.shape.push_back(static_cast<std::uint64_t>(extent));
      if (fortran) out_.strides.push_back(static_cast<std::int64_t>(count));
      if (__builtin_mul_overflow(count, out_.shape.back(), &count))
        return fail(fault::overflow, "its shape exceeds 64 bits");
    }
    const auto needed = bytes_of(out_.type, count);
    if (!needed.has_value() || *needed != size_bytes)
      return fail(fault::shape,
                  "its data of " + std::to_string(size_bytes) + " bytes do not fit its shape");
    if (out_.shape.size() < 2 || count == 0) out_.strides.clear();
    return {};
  }

  const pickle_values& values_;
  const std::shared_ptr<const byte_source>& source_;
  stored_tensor out_;
};

} // namespace

result<stored_tensor> place_array(const pickle_values& values, pickle_index array, std::string name,
                                  const std::shared_ptr<const byte_source>& source) {
  return array_reader(values, std::move(name), source).run(array);
}

} // namespace weightkin
