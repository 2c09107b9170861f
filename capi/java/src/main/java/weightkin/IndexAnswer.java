package weightkin;

import com.sun.jna.Pointer;
import java.util.List;

/** What a call on an index found. Outlives the index. */
public final class IndexAnswer extends Owned {
  IndexAnswer(Pointer pointer) {
    super(pointer, Library.get()::wkin_index_answer_close, null);
  }

  /** What the answer consists of. */
  public IndexAnswerInfo info() {
    return fetch(IndexAnswerInfo.SIZE, IndexAnswerInfo::read,
        (handle, out, size, error) -> Library.get().wkin_index_answer_describe(handle, out, size, error));
  }

  /** A model that has values of the subject. */
  public ExactMatch exactMatch(int index) {
    return fetch(ExactMatch.SIZE, ExactMatch::read,
        (handle, out, size, error) -> Library.get().wkin_index_exact(handle, index, out, size, error));
  }

  /** All models that have. */
  public List<ExactMatch> exact() {
    return C.list(info().exact(), index -> exactMatch(index));
  }

  /** A model that was ranked; no evidence unless it was compared. */
  public IndexCandidateInfo candidate(int index) {
    return fetch(IndexCandidateInfo.SIZE, IndexCandidateInfo::read,
        (handle, out, size, error) -> Library.get().wkin_index_candidate(handle, index, out, size, error));
  }

  /** All of them, the nearest first. */
  public List<IndexCandidateInfo> candidates() {
    return C.list(info().candidates(), index -> candidate(index));
  }

  /** A model of a list. */
  public IndexEntry entry(int index) {
    return fetch(IndexEntry.SIZE, IndexEntry::read,
        (handle, out, size, error) -> Library.get().wkin_index_entry_at(handle, index, out, size, error));
  }

  /** All of them. */
  public List<IndexEntry> entries() {
    return C.list(info().entries(), index -> entry(index));
  }

  /** A document that was kept. */
  public KeptRuling ruling(int index) {
    return fetch(KeptRuling.SIZE, KeptRuling::read,
        (handle, out, size, error) -> Library.get().wkin_index_ruling_at(handle, index, out, size, error));
  }

  /** All of them. */
  public List<KeptRuling> rulings() {
    return C.list(info().rulings(), index -> ruling(index));
  }

  /** What {@link Index#verify} found, in words. */
  public List<String> problems() {
    return call(handle -> C.sentences(index -> Library.get().wkin_index_problem(handle, index)));
  }

  /** The scan of the candidates; {@link WeightkinException.Undefined} when nothing was compared. */
  public Scan scan() {
    return call(handle -> new Scan(C.make((out, error) ->
        Library.get().wkin_index_answer_scan(handle, out, error))));
  }

  /** The answer for people; {@link WeightkinException.Undefined} for documents that were kept. */
  public String text() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_index_answer_text(handle, null, buffer, capacity, needed, error)));
  }

  /** The whole answer by docs/schemas/index-1.json. */
  public String json() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_index_answer_json(handle, buffer, capacity, needed, error)));
  }
}
