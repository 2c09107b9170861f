// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** One component of one model. */
public record Member(
    /** Its id */
    String component,
    /** Place among the models */
    int model,
    /** 1: the model has other components, too */
    boolean ofSeveral,
    /** 1: equal to the first of its node only after a cast */
    boolean cast) {
  static final int SIZE = 24;

  static Member read(Pointer from, long at) {
    return new Member(
        Reading.text(from, at + 0),
        Reading.size(from, at + 8),
        from.getInt(at + 16) != 0,
        from.getInt(at + 20) != 0);
  }
}
