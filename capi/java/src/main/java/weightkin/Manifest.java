package weightkin;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The files of a model and their digests, as signatures of models name them (OMS 1.0). */
public final class Manifest extends Owned {
  private Manifest(Pointer pointer) {
    super(pointer, Library.get()::wkin_manifest_close, null);
  }

  /** Hashes the files of a model, which is a folder or one file. Options may be null. */
  public static Manifest make(Path path, ManifestOptions options) {
    ManifestOptions given = options == null ? new ManifestOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    Manifest made = watcher.watching(() -> new Manifest(C.make((out, error) ->
        Library.get().wkin_manifest_make(C.text(path.toString()), raw.memory, out, error))));
    java.lang.ref.Reference.reachabilityFence(raw);
    return made;
  }

  /** Reads what {@link #json} wrote, or another implementation; the label names it in messages. */
  public static Manifest fromJson(String json, String label) {
    long length = json.getBytes(StandardCharsets.UTF_8).length;
    return new Manifest(C.make((out, error) -> Library.get().wkin_manifest_from_json(
        C.text(json), length, C.text(label), out, error)));
  }

  /** Where one manifest is not what another says. */
  public record Differences(int count, String json) {}

  /** Where the other is not what this one says. */
  public Differences compare(Manifest found) {
    Scratch count = new Scratch(8);
    String json = found.call(other -> call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_manifest_compare(handle, other, count, buffer, capacity, needed, error))));
    return new Differences(Reading.size(count, 0), json);
  }

  /** The files of the other that are not as this one says. */
  public List<FileDifference> differences(Manifest found) {
    return found.call(other -> C.list(compare(found).count(), index -> fetch(FileDifference.SIZE,
        FileDifference::read, (handle, out, size, error) -> Library.get().wkin_manifest_difference(
            handle, other, index, out, size, error))));
  }

  /** What it says of the whole model. */
  public ManifestInfo info() {
    return fetch(ManifestInfo.SIZE, ManifestInfo::read,
        (handle, out, size, error) -> Library.get().wkin_manifest_describe(handle, out, size, error));
  }

  /** One file. */
  public ManifestFile file(int index) {
    return fetch(ManifestFile.SIZE, ManifestFile::read,
        (handle, out, size, error) -> Library.get().wkin_manifest_file_at(handle, index, out, size, error));
  }

  /** All files. */
  public List<ManifestFile> files() {
    return C.list(info().files(), index -> file(index));
  }

  /** The statement that is signed, unsigned. */
  public String json() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_manifest_json(handle, buffer, capacity, needed, error)));
  }
}
