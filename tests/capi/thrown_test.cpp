#include <cstring>
#include <functional>
#include <new>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin.h>

/// Callbacks written in C++ may throw. Nothing leaves the library: what was thrown is a status.
namespace {

struct thrower {
  bool as_no_memory = false;
  int calls = 0;

  [[noreturn]] void go() {
    ++calls;
    if (as_no_memory) throw std::bad_alloc();
    throw std::runtime_error("thrown by a callback");
  }
};

int throw_progress(const char*, std::uint64_t, std::uint64_t, void* user_data) {
  static_cast<thrower*>(user_data)->go();
}

void throw_log(wkin_log_level, const char*, void* user_data) {
  static_cast<thrower*>(user_data)->go();
}

wkin_status throw_read(std::uint64_t, std::size_t, void*, std::size_t*, void* user_data) {
  static_cast<thrower*>(user_data)->go();
}

wkin_status no_memory_read(std::uint64_t, std::size_t, void*, std::size_t*, void*) {
  return WKIN_NO_MEMORY;
}

/// A small model, its fingerprint, and all that takes a callback.
struct models {
  std::vector<float> values = std::vector<float>(64 * 32);
  wkin_model* model = nullptr;
  wkin_fingerprint* print = nullptr;

  models() {
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = static_cast<float>((i * 2654435761U) % 1000) / 1000.0F - 0.5F;
    static constexpr std::uint64_t shape[2] = {64, 32};
    const wkin_tensor_view view{
        "layers.0.mlp.up_proj.weight", WKIN_DTYPE_F32, 2, shape, nullptr, values.data()};
    BOOST_REQUIRE(wkin_model_from_tensors(&view, 1, sizeof view, "m", &model, nullptr) == WKIN_OK);
    BOOST_REQUIRE(wkin_fingerprint_take(model, nullptr, &print, nullptr) == WKIN_OK);
  }
  models(const models&) = delete;
  models& operator=(const models&) = delete;
  ~models() {
    wkin_fingerprint_close(print);
    wkin_model_close(model);
  }
};

/// Runs `call` with a thrower of either kind and looks at the status.
void check_both(const char* what, const std::function<wkin_status(thrower&, wkin_error&)>& call) {
  for (const bool as_no_memory : {false, true}) {
    thrower thrown{as_no_memory};
    wkin_error error{};
    const wkin_status status = call(thrown, error);
    BOOST_TEST_CONTEXT(what) {
      BOOST_TEST(thrown.calls > 0);
      BOOST_TEST((status == WKIN_NO_MEMORY) == as_no_memory);
      BOOST_TEST((status == WKIN_INTERNAL) == !as_no_memory);
      BOOST_TEST((error.status == status));
      BOOST_TEST(std::strlen(error.message) > 0);
    }
  }
}

template <class Options>
void set_progress(Options& options, thrower& thrown, unsigned threads) {
  options.on_progress = throw_progress;
  options.user_data = &thrown;
  options.threads = threads;
}

BOOST_AUTO_TEST_SUITE(c_api_thrown)

BOOST_AUTO_TEST_CASE(progress_callbacks_that_throw_end_the_call) {
  const models held;
  for (const unsigned threads : {1U, 3U}) {
    check_both("compare", [&](thrower& thrown, wkin_error& error) {
      wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
      set_progress(options, thrown, threads);
      wkin_comparison* out = nullptr;
      return wkin_compare(held.model, held.model, &options, &out, &error);
    });
    check_both("fingerprint", [&](thrower& thrown, wkin_error& error) {
      wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
      set_progress(options, thrown, threads);
      wkin_fingerprint* out = nullptr;
      return wkin_fingerprint_take(held.model, &options, &out, &error);
    });
    check_both("hash", [&](thrower& thrown, wkin_error& error) {
      wkin_hash_options options = WKIN_HASH_OPTIONS_INIT;
      set_progress(options, thrown, threads);
      wkin_hash* out = nullptr;
      return wkin_hash_take(held.model, &options, &out, &error);
    });
    check_both("scan", [&](thrower& thrown, wkin_error& error) {
      wkin_scan_options options = WKIN_SCAN_OPTIONS_INIT;
      set_progress(options, thrown, threads);
      wkin_scan* out = nullptr;
      const wkin_fingerprint* references[] = {held.print, held.print};
      return wkin_find_ancestors(held.print, nullptr, references, nullptr, 2, &options, &out,
                                 &error);
    });
    check_both("forest", [&](thrower& thrown, wkin_error& error) {
      wkin_forest_options options = WKIN_FOREST_OPTIONS_INIT;
      set_progress(options, thrown, threads);
      wkin_forest* out = nullptr;
      const wkin_fingerprint* all[] = {held.print, held.print};
      return wkin_grow_forest(all, nullptr, 2, &options, &out, &error);
    });
  }
  check_both("write", [&](thrower& thrown, wkin_error& error) {
    wkin_write_options options = WKIN_WRITE_OPTIONS_INIT;
    options.on_progress = throw_progress;
    options.user_data = &thrown;
    return wkin_model_write_safetensors(held.model, "thrown_test.safetensors", &options, nullptr, 0,
                                        &error);
  });
}

BOOST_AUTO_TEST_CASE(log_callbacks_that_throw_end_the_call) {
  const models held;
  check_both("log", [&](thrower& thrown, wkin_error& error) {
    wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
    options.on_log = throw_log;
    options.log_user_data = &thrown;
    wkin_comparison* out = nullptr;
    return wkin_compare(held.model, held.model, &options, &out, &error);
  });
}

BOOST_AUTO_TEST_CASE(sources_that_throw_or_have_no_memory_are_told_of) {
  check_both("source", [&](thrower& thrown, wkin_error& error) {
    const wkin_source source{100, throw_read, nullptr, &thrown};
    wkin_model* out = nullptr;
    return wkin_model_open_source(&source, nullptr, nullptr, "s", nullptr, &out, &error);
  });
  const wkin_source source{100, no_memory_read, nullptr, nullptr};
  wkin_model* out = nullptr;
  BOOST_TEST((wkin_model_open_source(&source, nullptr, nullptr, "s", nullptr, &out, nullptr) ==
              WKIN_NO_MEMORY));
}

// A sanitizer's allocator ends the process instead.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WKIN_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WKIN_TEST_SANITIZED 1
#endif
#endif

#ifndef WKIN_TEST_SANITIZED
/// More than any machine holds is no memory, not a defect.
BOOST_AUTO_TEST_CASE(absurd_counts_are_no_memory) {
  const wkin_tensor_view view{};
  wkin_model* out = nullptr;
  BOOST_TEST((wkin_model_from_tensors(&view, SIZE_MAX / 64, sizeof view, "", &out, nullptr) ==
              WKIN_NO_MEMORY));
}
#endif

BOOST_AUTO_TEST_SUITE_END()

} // namespace
