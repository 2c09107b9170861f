// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What one tensor is. */
public record InventoryEntry(
    /** The name with prefix and naming dialect removed */
    String slot,
    /** For people: which construction, tied to what, which error; may be empty */
    String detail,
    /** Its elements; 0 when tied to an earlier one */
    long parameters,
    /** Index of its component */
    int component,
    /** What it does */
    Role role,
    /** What it may say in a ruling */
    Use use,
    /** Why it may not convict */
    Exclusion exclusion,
    /** -1: none */
    int layer,
    /** The name without the component's prefix */
    String suffix,
    /** Permutation group of its units; empty: no exchangeable axis is known */
    String group,
    /** Tensor of the model that it duplicates; SIZE_MAX: none */
    int tiedTo,
    /** Along which units lie, when `group` is not empty */
    int axis,
    /** Exchangeable blocks along it */
    long units,
    /** Consecutive entries that move together */
    long block,
    /** Stacked runs of `units` blocks */
    long gates,
    /** 1: whether the group's tensors share their order is not known */
    boolean sharedUnknown,
    /** 1: elements that map a unit to itself are left out of tests */
    boolean skipDiagonal) {
  static final int SIZE = 112;

  static InventoryEntry read(Pointer from, long at) {
    return new InventoryEntry(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        Reading.size(from, at + 24),
        Role.of(from.getInt(at + 32)),
        Use.of(from.getInt(at + 36)),
        Exclusion.of(from.getInt(at + 40)),
        from.getInt(at + 44),
        Reading.text(from, at + 48),
        Reading.text(from, at + 56),
        Reading.size(from, at + 64),
        Reading.size(from, at + 72),
        from.getLong(at + 80),
        from.getLong(at + 88),
        from.getLong(at + 96),
        from.getInt(at + 104) != 0,
        from.getInt(at + 108) != 0);
  }
}
