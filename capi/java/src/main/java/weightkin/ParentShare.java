// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * What one reference contributed. For WKIN_MERGE_SPHERICAL the weight is the place on the arc, for
 * WKIN_MERGE_DARE and WKIN_MERGE_TIES the declared one.
 */
public record ParentShare(
    /** Of the parent, or of its change from the base */
    double weight,
    /** Standard error */
    double error,
    /** How much likelier the values are with this parent; infinite where bits or codes say so */
    double log10Margin) {
  static final int SIZE = 24;

  static ParentShare read(Pointer from, long at) {
    return new ParentShare(
        from.getDouble(at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16));
  }
}
