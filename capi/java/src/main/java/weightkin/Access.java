// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How file bytes are reached. */
public enum Access {
  /** Mapped */
  DEFAULT(0),
  /** Fastest; a file that shrinks while open kills the process (SIGBUS) */
  MAPPED(1),
  /** Bounded reads; a page that vanishes is WKIN_IO */
  COPIED(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Access(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Access of(int number) {
    for (Access each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
