// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How a file differs from what a manifest says of it. */
public enum FileState {
  DIFFERS(0),
  /** Listed, and not there */
  MISSING(1),
  /** There, and not listed */
  EXTRA(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  FileState(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static FileState of(int number) {
    for (FileState each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_file_state_name(number);
  }
}
