// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

public record InventoryEntry(
    /** The name with prefix and naming dialect removed */
    String slot,
    /** For people: which construction, tied to what, which error; may be empty */
    String detail,
    long parameters,
    /** Index of its component */
    int component,
    Role role,
    Use use,
    Exclusion exclusion,
    /** -1: none */
    int layer) {
  static final int SIZE = 48;

  static InventoryEntry read(Pointer from, long at) {
    return new InventoryEntry(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        Reading.size(from, at + 24),
        Role.of(from.getInt(at + 32)),
        Use.of(from.getInt(at + 36)),
        Exclusion.of(from.getInt(at + 40)),
        from.getInt(at + 44));
  }
}
