"""What the Python package owes its users besides numbers: errors, closing, callbacks, threads."""

import ctypes
import gc
import signal
import sys
import threading
import time
import unittest

import numpy as np
from binding_support import STORY, same_but_name, weights

import weightkin as wk
from weightkin import _declarations, _signals, sources


class Statuses(unittest.TestCase):
    def test_one_class_for_each(self):
        kinds = [wk.BadArgument, wk.BadFormat, wk.Unsupported, wk.IoError, wk.Undefined,
                 wk.NoMemory, wk.Cancelled, wk.Internal]
        self.assertEqual([kind.status for kind in kinds], list(wk.Status)[1:])

    def test_failures_say_what_and_where(self):
        with self.assertRaises(wk.IoError) as caught:
            wk.Model.open("/no/such/model.safetensors")
        self.assertIn("/no/such/model.safetensors", caught.exception.message)
        with self.assertRaises(wk.BadFormat) as caught:
            wk.Fingerprint.decode(wk.Fingerprint.take(weights()).encode()[:-1], "cut")
        self.assertTrue(str(caught.exception).startswith("cut"))
        self.assertNotEqual(caught.exception.fault, wk.Fault.NONE)

    def test_text_with_a_zero_is_refused(self):
        with self.assertRaises(ValueError):
            wk.Model.from_bytes(b"", "a\0b")

    def test_numbers_of_newer_libraries(self):
        unknown = wk.Verdict(77)
        self.assertEqual((int(unknown), unknown.name, unknown.label), (77, "UNKNOWN_77", "unknown"))


class Closing(unittest.TestCase):
    def test_twice_and_by_scope(self):
        with wk.Model.from_tensors(weights(), "x") as model:
            self.assertFalse(model.closed)
        model.close()
        self.assertTrue(model.closed)
        with self.assertRaisesRegex(ValueError, "closed"):
            model.tensors
        with self.assertRaises(ValueError):
            with model:
                pass
        self.assertIn("closed", repr(model))

    def test_rows_outlive_handles(self):
        model = wk.Model.open(STORY / "donor.safetensors")
        inventory = model.inventory()
        model.close()
        components = list(inventory.components)
        inventory.close()
        del model, inventory
        gc.collect()
        self.assertEqual(components[0].id, "vision_encoder")

    def test_arrays_live_as_long_as_the_model(self):
        model = wk.Model.from_tensors(weights(5), "x")
        gc.collect()
        [bytearray(100000) for _ in range(50)]
        again = wk.Fingerprint.take(weights(5))
        self.assertEqual(model.fingerprint().info.root, again.info.root)

    def test_rows_are_sequences(self):
        with wk.Model.from_tensors(weights(), "x") as model:
            tensors = model.tensors
            self.assertEqual(len(tensors), 3)
            self.assertEqual(tensors[-1], tensors[2])
            self.assertEqual([t.position for t in tensors[1:]], [1, 2])
            self.assertEqual(tensors[0].shape, (96, 64))
            for bad in (3, -4):
                with self.assertRaises(IndexError):
                    tensors[bad]


class Interrupted(Exception):
    pass


class Callbacks(unittest.TestCase):
    def setUp(self):
        self.model = wk.Model.open(STORY / "donor.safetensors")

    def test_told_and_cancelled(self):
        told = []
        self.model.fingerprint(progress=lambda *words: told.append(words))
        self.assertTrue(all(0 <= done <= total for _, done, total in told))
        self.assertEqual({stage for stage, _, _ in told}, {"fingerprint"})
        with self.assertRaises(wk.Cancelled):
            self.model.fingerprint(progress=lambda *_: True)

    def test_exceptions_come_back_as_they_were(self):
        thrown = Interrupted("mine")
        calls = []

        def fail(*words):
            calls.append(words)
            raise thrown

        for call in (lambda: self.model.fingerprint(progress=fail),
                     lambda: wk.compare(self.model, self.model, progress=fail),
                     lambda: self.model.write_safetensors("/tmp/never.safetensors", progress=fail)):
            calls.clear()
            with self.assertRaises(Interrupted) as caught:
                call()
            self.assertIs(caught.exception, thrown)
            self.assertEqual(len(calls), 1)

    def test_keyboard_interrupt(self):
        def stop(*_):
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            self.model.fingerprint(progress=stop)
        self.assertEqual(self.model.fingerprint().info.components, 3)


    def test_signals_are_not_lost(self):
        """A handler runs at the first bytecode of a callback, where nothing could catch it."""
        tensors = {"x": np.ones((256, 1024), np.float32), "y": np.ones((64, 64), np.float32)}
        usual = signal.getsignal(signal.SIGINT)
        with wk.Model.from_tensors(tensors) as model:
            calls = {
                "progress": lambda told: model.fingerprint(progress=told, threads=1),
                "taking": lambda told: model.send_safetensors(told)}
            for name, call in calls.items():
                with self.subTest(name), SignalInCallback() as caught:
                    with self.assertRaises(KeyboardInterrupt):
                        call(caught.told)
                    self.assertLessEqual(caught.calls, 1)
                self.assertIs(signal.getsignal(signal.SIGINT), usual)


