// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A file that is not as listed. */
public record FileDifference(
    /** Relative to the model's folder; lent by the manifest that has it */
    String name,
    /** In what way */
    FileState state) {
  static final int SIZE = 16;

  static FileDifference read(Pointer from, long at) {
    return new FileDifference(
        Reading.text(from, at + 0),
        FileState.of(from.getInt(at + 8)));
  }
}
