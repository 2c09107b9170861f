package weightkin;

import com.sun.jna.Memory;

/** Zeroed memory for C that is freed when nobody has it any more. */
final class Scratch extends Memory {
  Scratch(long size) {
    super(Math.max(size, 1));
    clear();
  }
}
