package weightkin;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Fingerprints, digests and rulings of many models in one database. Threads may share it. */
public final class Index extends Owned {
  private Index(Pointer pointer) {
    super(pointer, Library.get()::wkin_index_close, null);
  }

  /** What adding did: the model's id, and whether it is new. */
  public record Addition(long id, boolean isNew) {}

  /** Opens the SQLite file of that path, or "postgresql://...". Options may be null. */
  public static Index open(String address, IndexAccess access, IndexOptions options) {
    Raw raw = (options == null ? new IndexOptions() : options).raw();
    raw.setInt(Layout.INDEX_OPTIONS_ACCESS, access.number());
    return new Index(C.make((out, error) ->
        Library.get().wkin_index_open(C.text(address), raw.memory, out, error)));
  }

  private interface Asking {
    int with(Pointer handle, Pointer out, Pointer error);
  }

  private synchronized IndexAnswer ask(Asking asking) {
    return call(handle -> new IndexAnswer(C.make((out, error) -> asking.with(handle, out, error))));
  }

  /** What the index holds. */
  public synchronized IndexInfo info() {
    return fetch(IndexInfo.SIZE, IndexInfo::read,
        (handle, out, size, error) -> Library.get().wkin_index_describe(handle, out, size, error));
  }

  /** The same fingerprint is there once. */
  public synchronized Addition add(Fingerprint fingerprint) {
    return fingerprint.call(print -> call(handle -> {
      Scratch id = new Scratch(8);
      Scratch added = new Scratch(4);
      C.check(error -> Library.get().wkin_index_add(handle, print, id, added, error));
      return new Addition(id.getLong(0), added.getInt(0) != 0);
    }));
  }

  /** All or none, each as {@link #add} does. */
  public synchronized List<Addition> addMany(List<Fingerprint> fingerprints) {
    int count = fingerprints.size();
    Scratch ids = new Scratch(8L * Math.max(count, 1));
    Scratch added = new Scratch(4L * Math.max(count, 1));
    return Handles.all(fingerprints, prints -> call(handle -> {
      C.check(error -> Library.get().wkin_index_add_many(handle, prints, count, ids, added, error));
      return C.list(count, each -> new Addition(ids.getLong(8L * each), added.getInt(4L * each) != 0));
    }));
  }

  /** False when there was no such model. */
  public synchronized boolean remove(long id) {
    return call(handle -> {
      Scratch removed = new Scratch(4);
      C.check(error -> Library.get().wkin_index_remove(handle, id, removed, error));
      return removed.getInt(0) != 0;
    });
  }

  /** The fingerprint of a model. */
  public synchronized Fingerprint load(long id) {
    return call(handle -> new Fingerprint(C.make((out, error) ->
        Library.get().wkin_index_load(handle, id, out, error))));
  }

  /** Where the subject comes from, corrected for all models of the index. Options may be null. */
  public IndexAnswer query(Fingerprint subject, QueryOptions options) {
    QueryOptions given = options == null ? new QueryOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    return watcher.watching(() -> subject.call(print -> ask((handle, out, error) ->
        Library.get().wkin_index_query(handle, print, raw.memory, out, error))));
  }

  /** Models in the order of their ids, those after one. */
  public IndexAnswer list(long after, long limit) {
    return ask((handle, out, error) -> Library.get().wkin_index_list(handle, after, limit, out, error));
  }

  private static Scratch copied(byte[] digest) {
    if (digest.length != 32) {
      throw new WeightkinException.BadArgument(Fault.NONE, "a digest has 32 bytes, not " + digest.length);
    }
    Scratch memory = new Scratch(32);
    memory.write(0, digest, 0, 32);
    return memory;
  }

  /** Models of which 32 bytes are a root, a component's root or a tensor's value digest. */
  public IndexAnswer findDigest(byte[] digest, long limit) {
    Scratch memory = copied(digest);
    return ask((handle, out, error) ->
        Library.get().wkin_index_find_digest(handle, memory, limit, out, error));
  }

  /** Checks that everything is as it was added; the problems of the answer's info count. */
  public IndexAnswer verify() {
    return ask((handle, out, error) -> Library.get().wkin_index_verify(handle, out, error));
  }

  /** Keeps a JSON document about two models; false when it was there. */
  public synchronized boolean addRuling(byte[] subject, byte[] reference, String document) {
    Scratch first = copied(subject);
    Scratch second = copied(reference);
    long length = document.getBytes(StandardCharsets.UTF_8).length;
    return call(handle -> {
      Scratch added = new Scratch(4);
      C.check(error -> Library.get().wkin_index_add_ruling(
          handle, first, second, C.text(document), length, added, error));
      return added.getInt(0) != 0;
    });
  }

  /** Documents about one model, or about all for null. */
  public IndexAnswer rulings(byte[] model, long limit) {
    Scratch memory = model == null ? null : copied(model);
    return ask((handle, out, error) ->
        Library.get().wkin_index_rulings(handle, memory, limit, out, error));
  }
}
