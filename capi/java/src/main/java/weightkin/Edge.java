// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** Two points with nothing else between them. */
public record Edge(
    /** What proves the direction; empty where nothing does */
    String reason,
    /** Nodes; the elder one first where directed */
    int first,
    /** Likewise */
    int second,
    /** Mean square difference in units of the weights' variance; NaN: unknown */
    double length,
    /** Its standard error */
    double lengthError,
    /** 1: it is proven who came first */
    boolean directed,
    /** 1: see wkin_forest_finding */
    boolean hasFinding) {
  static final int SIZE = 48;

  static Edge read(Pointer from, long at) {
    return new Edge(
        Reading.text(from, at + 0),
        Reading.size(from, at + 8),
        Reading.size(from, at + 16),
        from.getDouble(at + 24),
        from.getDouble(at + 32),
        from.getInt(at + 40) != 0,
        from.getInt(at + 44) != 0);
  }
}
