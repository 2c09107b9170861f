// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What was done to weights on the way from one model to the other. */
public enum OperationKind {
  NONE(0),
  COPIED(1),
  /** Rounded to another dtype */
  CAST(2),
  /** Rounded to a coarser grid */
  QUANTISED(3),
  /** White noise, unrelated to the weights */
  NOISED(4),
  FINE_TUNED(5),
  /** Trained on until much of the variance is new */
  CONTINUED(6),
  /** A low-rank change (LoRA) was added */
  LOW_RANK_MERGED(7),
  /** Projected out of what writes the residual stream */
  DIRECTION_REMOVED(8),
  /** A combination of several parents */
  MERGED(9),
  /** Single weights set to zero */
  PRUNED(10),
  /** N of every m weights set to zero */
  PRUNED_PATTERN(11),
  /** Units left out */
  WIDTH_PRUNED(12),
  /** Layers left out */
  DEPTH_PRUNED(13),
  /** Layers repeated or inserted */
  DEPTH_UPSCALED(14),
  /** A dense network became several experts */
  UPCYCLED(15),
  /** Rows appended to the token table */
  VOCABULARY_EXTENDED(16),
  /** Rows reordered or replaced */
  VOCABULARY_CHANGED(17),
  /** Units, heads or stream dimensions reordered */
  PERMUTED(18),
  /** The residual stream's basis was turned */
  ROTATED(19),
  /** Factors moved between tensors or units */
  RESCALED(20),
  /** Some tensors are new */
  PARTLY_REINITIALISED(21),
  /** Some tensors kept bit for bit, others changed */
  PARTLY_FROZEN(22),
  /** Units added */
  WIDTH_PADDED(23),
  /** NaN or infinity where the other side has values */
  NONFINITE(24),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  OperationKind(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static OperationKind of(int number) {
    for (OperationKind each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_operation_name(number);
  }
}
