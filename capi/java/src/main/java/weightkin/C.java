package weightkin;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Calls of C, their errors and their buffers. */
final class C {
  private C() {}

  /** A call that answers a status. */
  interface Fallible {
    int with(Pointer error);
  }

  static void check(Fallible call) {
    Scratch error = new Scratch(Layout.ERROR_SIZE);
    int status = call.with(error);
    if (status != 0) {
      throw WeightkinException.of(Status.of(status), Fault.of(error.getInt(Layout.ERROR_FAULT)),
          error.getString(Layout.ERROR_MESSAGE, "UTF-8"));
    }
  }

  /** A call that makes a handle. */
  interface Making {
    int with(Pointer out, Pointer error);
  }

  static Pointer make(Making call) {
    Scratch out = new Scratch(8);
    check(error -> call.with(out, error));
    return out.getPointer(0);
  }

  /** A call that writes into a buffer of ours. */
  interface Writing {
    int with(Pointer buffer, long capacity, Pointer needed, Pointer error);
  }

  static byte[] bytes(Writing call) {
    Scratch needed = new Scratch(8);
    check(error -> call.with(null, 0, needed, error));
    int size = Reading.size(needed, 0);
    Scratch buffer = new Scratch(size);
    check(error -> call.with(buffer, size, needed, error));
    return buffer.getByteArray(0, size);
  }

  static String text(Writing call) {
    byte[] bytes = bytes(call);
    return new String(bytes, 0, Math.max(bytes.length - 1, 0), StandardCharsets.UTF_8);
  }

  /** Answers NULL beyond the last. */
  interface Sentence {
    String at(long index);
  }

  static List<String> sentences(Sentence get) {
    List<String> found = new ArrayList<>();
    for (long index = 0;; ++index) {
      String text = get.at(index);
      if (text == null) {
        return found;
      }
      found.add(text);
    }
  }

  /** One of many. */
  interface Item<T> {
    T at(int index);
  }

  static <T> List<T> list(int count, Item<T> get) {
    List<T> found = new ArrayList<>(count);
    for (int index = 0; index < count; ++index) {
      found.add(get.at(index));
    }
    return found;
  }

  /** Text for C, which ends at a zero byte. */
  static String text(String text) {
    if (text != null && text.indexOf(0) >= 0) {
      throw new WeightkinException.BadArgument(Fault.NONE, "a zero byte in \"" + text + "\"");
    }
    return text;
  }

  /** Text in memory of its own; null for null. */
  static Scratch copied(String text) {
    if (text == null) {
      return null;
    }
    byte[] bytes = text(text).getBytes(StandardCharsets.UTF_8);
    Scratch memory = new Scratch(bytes.length + 1L);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }
}
