#include <boost/test/unit_test.hpp>

#include "inventory/fake_tensors.hpp"

using namespace weightkin;
using namespace weightkin::test;

// Published encoders, tensor by tensor, against their published parameter counts.

namespace {

void add_vision_tower(fake_model& model, const std::string& prefix, std::uint64_t hidden,
                      std::uint64_t outputs) {
  const std::uint64_t d = 1280;
  model.add(prefix + "patch_embed.proj.weight", {d, 3, 2, 14, 14});
  for (int layer = 0; layer < 32; ++layer) {
    const std::string block = prefix + "blocks." + std::to_string(layer) + ".";
    model.add(block + "norm1.weight", {d}).add(block + "norm2.weight", {d});
    model.add(block + "attn.qkv.weight", {3 * d, d}).add(block + "attn.qkv.bias", {3 * d});
    model.add(block + "attn.proj.weight", {d, d}).add(block + "attn.proj.bias", {d});
    for (const char* name : {"gate_proj", "up_proj"})
      model.add(block + "mlp." + name + ".weight", {hidden, d})
          .add(block + "mlp." + name + ".bias", {hidden});
    model.add(block + "mlp.down_proj.weight", {d, hidden}).add(block + "mlp.down_proj.bias", {d});
  }
  model.add(prefix + "merger.ln_q.weight", {d});
  model.add(prefix + "merger.mlp.0.weight", {4 * d, 4 * d})
      .add(prefix + "merger.mlp.0.bias", {4 * d});
  model.add(prefix + "merger.mlp.2.weight", {outputs, 4 * d})
      .add(prefix + "merger.mlp.2.bias", {outputs});
}

void add_audio_encoder(fake_model& model, const std::string& prefix) {
  const std::uint64_t d = 1280;
  model.add(prefix + "conv1.weight", {d, 128, 3}).add(prefix + "conv1.bias", {d});
  model.add(prefix + "conv2.weight", {d, d, 3}).add(prefix + "conv2.bias", {d});
  model.add(prefix + "embed_positions.weight", {1500, d});
  for (int layer = 0; layer < 32; ++layer) {
    const std::string block = prefix + "layers." + std::to_string(layer) + ".";
    for (const char* name : {"q_proj", "k_proj", "v_proj", "out_proj"}) {
      model.add(block + "self_attn." + name + ".weight", {d, d});
      if (std::string(name) != "k_proj") model.add(block + "self_attn." + name + ".bias", {d});
    }
    for (const char* name : {"self_attn_layer_norm", "final_layer_norm"})
      model.add(block + name + ".weight", {d}).add(block + name + ".bias", {d});
    model.add(block + "fc1.weight", {4 * d, d}).add(block + "fc1.bias", {4 * d});
    model.add(block + "fc2.weight", {d, 4 * d}).add(block + "fc2.bias", {d});
  }
  model.add(prefix + "layer_norm.weight", {d}).add(prefix + "layer_norm.bias", {d});
}

} // namespace

BOOST_AUTO_TEST_CASE(vision_towers_of_all_siblings) {
  const struct {
    std::uint64_t hidden, outputs, parameters;
  } rows[] = {{3420, 3584, 676'550'144},
              {3456, 5120, 688'841'984},
              {3420, 2048, 668'684'288},
              {3456, 8192, 704'573'696}};
  for (const auto& row : rows) {
    fake_model model;
    add_vision_tower(model, "visual.", row.hidden, row.outputs);
    const inventory taken = take_inventory(model.views());
    BOOST_REQUIRE(taken.components.size() == 1U);
    BOOST_TEST(taken.components[0].parameters == row.parameters);
    BOOST_TEST(taken.components[0].layers == 32);
  }
}

BOOST_AUTO_TEST_CASE(audio_encoder) {
  fake_model model;
  add_audio_encoder(model, "audio_tower.");
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(taken.components[0].parameters == 636'968'960U);
}

BOOST_AUTO_TEST_CASE(the_same_encoders_under_other_names_have_the_same_slots_roles_and_axes) {
  fake_model donor, suspect;
  add_vision_tower(donor, "visual.", 3456, 5120);
  add_audio_encoder(donor, "audio_tower.");
  add_vision_tower(suspect, "model.vision_model.", 3456, 5120);
  add_audio_encoder(suspect, "model.audio_model.");
  const inventory one = take_inventory(donor.views());
  const inventory other = take_inventory(suspect.views());
  BOOST_REQUIRE(one.entries.size() == other.entries.size());
  std::size_t convicting = 0;
  for (std::size_t i = 0; i < one.entries.size(); ++i) {
    const inventory_entry& a = one.entries[i];
    const inventory_entry& b = other.entries[i];
    BOOST_TEST(a.slot == b.slot);
    BOOST_TEST(name_of(a.role) == name_of(b.role));
    BOOST_REQUIRE(a.axis.has_value() == b.axis.has_value());
    if (a.axis) BOOST_TEST(a.axis->group == b.axis->group);
    convicting += a.use == evidence_use::convicting ? 1 : 0;
  }
  // Every matrix and convolution carries evidence: 5 + 6 in 32 layers each, and those around them.
  BOOST_TEST(convicting == 32U * (5 + 6) + 3U + 3U);
}
