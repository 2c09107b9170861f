// Against a library of another version, which can do nothing (tests/bindings/stub_library.py).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as wk from 'weightkin';

test('another version is refused', async () => {
  await assert.rejects(wk.Model.open('any.safetensors'), (error) => {
    console.log(error.message);
    return error instanceof wk.LibraryError && /version/.test(error.message);
  });
  assert.throws(() => wk.Fingerprint.decode(new Uint8Array(1), 'any'), wk.LibraryError);
  assert.throws(() => wk.version(), wk.LibraryError);
});
