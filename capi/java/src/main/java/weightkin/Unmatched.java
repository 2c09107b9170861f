// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A tensor without a counterpart, and why. */
public record Unmatched(
    /** As in its model */
    String name,
    /** Its id */
    String component,
    /** Why nothing corresponds */
    String reason,
    /** Index into its side's tensors */
    int tensor,
    /** Its elements */
    long parameters,
    /** Whose tensor it is */
    Side side) {
  static final int SIZE = 48;

  static Unmatched read(Pointer from, long at) {
    return new Unmatched(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.text(from, at + 16),
        Reading.size(from, at + 24),
        from.getLong(at + 32),
        Side.of(from.getInt(at + 40)));
  }
}
