// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** Which unit of the reference each unit of the subject is, in one permutation group. */
public record UnitMap(
    /** Permutation group of the subject */
    String subjectGroup,
    /** Its counterpart */
    String referenceGroup,
    /** `units` numbers, WKIN_NO_COUNTERPART for units that were added */
    long[] referenceOf,
    /** Of the subject's group */
    int units,
    /**
     * Share of the mapped units on which two disjoint halves of the evidence, asked separately,
     * name the same counterpart; 1/units between strangers. NaN when not asked.
     */
    double agreement,
    /** 1: every unit kept its number */
    boolean identity,
    /** Units with a counterpart */
    int mapped,
    /** Units that changed sign in what is behind their first part */
    long flipped,
    /** Groups of heads: how the rows inside heads stand, of values ... */
    Basis values,
    /** ... and of keys; permuted: signs perhaps flipped, rotated: mixed */
    Basis keys,
    /** How many units (heads: or their rows) `agreement` is of */
    long asked,
    /**
     * Where nothing was left to ask: share of the units that another group vouches for, whose order
     * was derived from this one's and was confirmed. NaN: none does.
     */
    double implied) {
  static final int SIZE = 88;

  static UnitMap read(Pointer from, long at) {
    return new UnitMap(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.longs(from, at + 16, Reading.size(from, at + 24)),
        Reading.size(from, at + 24),
        from.getDouble(at + 32),
        from.getInt(at + 40) != 0,
        Reading.size(from, at + 48),
        from.getLong(at + 56),
        Basis.of(from.getInt(at + 64)),
        Basis.of(from.getInt(at + 68)),
        from.getLong(at + 72),
        from.getDouble(at + 80));
  }
}
