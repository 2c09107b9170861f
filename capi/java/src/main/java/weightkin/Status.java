// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What the caller does next. */
public enum Status {
  OK(0),
  /** The call itself is wrong: fix the program */
  BAD_ARGUMENT(1),
  /** The bytes contradict their format: fix or distrust the file */
  BAD_FORMAT(2),
  /** Well formed as far as read, but nothing here can read it */
  UNSUPPORTED(3),
  /** The operating system refused: path, permission, disk, vanished page */
  IO(4),
  /** The number asked for does not exist for these inputs */
  UNDEFINED(5),
  /** An allocation failed or a limit on memory was reached */
  NO_MEMORY(6),
  /** The progress callback asked to stop */
  CANCELLED(7),
  /** A defect of ours; please report it */
  INTERNAL(8),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Status(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Status of(int number) {
    for (Status each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_status_name(number);
  }
}
