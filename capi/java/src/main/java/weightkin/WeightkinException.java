package weightkin;

/** A failure of the library: what to do next, which rule of a format was broken, what and where. */
public class WeightkinException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status status;
  private final Fault fault;

  WeightkinException(Status status, Fault fault, String message) {
    super(message);
    this.status = status;
    this.fault = fault;
  }

  public Status status() {
    return status;
  }

  public Fault fault() {
    return fault;
  }

  /** The call itself is wrong: fix the program. */
  public static final class BadArgument extends WeightkinException {
    private static final long serialVersionUID = 1L;

    BadArgument(Fault fault, String message) {
      super(Status.BAD_ARGUMENT, fault, message);
    }
  }

  /** The bytes contradict their format: fix or distrust the file. */
  public static final class BadFormat extends WeightkinException {
    private static final long serialVersionUID = 1L;

    BadFormat(Fault fault, String message) {
      super(Status.BAD_FORMAT, fault, message);
    }
  }

  /** Well formed as far as read, but nothing here can read it. */
  public static final class Unsupported extends WeightkinException {
    private static final long serialVersionUID = 1L;

    Unsupported(Fault fault, String message) {
      super(Status.UNSUPPORTED, fault, message);
    }
  }

  /** The operating system refused. */
  public static final class Io extends WeightkinException {
    private static final long serialVersionUID = 1L;

    Io(Fault fault, String message) {
      super(Status.IO, fault, message);
    }
  }

  /** The number asked for does not exist for these inputs. */
  public static final class Undefined extends WeightkinException {
    private static final long serialVersionUID = 1L;

    Undefined(Fault fault, String message) {
      super(Status.UNDEFINED, fault, message);
    }
  }

  /** The progress callback asked to stop. */
  public static final class Cancelled extends WeightkinException {
    private static final long serialVersionUID = 1L;

    Cancelled(Fault fault, String message) {
      super(Status.CANCELLED, fault, message);
    }
  }

  static WeightkinException of(Status status, Fault fault, String message) {
    return switch (status) {
      case BAD_ARGUMENT -> new BadArgument(fault, message);
      case BAD_FORMAT -> new BadFormat(fault, message);
      case UNSUPPORTED -> new Unsupported(fault, message);
      case IO -> new Io(fault, message);
      case UNDEFINED -> new Undefined(fault, message);
      case CANCELLED -> new Cancelled(fault, message);
      default -> new WeightkinException(status, fault, message);
    };
  }
}
