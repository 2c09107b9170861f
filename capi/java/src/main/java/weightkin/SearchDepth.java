// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/**
 * How far a comparison searches for rearranged weights where tensors do not lie on each other by
 * name, role and shape.
 */
public enum SearchDepth {
  /** Full where its cost, known from shapes, is small; else layers */
  AUTOMATIC(0),
  /** No search */
  DIRECT(1),
  /** Layers left out, repeated or moved; experts; transposes */
  LAYERS(2),
  /** Also tokens, units, heads, the residual stream's basis */
  FULL(3),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  SearchDepth(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static SearchDepth of(int number) {
    for (SearchDepth each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_search_depth_name(number);
  }
}
