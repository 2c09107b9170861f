// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What an index is opened for. */
public enum IndexAccess {
  /** It has to exist */
  READ(0),
  /** It has to exist */
  WRITE(1),
  /** It is made when it does not exist */
  CREATE(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  IndexAccess(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static IndexAccess of(int number) {
    for (IndexAccess each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
