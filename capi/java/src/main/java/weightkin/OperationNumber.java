// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A measured number of an operation. */
public record OperationNumber(
    /** Lower_snake_case, e.g. "rank", "density" */
    String name,
    /** As measured */
    double value,
    /** Standard error; NaN: none */
    double error) {
  static final int SIZE = 24;

  static OperationNumber read(Pointer from, long at) {
    return new OperationNumber(
        Reading.text(from, at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16));
  }
}
