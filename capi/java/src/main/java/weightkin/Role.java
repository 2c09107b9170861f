// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What a tensor does. */
public enum Role {
  UNKNOWN(0),
  TOKEN_EMBEDDING(1),
  POSITION_EMBEDDING(2),
  OUTPUT_HEAD(3),
  ATTENTION_Q(4),
  ATTENTION_K(5),
  ATTENTION_V(6),
  ATTENTION_QKV(7),
  ATTENTION_O(8),
  MLP_GATE(9),
  MLP_UP(10),
  MLP_DOWN(11),
  MLP_GATE_UP(12),
  NORM(13),
  ROUTER(14),
  CONVOLUTION(15),
  LINEAR(16),
  RECURRENT(17),
  BATCH_NORM_STATISTIC(18),
  BIAS(19),
  ADAPTER_DOWN(20),
  ADAPTER_UP(21),
  BUFFER(22),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Role(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Role of(int number) {
    for (Role each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_role_name(number);
  }
}
