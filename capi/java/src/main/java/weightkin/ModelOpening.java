// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** How a compared model's files were read, as far as it decides what is compared. */
public record ModelOpening(
    /** 1: names, axis order and values as the files have them */
    boolean asStored,
    /** 1: unknown classes in pickles were inert values, not an error */
    boolean lenientPickle) {
  static final int SIZE = 8;

  static ModelOpening read(Pointer from, long at) {
    return new ModelOpening(
        from.getInt(at + 0) != 0,
        from.getInt(at + 4) != 0);
  }
}
