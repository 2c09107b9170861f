package weightkin;

import com.sun.jna.Native;
import java.util.Map;

/**
 * The native library: the file that the system property {@code weightkin.library} or the environment
 * variable WEIGHTKIN_LIBRARY names, else the one that the system's loader finds.
 */
public final class Library {
  private Library() {}

  /** In a map: corresponds to nothing. */
  public static final long NO_COUNTERPART = CInterface.NO_COUNTERPART;

  private static CInterface loaded;

  /** The library, found and checked the first time. */
  static synchronized CInterface get() {
    if (loaded == null) {
      CInterface found = load();
      check(found);
      loaded = found;
    }
    return loaded;
  }

  /** The library's version, e.g. "0.1.0". */
  public static String version() {
    return get().wkin_version();
  }

  /** The version of the C interface that the library was built with. */
  public static int abiVersion() {
    return get().wkin_abi_version();
  }

  private static CInterface load() {
    String path = System.getProperty("weightkin.library", System.getenv("WEIGHTKIN_LIBRARY"));
    String name = path == null || path.isEmpty() ? "weightkin_c" : path;
    try {
      return Native.load(name, CInterface.class,
          Map.of(com.sun.jna.Library.OPTION_STRING_ENCODING, "UTF-8"));
    } catch (UnsatisfiedLinkError missing) {
      throw new LibraryException("libweightkin_c cannot be loaded: " + missing.getMessage(), missing);
    }
  }

  private static void check(CInterface found) {
    String version;
    int abi;
    try {
      version = found.wkin_version();
      abi = found.wkin_abi_version();
    } catch (UnsatisfiedLinkError missing) {
      throw new LibraryException("this is no libweightkin_c: " + missing.getMessage(), missing);
    }
    int[] needed = CInterface.NEEDED_VERSION;
    if (abi != CInterface.ABI_VERSION || !fits(version, needed)) {
      throw new LibraryException(String.format(
          "libweightkin_c is version %s (interface %d); these classes need %d.%d.%d or a later "
              + "version of interface %d",
          version, abi, needed[0], needed[1], needed[2], CInterface.ABI_VERSION), null);
    }
  }

  private static boolean fits(String version, int[] needed) {
    String[] parts = version == null ? new String[0] : version.split("\\.");
    if (parts.length != 3) {
      return false;
    }
    try {
      int minor = Integer.parseInt(parts[1]);
      return Integer.parseInt(parts[0]) == needed[0]
          && (minor > needed[1] || minor == needed[1] && Integer.parseInt(parts[2]) >= needed[2]);
    } catch (NumberFormatException strange) {
      return false;
    }
  }
}