class SignalInCallback:
    """Interrupts at the first bytecode of the binding's own callback, as if Ctrl-C was pressed while
    the library worked: the profiler is told of the call before that."""

    def __init__(self, *names):
        self.names = names or ("_tell", "_taken")
        _signals.called_back(SignalInCallback._entered)  # it stands for the callback

    def __enter__(self):
        self.calls = 0
        sys.setprofile(self._entered)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)

    def _entered(self, frame, event, _):
        if event == "call" and frame.f_code.co_name in self.names:
            sys.setprofile(None)
            signal.raise_signal(signal.SIGINT)

    def told(self, *_):
        self.calls += 1


class FileSource:
    """A file as a source, which may be told to fail."""

    def __init__(self, path, failure=None):
        self.data = path.read_bytes()
        self.size = len(self.data)
        self.failure = failure

    before_read = None

    def read(self, offset, length):
        if self.before_read:
            self.before_read()
        if self.failure is not None and offset > 0:
            raise self.failure
        return self.data[offset:offset + length]


class IndexSource(FileSource):
    """The index of a checkpoint of one other file."""

    def __init__(self):
        self.data = b'{"weight_map": {"x": "shard.safetensors"}}'
        self.size, self.failure = len(self.data), None


class Sources(unittest.TestCase):
    def test_same_as_the_file(self):
        path = STORY / "donor.safetensors"
        with wk.Model.from_source(FileSource(path), "donor.safetensors") as model:
            self.assertTrue(same_but_name(model.fingerprint(),
                                          wk.Model.open(path).fingerprint()))

    def test_failures_name_their_cause(self):
        thrown = ConnectionError("line cut")
        with self.assertRaises(wk.IoError) as caught:
            wk.Model.from_source(FileSource(STORY / "donor.safetensors", thrown), "x.safetensors")
        self.assertIs(caught.exception.__cause__, thrown)

    def test_released(self):
        before = len(sources._sources)
        model = wk.Model.from_source(FileSource(STORY / "donor.safetensors"), "donor.safetensors")
        self.assertEqual(len(sources._sources), before + 1)
        model.close()
        self.assertEqual(len(sources._sources), before)

    def test_signals_are_not_lost(self):
        path = STORY / "donor.safetensors"
        usual, before = signal.getsignal(signal.SIGINT), len(sources._sources)
        opening = lambda: wk.Model.from_source(FileSource(path), "donor.safetensors")
        index = IndexSource()
        calls = {
            "open": ("_read", lambda _: opening()),
            "open beside": ("opened", lambda _: wk.Model.from_source(
                index, "model.safetensors.index.json", open_beside=lambda _: FileSource(path))),
            "fingerprint": ("_read", lambda model: model.fingerprint(threads=1)),
            "told": ("_read", lambda model: model.fingerprint(progress=lambda *_: None, threads=1)),
            "compare": ("_read", lambda model: wk.compare(model, model)),
            "inventory": ("_read", lambda model: model.inventory(threads=1)),
            "read": ("_read", lambda model: model.read(0)),
            "measure": ("_read", lambda model: model.measure_pair(0, model, 0)),
        }
        for name, (callback, call) in calls.items():
            with self.subTest(name), opening() as model:
                with self.assertRaises(KeyboardInterrupt), SignalInCallback(callback):
                    call(model)
                self.assertIs(signal.getsignal(signal.SIGINT), usual)
                self.assertEqual(_signals._watching, [])
        del model
        self.assertEqual(len(sources._sources), before)

    def test_a_signal_ends_what_a_source_waits_for(self):
        """Its handler raises inside of read, whose wait is then over, and so is the call."""
        self.waited_out = False
        for exception in (KeyboardInterrupt, SystemExit):
            source = FileSource(STORY / "donor.safetensors")
            usual = signal.signal(signal.SIGALRM, lambda *_: self.end_with(exception))
            try:
                with wk.Model.from_source(source, "donor.safetensors") as model:
                    for call in (lambda: model.fingerprint(threads=1),
                                 lambda: model.fingerprint(threads=1, progress=lambda *_: None),
                                 lambda: wk.Model.from_source(source, "again.safetensors")):
                        source.before_read = self.wait_for_alarm
                        with self.assertRaises(exception):
                            call()
                        self.assertFalse(self.waited_out)
                        source.before_read = None
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, usual)

    @staticmethod
    def end_with(exception):
        raise exception

    def wait_for_alarm(self):
        if threading.current_thread() is not threading.main_thread():
            return
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        time.sleep(3)  # goes on after a handler that raises nothing
        self.waited_out = True


