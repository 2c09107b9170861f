package weightkin;

import com.sun.jna.Pointer;
import java.util.List;
import java.util.function.Function;

/** Lists of handles for C. Each is in use until the work is done, so that none is closed meanwhile. */
final class Handles {
  private Handles() {}

  static <T> T optional(Owned handle, Function<Pointer, T> work) {
    return handle == null ? work.apply(null) : handle.call(work::apply);
  }

  /** The pointers of all; of a null that of nothing. */
  static <T> T all(List<? extends Owned> handles, Function<Pointer, T> work) {
    return collect(handles, 0, new Scratch(8L * handles.size()), work);
  }

  /** No pointers for null, else one for each of so many fingerprints. */
  static <T> T weights(List<Model> models, int count, Function<Pointer, T> work) {
    if (models == null) {
      return work.apply(null);
    }
    if (models.size() != count) {
      throw new WeightkinException.BadArgument(Fault.NONE,
          models.size() + " models for " + count + " fingerprints");
    }
    return all(models, work);
  }

  private static <T> T collect(List<? extends Owned> handles, int index, Scratch pointers,
      Function<Pointer, T> work) {
    if (index == handles.size()) {
      return work.apply(pointers);
    }
    return optional(handles.get(index), handle -> {
      pointers.setPointer(8L * index, handle);
      return collect(handles, index + 1, pointers, work);
    });
  }
}
