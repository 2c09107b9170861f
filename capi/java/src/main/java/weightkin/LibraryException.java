package weightkin;

/** The native library is absent, or not one that these classes can use. */
public final class LibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
