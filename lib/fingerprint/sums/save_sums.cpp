#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "fingerprint/sums/sums_state.hpp"

/// The state of sums as bytes. One byte that says whether there is anything; then little-endian
/// numbers in the order of the structures; then the pages of rows that exist, each after its
/// number, and an end mark; then the units, if any.
namespace weightkin::detail {
namespace {

constexpr std::uint8_t untouched_mark = 0;
constexpr std::uint8_t touched_mark = 1;
constexpr std::uint32_t no_more_pages = 0xFFFFFFFF;

/// Appends numbers.
class number_writer {
public:
  explicit number_writer(std::vector<std::byte>& bytes) : bytes_(bytes) {}

  template <class Number>
  void operator()(const Number& number) {
    for (std::size_t i = 0; i < sizeof(Number); ++i)
      bytes_.push_back(static_cast<std::byte>(number >> (8 * i)));
  }
  void operator()(double number) { (*this)(std::bit_cast<std::uint64_t>(number)); }
  void operator()(print_i128 number) { (*this)(static_cast<print_u128>(number)); }
  template <std::size_t Count>
  void operator()(const std::array<std::uint64_t, Count>& numbers) {
    for (const std::uint64_t number : numbers)
      (*this)(number);
  }

private:
  std::vector<std::byte>& bytes_;
};

/// Takes numbers from the front; zeros once the bytes have run out, which `failed` tells.
class number_reader {
public:
  explicit number_reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] std::span<const std::byte> rest() const noexcept { return bytes_; }

  template <class Number>
  void operator()(Number& number) {
    number = 0;
    if (bytes_.size() < sizeof(Number)) {
      failed_ = true;
      bytes_ = {};
      return;
    }
    for (std::size_t i = 0; i < sizeof(Number); ++i)
      number = static_cast<Number>(number | static_cast<Number>(bytes_[i]) << (8 * i));
    bytes_ = bytes_.subspan(sizeof(Number));
  }
  void operator()(double& number) {
    std::uint64_t bits = 0;
    (*this)(bits);
    number = std::bit_cast<double>(bits);
  }
  void operator()(print_i128& number) {
    print_u128 bits = 0;
    (*this)(bits);
    number = static_cast<print_i128>(bits);
  }
  template <std::size_t Count>
  void operator()(std::array<std::uint64_t, Count>& numbers) {
    for (std::uint64_t& number : numbers)
      (*this)(number);
  }

private:
  std::span<const std::byte> bytes_;
  bool failed_ = false;
};

/// The numbers of totals in the order in which they are saved.
template <class Pass, class Totals>
void pass_totals(Pass& pass, Totals& totals) {
  pass(totals.counts.seen);
  pass(totals.counts.nonfinite);
  pass(totals.counts.outside);
  pass(totals.counts.zeros);
  pass(totals.counts.negative);
  pass(totals.counts.minimum);
  pass(totals.counts.maximum);
  pass(totals.value);
  pass(totals.square);
  pass(totals.sketch);
  for (auto& lanes : totals.checks)
    pass(lanes);
  pass(totals.magnitudes);
}

template <class Pass, class Page>
void pass_page(Pass& pass, Page& page) {
  for (auto& row : page) {
    pass(row.energy);
    pass(row.features);
  }
}

/// Whether the counts can be those of at most `elements` elements.
bool plausible(const print_totals& totals, std::uint64_t elements) {
  const print_counts& counts = totals.counts;
  if (counts.seen == 0 || counts.seen > elements) return false;
  if (counts.nonfinite > counts.seen) return false;
  const std::uint64_t finite = counts.seen - counts.nonfinite;
  if (counts.outside > finite || counts.zeros > finite - counts.outside) return false;
  if (counts.negative > finite - counts.zeros) return false;
  print_u128 binned = 0;
  for (const std::uint64_t count : totals.magnitudes)
    binned += count;
  if (binned > finite - counts.zeros) return false;
  if (finite == 0) return counts.minimum == HUGE_VAL && counts.maximum == -HUGE_VAL;
  return std::isfinite(counts.minimum) && std::isfinite(counts.maximum) &&
         counts.minimum <= counts.maximum;
}

/// \returns false when the bytes are not pages of this tensor
bool read_pages(number_reader& read, print_rows& rows) {
  if (rows.size() == 0) return true;
  for (std::uint64_t next = 0;;) {
    std::uint32_t number = 0;
    read(number);
    if (read.failed()) return false;
    if (number == no_more_pages) return true;
    if (number < next || number >= rows.pages()) return false;
    // No page is made for bytes that are not there.
    if (read.rest().size() < print_rows::page_rows * (sizeof(print_u128) + sizeof(print_lanes)))
      return false;
    pass_page(read, rows.touch_page(number));
    next = std::uint64_t{number} + 1;
  }
}

bool read_units(number_reader& read, print_units& units) {
  std::uint8_t mark = 0;
  if (!units.map().any()) return true;
  read(mark);
  if (mark == untouched_mark) return !read.failed();
  if (mark != touched_mark) return false;
  if (read.rest().size() < units.map().sampled() * sizeof(print_lanes)) return false;
  for (print_lanes& lanes : units.touch())
    read(lanes);
  return true;
}

error nonsense(const tensor_declaration& tensor) {
  return {errc::bad_format, "tensor '" + tensor.name + "': saved sums are damaged"};
}

} // namespace

void tensor_sums::save(std::vector<std::byte>& bytes) const {
  number_writer write(bytes);
  const sums_content* const content = state_->content.get();
  write(content == nullptr ? untouched_mark : touched_mark);
  if (content == nullptr) return;
  pass_totals(write, content->totals);
  for (std::size_t number = 0; number < content->rows.pages(); ++number)
    if (const print_rows::page* page = content->rows.find_page(number)) {
      write(static_cast<std::uint32_t>(number));
      pass_page(write, *page);
    }
  if (content->rows.size() > 0) write(no_more_pages);
  if (!content->units.map().any()) return;
  write(content->units.touched() ? touched_mark : untouched_mark);
  for (const print_lanes& lanes : content->units.features())
    write(lanes);
}

result<void> tensor_sums::load(std::span<const std::byte>& bytes) {
  number_reader read(bytes);
  std::uint8_t mark = 0;
  read(mark);
  std::unique_ptr<sums_content> content;
  if (read.failed() || mark > touched_mark) return nonsense(state_->tensor);
  if (mark == touched_mark) {
    content = std::make_unique<sums_content>(state_->shape, state_->summed_units(), state_->hashes,
                                             *state_->ops);
    pass_totals(read, content->totals);
    if (read.failed() || !plausible(content->totals, state_->shape.elements) ||
        !read_pages(read, content->rows) || !read_units(read, content->units))
      return nonsense(state_->tensor);
  }
  state_->content = std::move(content);
  bytes = read.rest();
  return {};
}

} // namespace weightkin::detail
