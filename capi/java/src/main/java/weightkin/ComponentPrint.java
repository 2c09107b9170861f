// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

public record ComponentPrint(
    String id,
    String prefix,
    long tensors,
    long parameters,
    ComponentKind kind,
    int layers,
    byte[] root,
    byte[] nameless,
    boolean hasRoots) {
  static final int SIZE = 112;

  static ComponentPrint read(Pointer from, long at) {
    return new ComponentPrint(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        from.getLong(at + 24),
        ComponentKind.of(from.getInt(at + 32)),
        from.getInt(at + 36),
        from.getByteArray(at + 40, 32),
        from.getByteArray(at + 72, 32),
        from.getInt(at + 104) != 0);
  }
}
