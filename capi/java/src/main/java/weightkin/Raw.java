package weightkin;

import java.util.ArrayList;
import java.util.List;

/** A struct of C and what it points to. */
final class Raw {
  final Scratch memory;
  private final List<Object> parts = new ArrayList<>();

  Raw(long size) {
    memory = new Scratch(size);
  }

  void set(long at, Scratch part) {
    parts.add(part);
    memory.setPointer(at, part);
  }

  void setInt(long at, int value) {
    memory.setInt(at, value);
  }

  void setLong(long at, long value) {
    memory.setLong(at, value);
  }

  void setDouble(long at, double value) {
    memory.setDouble(at, value);
  }

  void setPointer(long at, com.sun.jna.Pointer value) {
    memory.setPointer(at, value);
  }
}
