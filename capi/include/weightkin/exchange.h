/* Part of weightkin.h: tensors handed over by other libraries (DLPack), and values handed back. */
#ifndef WEIGHTKIN_C_EXCHANGE_H
#define WEIGHTKIN_C_EXCHANGE_H

#include <weightkin/fingerprint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The structs of dlpack.h (DLPack 0.2 to 1.x), which need not be included here: what capsules named
 * "dltensor" and "dltensor_versioned" point to. */
struct DLManagedTensor;
struct DLManagedTensorVersioned;

/* One tensor that another library hands over: exactly one of the two pointers is not NULL. */
typedef struct wkin_dlpack_tensor {
  const char* name;                           /* not NULL, unique within the model; copied */
  struct DLManagedTensor* managed;            /* a DLManagedTensor, or NULL */
  struct DLManagedTensorVersioned* versioned; /* a DLManagedTensorVersioned, or NULL */
} wkin_dlpack_tensor;

/* A model of `count` tensors, whose elements stay where they are. `tensor_size` is
 * sizeof(wkin_dlpack_tensor).
 *
 * On WKIN_OK every managed tensor is the library's: its deleter (which may be NULL) is called once,
 * when the model and everything made from it is closed, in the thread that closes the last of them.
 * On failure all are still the caller's, and no deleter was called. Until then the elements must
 * not change.
 *
 * Taken is memory that the processor reads: of the CPU, or pinned by CUDA or ROCm. WKIN_UNSUPPORTED
 * for memory of a device (copy the tensor to the CPU first), negative strides (but along axes of
 * one element), element types that weightkin has not, vector lanes, padded 4- and 6-bit elements
 * and a later major version of DLPack; WKIN_BAD_ARGUMENT for the same managed tensor twice.
 * Strides of 0 are taken. */
WKIN_API wkin_status wkin_model_from_dlpack(const wkin_dlpack_tensor* tensors, size_t count,
                                            size_t tensor_size, const char* name, wkin_model** out,
                                            wkin_error* error);

/* Adds a box of elements of tensor `tensor` to a fingerprint, as wkin_builder_add_box does: of the
 * shape and the type that `box` has, from `start` on (as many numbers as it has axes; NULL: from
 * the first element). `box` is only borrowed for the call, its deleter is not called; `box->name`
 * is for messages and may be NULL. Packed elements are read where they are, others are packed into
 * a copy of the box first. */
WKIN_API wkin_status wkin_builder_add_dlpack(wkin_fingerprint_builder* builder, size_t tensor,
                                             const uint64_t* start, const wkin_dlpack_tensor* box,
                                             size_t box_size, wkin_error* error);

/* Where the elements of a tensor lie. Borrowed from the model. */
typedef struct wkin_tensor_memory {
  const void* data;       /* element [0,...,0], any alignment */
  const int64_t* strides; /* in elements, one an axis; NULL: packed in C order */
} wkin_tensor_memory;

/* The memory of tensor `index`. WKIN_UNDEFINED when its elements are at no address: what is decoded
 * or fetched as it is read; then use wkin_model_read. */
WKIN_API wkin_status wkin_model_memory(const wkin_model* model, size_t index,
                                       wkin_tensor_memory* memory, size_t memory_size,
                                       wkin_error* error);

/* Elements [first, first + count) of tensor `index` in C order into your buffer, by the rule for
 * text but without a final zero; quantised tensors give the values they stand for. `as` is F32 or
 * F64 (to nearest, ties to even; of complex elements the real part), in a buffer aligned to them,
 * or WKIN_DTYPE_NONE: packed in the tensor's own type, 4- and 6-bit elements in whole bytes.
 * WKIN_UNSUPPORTED for other types. */
WKIN_API wkin_status wkin_model_read(const wkin_model* model, size_t index, uint64_t first,
                                     uint64_t count, wkin_dtype as, void* buffer, size_t capacity,
                                     size_t* needed, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
