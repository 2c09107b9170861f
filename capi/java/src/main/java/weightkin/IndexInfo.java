// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What an index holds. */
public record IndexInfo(
    /** How many */
    long models,
    /** Of all models */
    long components,
    /** That were kept */
    long rulings,
    /** Of all fingerprints in it */
    long seed,
    /** Version */
    long schema,
    /** 0: nothing was added yet */
    boolean hasSeed,
    /** 1: PostgreSQL */
    boolean onServer,
    /** 1: candidates by sketch come from the server's own index */
    boolean vectorSearch) {
  static final int SIZE = 56;

  static IndexInfo read(Pointer from, long at) {
    return new IndexInfo(
        from.getLong(at + 0),
        from.getLong(at + 8),
        from.getLong(at + 16),
        from.getLong(at + 24),
        from.getLong(at + 32),
        from.getInt(at + 40) != 0,
        from.getInt(at + 44) != 0,
        from.getInt(at + 48) != 0);
  }
}
