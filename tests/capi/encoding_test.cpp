#include <array>

#include <boost/test/unit_test.hpp>

#include <weightkin.h>
#include <weightkin/core/tensor_encoding.hpp>

#include "handles.hpp"

using namespace weightkin;

BOOST_AUTO_TEST_CASE(an_encoding_is_told_with_its_parts_and_rules) {
  const std::array<std::uint64_t, 2> shape{4, 32};
  const std::string scale_name = "w.scales";
  encoding_part codes{"codes", {}};
  codes.stored.name = "w.codes";
  codes.stored.type = dtype::u8;
  codes.stored.shape = shape;
  encoding_part scale{"scales", {}};
  scale.stored.name = scale_name;
  scale.stored.type = dtype::f16;
  const tensor_encoding encoding{"q8", 8.5, 32, {codes, scale}, {"transpose", "rows"}, 0.25};

  auto state = std::make_shared<capi::model_state>();
  tensor_view plain;
  plain.name = "plain";
  tensor_view encoded;
  encoded.name = "w";
  encoded.shape = shape;
  encoded.encoding = &encoding;
  state->views = {plain, encoded};
  state->names = {"plain", "w"};
  const wkin_model model{state};

  wkin_tensor_encoding told{};
  BOOST_TEST(wkin_model_encoding(&model, 1, &told, sizeof told, nullptr) == WKIN_OK);
  BOOST_TEST(std::string(told.scheme) == "q8");
  BOOST_TEST(told.bits_per_value == 8.5);
  BOOST_TEST(told.block_values == 32U);
  BOOST_TEST(told.undo_error == 0.25);
  BOOST_TEST(told.parts == 2U);
  BOOST_TEST(told.layout_rules == 2U);

  wkin_encoding_part part{};
  BOOST_TEST(wkin_model_encoding_part(&model, 1, 0, &part, sizeof part, nullptr) == WKIN_OK);
  BOOST_TEST(std::string(part.role) == "codes");
  BOOST_TEST(std::string(part.name) == "w.codes");
  BOOST_TEST(part.dtype == WKIN_DTYPE_U8);
  BOOST_TEST(part.rank == 2U);
  BOOST_TEST(part.shape[1] == 32U);
  BOOST_TEST(part.elements == 128U);
  BOOST_TEST(wkin_model_encoding_part(&model, 1, 1, &part, sizeof part, nullptr) == WKIN_OK);
  BOOST_TEST(std::string(part.name) == scale_name);
  BOOST_TEST(part.rank == 0U);
  BOOST_TEST(part.elements == 1U);
  BOOST_TEST((part.shape != nullptr));
  BOOST_TEST(wkin_model_encoding_part(&model, 1, 2, &part, sizeof part, nullptr) ==
             WKIN_BAD_ARGUMENT);
  BOOST_TEST(wkin_model_encoding_part(&model, 0, 0, &part, sizeof part, nullptr) ==
             WKIN_BAD_ARGUMENT);

  BOOST_TEST(std::string(wkin_model_layout_rule(&model, 1, 0)) == "transpose");
  BOOST_TEST(std::string(wkin_model_layout_rule(&model, 1, 1)) == "rows");
  BOOST_TEST((wkin_model_layout_rule(&model, 1, 2) == nullptr));
  BOOST_TEST((wkin_model_layout_rule(&model, 0, 0) == nullptr));
}
