// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** The type of one stored element. */
public enum Dtype {
  NONE(0),
  BOOLEAN(1),
  U8(2),
  I8(3),
  U16(4),
  I16(5),
  U32(6),
  I32(7),
  U64(8),
  I64(9),
  F16(10),
  BF16(11),
  F32(12),
  F64(13),
  C32(14),
  C64(15),
  C128(16),
  F8_E4M3FN(17),
  F8_E5M2(18),
  F8_E4M3FNUZ(19),
  F8_E5M2FNUZ(20),
  F8_E8M0(21),
  F6_E2M3(22),
  F6_E3M2(23),
  /** Two per byte, low nibble first */
  F4_E2M1(24),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Dtype(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Dtype of(int number) {
    for (Dtype each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_dtype_name(number);
  }
}
