// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How the files of a manifest are hashed. */
public enum ManifestHash {
  SHA256(0),
  BLAKE3(1),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  ManifestHash(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static ManifestHash of(int number) {
    for (ManifestHash each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
