package weightkin;

/**
 * Called now and then, never from two threads at once, but not always on the caller's. False cancels:
 * the call then throws {@link WeightkinException.Cancelled}. What it throws cancels too and is thrown
 * by the call.
 */
@FunctionalInterface
public interface Progress {
  boolean step(String stage, long done, long total);
}
