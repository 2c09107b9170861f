#include <utility>

#include "boundary.hpp"
#include "handles.hpp"
#include "opening.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

error failed(const std::string& label, wkin_status status, const std::string& what) {
  return error{code_of(status),
               label + ": " + what + ": the callback answered " + wkin_status_name(status)};
}

/// A callback written in C++ may throw; nothing passes through the library's threads.
template <class Call>
result<wkin_status> answer_of(const std::string& label, Call&& call) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return WKIN_NO_MEMORY;
  } catch (...) {
    return error{errc::internal, label + ": the callback threw an exception"};
  }
}

/// A source that is ours to release.
class owned_source {
public:
  explicit owned_source(const wkin_source& source) noexcept : source_(source) {}
  owned_source(owned_source&& other) noexcept : source_(std::exchange(other.source_, {})) {}
  owned_source& operator=(owned_source&&) = delete;
  ~owned_source() {
    if (source_.release != nullptr) source_.release(source_.user_data);
  }
  const wkin_source* operator->() const noexcept { return &source_; }

private:
  wkin_source source_;
};

/// The caller's bytes.
class called_bytes final : public byte_source {
public:
  called_bytes(owned_source source, std::string label)
      : source_(std::move(source)), label_(std::move(label)) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return source_->size_bytes; }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] bool is_usable() const noexcept { return source_->read != nullptr; }

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    const std::string where = std::to_string(length) + " bytes at byte " + std::to_string(offset);
    if (offset > source_->size_bytes || length > source_->size_bytes - offset)
      return error{errc::bad_format,
                   label_ + ": needs " + where + " but there are only " +
                       std::to_string(source_->size_bytes) + " in all",
                   fault::truncated};
    if (scratch.size() < length)
      return error{errc::bad_argument, label_ + ": scratch is too small for " + where};
    if (length == 0) return std::span<const std::byte>{};
    std::size_t got = 0;
    const auto status = answer_of(label_, [&] {
      return source_->read(offset, length, scratch.data(), &got, source_->user_data);
    });
    if (!status) return status.error();
    if (*status != WKIN_OK) return failed(label_, *status, "cannot read " + where);
    if (got != length)
      return error{errc::io, label_ + ": asked for " + where + ", the callback says it read " +
                                 std::to_string(got)};
    return std::span<const std::byte>(scratch.first(length));
  }

private:
  owned_source source_;
  std::string label_;
};

/// The caller's other files.
class called_files final : public file_set {
public:
  called_files(wkin_open_callback call, void* user_data) : open_(call), user_data_(user_data) {}

  [[nodiscard]] result<std::shared_ptr<const byte_source>>
  open(std::string_view name) const override {
    const std::string text(name);
    wkin_source source{};
    const auto status = answer_of(text, [&] { return open_(text.c_str(), &source, user_data_); });
    if (!status) return status.error();
    if (*status != WKIN_OK) return failed(text, *status, "cannot open");
    auto bytes = std::make_shared<const called_bytes>(owned_source(source), text);
    if (!bytes->is_usable())
      return error{errc::bad_format, "'" + text + "' does not exist", fault::missing};
    return std::shared_ptr<const byte_source>(std::move(bytes));
  }

  [[nodiscard]] result<std::vector<std::string>> list(std::string_view /*name*/) const override {
    return error{errc::unsupported, "files behind a callback cannot be listed"};
  }

private:
  wkin_open_callback open_;
  void* user_data_;
};

} // namespace

wkin_status wkin_model_open_source(const wkin_source* source, wkin_open_callback open_beside,
                                   void* beside_user_data, const char* label,
                                   const wkin_open_options* options, wkin_model** out,
                                   wkin_error* error) {
  return guard(error, [&] {
    if (out != nullptr) *out = nullptr;
    if (source == nullptr) return bad_argument(error, "the source is NULL");
    owned_source ours(*source); // to release, whatever comes
    auto bytes =
        std::make_shared<const called_bytes>(std::move(ours), label == nullptr ? "source" : label);
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    if (!bytes->is_usable()) return bad_argument(error, "the source cannot be read");
    const auto how = opening(options);
    if (!how) return tell(error, how.error());
    std::shared_ptr<const file_set> beside;
    if (open_beside != nullptr)
      beside = std::make_shared<const called_files>(open_beside, beside_user_data);
    return hand_over(checkpoint::open(std::move(bytes), std::move(beside), *how), options, out,
                     error);
  });
}
