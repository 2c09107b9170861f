// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A part of a model that is ruled on by itself. */
public record ComponentInfo(
    /** E.g. "vision_encoder" */
    String id,
    /** What its tensor names begin with; may be empty */
    String prefix,
    /** How many belong to it */
    long tensors,
    /** Tied tensors counted once */
    long parameters,
    /** What it is for */
    ComponentKind kind,
    /** How many it has */
    int layers) {
  static final int SIZE = 40;

  static ComponentInfo read(Pointer from, long at) {
    return new ComponentInfo(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        from.getLong(at + 24),
        ComponentKind.of(from.getInt(at + 32)),
        from.getInt(at + 36));
  }
}
