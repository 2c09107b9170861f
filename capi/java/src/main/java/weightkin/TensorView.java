package weightkin;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor in a direct buffer, in host byte order, from the buffer's position to its limit. The
 * elements are used where they lie and must not change while a model has them.
 *
 * @param shape slowest axis first; empty for a scalar
 * @param strides in elements, not negative; null for packed C order
 */
public record TensorView(String name, Dtype dtype, long[] shape, long[] strides, Buffer data) {
  public TensorView(String name, Dtype dtype, long[] shape, Buffer data) {
    this(name, dtype, shape, null, data);
  }

  /** A direct buffer in host byte order. */
  public static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static int elementBytes(Buffer data) {
    if (data instanceof java.nio.LongBuffer || data instanceof java.nio.DoubleBuffer) {
      return 8;
    }
    if (data instanceof java.nio.IntBuffer || data instanceof java.nio.FloatBuffer) {
      return 4;
    }
    return data instanceof ByteBuffer ? 1 : 2;
  }

  /** Of numbers of several bytes; a ByteBuffer's order is only how it would read them. */
  private static ByteOrder order(Buffer data) {
    return data instanceof java.nio.ShortBuffer shorts ? shorts.order()
        : data instanceof java.nio.CharBuffer chars ? chars.order()
        : data instanceof java.nio.IntBuffer ints ? ints.order()
        : data instanceof java.nio.LongBuffer longs ? longs.order()
        : data instanceof java.nio.FloatBuffer floats ? floats.order()
        : data instanceof java.nio.DoubleBuffer doubles ? doubles.order()
        : ByteOrder.nativeOrder();
  }

  /** The buffer must be kept by whoever uses its address: see {@link #lent}. */
  static Pointer address(Buffer data) {
    if (!data.isDirect()) {
      throw new WeightkinException.BadArgument(Fault.NONE, "the buffer is not direct");
    }
    if (order(data) != ByteOrder.nativeOrder()) {
      throw new WeightkinException.BadArgument(Fault.NONE,
          "the buffer is in foreign byte order, as views of a ByteBuffer are by default");
    }
    return Native.getDirectBufferPointer(data).share((long) data.position() * elementBytes(data));
  }

  /** A call with the address of a buffer, which lives as long as that takes. */
  static void lent(Buffer data, java.util.function.Consumer<Pointer> call) {
    try {
      call.accept(address(data));
    } finally {
      java.lang.ref.Reference.reachabilityFence(data);
    }
  }

  static int bits(Dtype dtype) {
    return switch (dtype) {
      case BOOLEAN, U8, I8, F8_E4M3FN, F8_E5M2, F8_E4M3FNUZ, F8_E5M2FNUZ, F8_E8M0 -> 8;
      case U16, I16, F16, BF16 -> 16;
      case U32, I32, F32, C32 -> 32;
      case U64, I64, F64, C64 -> 64;
      case C128 -> 128;
      case F6_E2M3, F6_E3M2 -> 6;
      case F4_E2M1 -> 4;
      default -> throw new WeightkinException.BadArgument(Fault.NONE, "tensors have a dtype");
    };
  }

  private long neededBytes() {
    long reach = 0;
    long packed = 1;
    for (long extent : shape) {
      if (extent == 0) {
        return 0;
      }
    }
    for (int axis = 0; axis < shape.length; ++axis) {
      if (shape[axis] < 0 || strides != null && strides[axis] < 0) {
        throw new ArithmeticException("negative");
      }
      packed = Math.multiplyExact(packed, strides == null ? shape[axis] : 1);
      long stride = strides == null ? 0 : strides[axis];
      reach = Math.addExact(reach, Math.multiplyExact(stride, shape[axis] - 1));
    }
    long elements = strides == null ? packed : Math.addExact(reach, 1);
    return Math.addExact(Math.multiplyExact(elements, (long) bits(dtype)), 7) / 8;
  }

  /** The library cannot know how large the buffer is; here nobody reads beyond it. */
  private void check() {
    String why = null;
    if (shape.length > 64) {
      why = "more than 64 axes";
    } else if (strides != null && strides.length != shape.length) {
      why = "as many strides as axes are needed";
    } else {
      long there = (long) data.remaining() * elementBytes(data);
      try {
        long needed = neededBytes();
        why = needed > there ? needed + " bytes needed, " + there + " there" : null;
      } catch (ArithmeticException overflow) {
        why = "its size has no number";
      }
    }
    if (why != null) {
      throw new WeightkinException.BadArgument(Fault.NONE, "tensor \"" + name + "\": " + why);
    }
  }

  private static Scratch copied(long[] numbers) {
    Scratch memory = new Scratch(8L * numbers.length);
    memory.write(0, numbers, 0, numbers.length);
    return memory;
  }

  /** Views as C has them; {@code parts} gets what they point to. */
  static Scratch lend(List<TensorView> tensors, List<Object> parts) {
    Scratch views = new Scratch((long) Layout.TENSOR_VIEW_SIZE * tensors.size());
    for (int index = 0; index < tensors.size(); ++index) {
      TensorView tensor = tensors.get(index);
      tensor.check();
      long at = (long) Layout.TENSOR_VIEW_SIZE * index;
      Scratch name = C.copied(tensor.name);
      Scratch shape = copied(tensor.shape);
      Scratch strides = tensor.strides == null ? null : copied(tensor.strides);
      views.setPointer(at + Layout.TENSOR_VIEW_NAME, name);
      views.setInt(at + Layout.TENSOR_VIEW_DTYPE, tensor.dtype.number());
      views.setInt(at + Layout.TENSOR_VIEW_RANK, tensor.shape.length);
      views.setPointer(at + Layout.TENSOR_VIEW_SHAPE, shape);
      views.setPointer(at + Layout.TENSOR_VIEW_STRIDES, strides);
      views.setPointer(at + Layout.TENSOR_VIEW_DATA, address(tensor.data));
      parts.addAll(java.util.Arrays.asList(name, shape, strides, tensor.data));
    }
    parts.add(views);
    return views;
  }
}
