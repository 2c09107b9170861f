// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** The part of a model a tensor belongs to; the unit of every verdict. */
public enum ComponentKind {
  /** The whole of a model with one part, or what no rule claims */
  MODEL(0),
  LANGUAGE_MODEL(1),
  VISION_ENCODER(2),
  AUDIO_ENCODER(3),
  TEXT_ENCODER(4),
  PROJECTOR(5),
  VISION_TOKENIZER(6),
  AUDIO_TOKENIZER(7),
  DIFFUSION(8),
  AUTOENCODER(9),
  ADAPTER(10),
  OPTIMIZER(11),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  ComponentKind(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static ComponentKind of(int number) {
    for (ComponentKind each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_component_kind_name(number);
  }
}
