#pragma once

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/registry/fingerprint_index.hpp>

#include "support/small_transformer.hpp"
#include "support/temp_directory.hpp"

#ifdef WEIGHTKIN_HAS_POSTGRES
#include <libpq-fe.h>
#endif

/// Indexes for tests, on whichever engine the test runs.
namespace weightkin::test {

/// A fresh index: a file, or the database that WEIGHTKIN_TEST_POSTGRES names, emptied.
class fresh_index {
public:
  fresh_index() {
    const char* server = std::getenv("WEIGHTKIN_TEST_POSTGRES");
    address_ = server != nullptr ? server : (folder_ / "index.wki").string();
    if (server != nullptr) empty_server();
  }
  [[nodiscard]] bool on_server() const { return std::getenv("WEIGHTKIN_TEST_POSTGRES") != nullptr; }
  [[nodiscard]] const std::string& address() const { return address_; }

  [[nodiscard]] fingerprint_index open(index_access access = index_access::create,
                                       unsigned busy_milliseconds = 20000) const {
    index_options options;
    options.access = access;
    options.busy_milliseconds = busy_milliseconds;
    auto opened = fingerprint_index::open(address_, options);
    if (!opened) throw std::runtime_error(opened.error().message);
    return std::move(*opened);
  }

private:
  void empty_server() {
#ifdef WEIGHTKIN_HAS_POSTGRES
    const std::unique_ptr<PGconn, void (*)(PGconn*)> server(PQconnectdb(address_.c_str()),
                                                            PQfinish);
    PQsetNoticeProcessor(
        server.get(), [](void*, const char*) {}, nullptr);
    const std::unique_ptr<PGresult, void (*)(PGresult*)> answer(
        PQexec(server.get(), "DROP SCHEMA IF EXISTS weightkin_index CASCADE"), PQclear);
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
      throw std::runtime_error(PQerrorMessage(server.get()));
#else
    throw std::runtime_error("built without PostgreSQL");
#endif
  }

  temp_directory folder_;
  std::string address_;
};

/// What is there, or the end of the test case.
template <class T>
T must(result<T> answer) {
  if (!answer) throw std::runtime_error(answer.error().message);
  return std::move(*answer);
}

inline small_model small_one(std::uint64_t seed) {
  return make_transformer(seed, {.width = 64, .hidden = 128, .tokens = 64, .layers = 1});
}

inline fingerprint named_print(const small_model& model, const std::string& name,
                               std::uint64_t seed = 0) {
  fingerprint print = print_of(model, seed);
  print.name = name;
  print.format = "safetensors";
  print.contents.components[0].id = "model";
  print.contents.components[0].tensors = print.tensors.size();
  for (std::size_t t = 0; t < print.tensors.size(); ++t) {
    std::uint64_t count = 1;
    for (const std::uint64_t extent : print.tensors[t].shape)
      count *= extent;
    print.contents.entries[t].parameters = count;
    print.contents.components[0].parameters += count;
  }
  print.contents.parameters = print.contents.components[0].parameters;
  return print;
}

inline fingerprint stranger(std::uint64_t seed) {
  return named_print(small_one(1000 + seed), "stranger " + std::to_string(seed));
}

/// `verify` finds nothing.
inline void check_sound(fingerprint_index& index) {
  const index_check check = must(index.verify());
  for (const std::string& problem : check.problems)
    BOOST_ERROR(problem);
}

} // namespace weightkin::test
