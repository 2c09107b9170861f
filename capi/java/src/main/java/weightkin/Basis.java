// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** In which basis the subject's residual stream stands, seen from the reference's. */
public enum Basis {
  /** Dimension i is dimension i */
  SAME(0),
  /** Dimensions were reordered, signs perhaps flipped */
  PERMUTED(1),
  /** An orthogonal map that is no permutation */
  ROTATED(2),
  /** Looked for and not found, or not looked for */
  UNKNOWN(3),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Basis(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Basis of(int number) {
    for (Basis each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_basis_name(number);
  }
}
