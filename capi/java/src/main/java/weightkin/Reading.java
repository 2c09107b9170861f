package weightkin;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** Values out of C's memory. */
final class Reading {
  private Reading() {}

  /** The string that a pointer at {@code at} points to; empty for NULL. */
  static String text(Pointer from, long at) {
    Pointer text = from.getPointer(at);
    return text == null ? "" : text.getString(0, StandardCharsets.UTF_8.name());
  }

  static int size(Pointer from, long at) {
    return Math.toIntExact(from.getLong(at));
  }

  static long[] longs(Pointer from, long at, int count) {
    Pointer first = from.getPointer(at);
    return first == null ? new long[0] : first.getLongArray(0, count);
  }

  static byte[] bytes(Pointer from, long at, int count) {
    Pointer first = from.getPointer(at);
    return first == null ? new byte[0] : first.getByteArray(0, count);
  }

  static short[] shorts(Pointer from, long at, int count) {
    Pointer first = from.getPointer(at);
    return first == null ? new short[0] : first.getShortArray(0, count);
  }

  static float[] floats(Pointer from, long at, int count) {
    Pointer first = from.getPointer(at);
    return first == null ? new float[0] : first.getFloatArray(0, count);
  }

  static double[] doubles(Pointer from, long at, int count) {
    Pointer first = from.getPointer(at);
    return first == null ? new double[0] : first.getDoubleArray(0, count);
  }
}