class Threads(unittest.TestCase):
    def test_eight_threads_on_one_handle(self):
        model = wk.Model.open(STORY / "donor.safetensors")
        expected = model.fingerprint(threads=1).encode()
        names = [tensor.name for tensor in model.tensors]
        failures = []

        def work():
            try:
                for _ in range(2):
                    assert model.fingerprint(threads=1).encode() == expected
                    assert [tensor.name for tensor in model.tensors] == names
                    try:
                        wk.Model.open("/no/such/file")
                    except wk.IoError as failure:
                        assert "/no/such/file" in failure.message
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_the_lock_is_released_during_calls(self):
        """While one thread is inside a call, another one goes on; not so in the control, where the
        same function is called through a loader that keeps the lock."""
        values = weights(2, 1, 4096, 4096)
        model = wk.Model.from_tensors(values, "large")
        keeping = ctypes.PyDLL(wk.load()).wkin_fingerprint_take
        keeping.restype, keeping.argtypes = _declarations.FUNCTIONS["wkin_fingerprint_take"]

        def keep_lock():
            out = ctypes.c_void_p()
            self.assertEqual(keeping(ctypes.c_void_p(model._held.address), None, ctypes.byref(out), None), 0)
            wk.Fingerprint(out).close()

        free = self.steps_beside(lambda: model.fingerprint(threads=1))
        held = self.steps_beside(keep_lock)
        print(f"steps beside a call: {free}, with the lock kept: {held}")
        self.assertGreater(free, 20)
        self.assertLess(4 * held, free)

    @staticmethod
    def steps_beside(call):
        """How often this thread wakes up while another one makes the call, three times."""
        calls, woken = [], []

        def work():
            for _ in range(3):
                started = time.perf_counter()
                call()
                calls.append((started, time.perf_counter()))

        thread = threading.Thread(target=work)
        thread.start()
        while thread.is_alive():
            time.sleep(0.001)
            woken.append(time.perf_counter())
        thread.join()
        return sum(start < moment < end for moment in woken for start, end in calls)

    def test_close_waits_for_calls(self):
        for _ in range(20):
            model = wk.Model.from_tensors(weights(3, 2, 512, 512), "x")
            done = []
            thread = threading.Thread(target=lambda: done.append(model.fingerprint()))
            thread.start()
            model.close()
            thread.join()  # it either began before the close, or was refused

    def test_one_builder_lets_one_thread_in(self):
        values = weights(4, 8)
        declared = [wk.Declaration(name, wk.Dtype.F32, (96, 64)) for name in values]
        builder = wk.Builder.begin(declared)
        threads = [threading.Thread(target=builder.add, args=pair) for pair in values.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(builder.finish().info.root, wk.Fingerprint.take(values).info.root)


class Fingerprints(unittest.TestCase):
    def test_round_trips(self):
        fingerprint = wk.Fingerprint.take(weights(), name="x")
        data = fingerprint.encode()
        self.assertTrue(wk.is_fingerprint(data[:16]))
        self.assertFalse(wk.is_fingerprint(b"no"))
        for again in (wk.Fingerprint.decode(data), wk.Fingerprint.decode(bytearray(data)),
                      wk.Fingerprint.from_json(fingerprint.json())):
            self.assertEqual(again.encode(), data)
        codes = fingerprint.tensors[0].sketch_codes
        self.assertEqual((codes.format, len(codes), codes.readonly), ("h", 256, True))
        self.assertIsNone(fingerprint.reduce().tensors[0].unit_codes)

    def test_builder_refusals(self):
        declared = [wk.Declaration("a", wk.Dtype.F32, (4, 4))]
        values = weights(1, 1, 4, 4)["layers.0.mlp.up_proj.weight"]
        builder = wk.Builder.begin(declared)
        builder.add("a", values[:2])
        for call in (lambda: builder.add("a", values[:1]), lambda: builder.add("b", values),
                     lambda: builder.add(7, values), lambda: builder.merge(builder),
                     lambda: builder.add("a", values[:, :2], 8),
                     lambda: builder.add_box("a", values[2:], (2,)), builder.finish):
            with self.assertRaises(wk.BadArgument):
                call()
        builder.add_box("a", values[2:], (2, 0))
        self.assertEqual(builder.finish().info.parameters, 16)


if __name__ == "__main__":
    unittest.main()
