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

  /** A list of structs that a pointer points to. */
  Raw part(long at, long size) {
    Raw list = new Raw(size);
    parts.add(list);
    memory.setPointer(at, list.memory);
    return list;
  }

  /** Pointers to texts. */
  void setTexts(long at, List<String> texts) {
    Raw list = part(at, 8L * texts.size());
    for (int index = 0; index < texts.size(); ++index) {
      list.set(8L * index, C.copied(texts.get(index)));
    }
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
