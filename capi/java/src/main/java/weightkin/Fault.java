// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** Which rule of a file format was broken, for those who sort files. */
public enum Fault {
  NONE(0),
  TRUNCATED(1),
  MAGIC(2),
  VERSION(3),
  FORMAT(4),
  HEADER(5),
  ENCODING(6),
  LIMIT(7),
  OVERFLOW(8),
  BOUNDS(9),
  SHAPE(10),
  DTYPE(11),
  ALIGNMENT(12),
  OFFSET(13),
  OVERLAP(14),
  HOLE(15),
  TRAILING(16),
  DUPLICATE(17),
  MISSING(18),
  SHARD(19),
  PATH(20),
  CHECKSUM(21),
  COMPRESS(22),
  FILTER(23),
  CYCLE(24),
  PROTOBUF(25),
  PICKLE_OP(26),
  PICKLE_MALFORMED(27),
  PICKLE_GLOBAL(28),
  NPY_OBJECT(29),
  ZIP(30),
  ZIP_ENCRYPTED(31),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Fault(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Fault of(int number) {
    for (Fault each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_fault_name(number);
  }
}
