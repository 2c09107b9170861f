package weightkin;

import com.sun.jna.Pointer;
import java.util.List;

/** Trees of models, as far as the weights prove them. Families, nodes and edges go by number. */
public final class Forest extends Owned {
  /** Where a number may be absent: there is none. */
  public static final int NO_INDEX = -1;

  private Forest(Pointer pointer) {
    super(pointer, Library.get()::wkin_forest_close, null);
  }

  /**
   * Compares all pairs of at least two models and arranges what was found. The weights (null, or one
   * for each fingerprint, which may be null) are the models that the fingerprints were taken of.
   * Options may be null.
   */
  public static Forest grow(List<Fingerprint> models, List<Model> weights, ForestOptions options) {
    ForestOptions given = options == null ? new ForestOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    Forest made = watcher.watching(() -> Handles.all(models, prints ->
        Handles.weights(weights, models.size(), held -> new Forest(C.make((out, error) ->
            Library.get().wkin_grow_forest(prints, held, models.size(), raw.memory, out, error))))));
    java.lang.ref.Reference.reachabilityFence(raw);
    return made;
  }

  /** What was found as a whole. */
  public ForestOverall overall() {
    return fetch(ForestOverall.SIZE, ForestOverall::read,
        (handle, out, size, error) -> Library.get().wkin_forest_describe(handle, out, size, error));
  }

  /** The options that the numbers depend on. */
  public ManySettings settings() {
    return fetch(ManySettings.SIZE, ManySettings::read,
        (handle, out, size, error) -> Library.get().wkin_forest_settings(handle, out, size, error));
  }

  /** Components that depend on one another. */
  public Family family(int index) {
    return fetch(Family.SIZE, Family::read,
        (handle, out, size, error) -> Library.get().wkin_forest_family(handle, index, out, size, error));
  }

  /** All of them. */
  public List<Family> families() {
    return C.list(overall().families(), index -> family(index));
  }

  /** A point of a tree. */
  public Node node(int family, int index) {
    return fetch(Node.SIZE, Node::read,
        (handle, out, size, error) -> Library.get().wkin_forest_node(handle, family, index, out, size, error));
  }

  /** All points of a family. */
  public List<Node> nodes(int family) {
    return C.list(family(family).nodes(), index -> node(family, index));
  }

  /** One component of one model, whose weights lie at a node. */
  public Member member(int family, int node, int index) {
    return fetch(Member.SIZE, Member::read,
        (handle, out, size, error) -> Library.get().wkin_forest_member(handle, family, node, index, out, size, error));
  }

  /** All of a node; none: an unknown point. */
  public List<Member> members(int family, int node) {
    return C.list(node(family, node).members(), index -> member(family, node, index));
  }

  /** Found related, but with too little in common to be placed. */
  public Member unplacedMember(int family, int index) {
    return fetch(Member.SIZE, Member::read,
        (handle, out, size, error) -> Library.get().wkin_forest_unplaced(handle, family, index, out, size, error));
  }

  /** All of a family. */
  public List<Member> unplaced(int family) {
    return C.list(family(family).unplaced(), index -> unplacedMember(family, index));
  }

  /** Two points with nothing else between them. */
  public Edge edge(int family, int index) {
    return fetch(Edge.SIZE, Edge::read,
        (handle, out, size, error) -> Library.get().wkin_forest_edge(handle, family, index, out, size, error));
  }

  /** All of a family. */
  public List<Edge> edges(int family) {
    return C.list(family(family).edges(), index -> edge(family, index));
  }

  /** The ruling between the ends of an edge; Undefined when it has none. */
  public ComponentSummary finding(int family, int edge) {
    return fetch(ComponentSummary.SIZE, ComponentSummary::read,
        (handle, out, size, error) -> Library.get().wkin_forest_finding(handle, family, edge, out, size, error));
  }

  /** A model that lies in the span of others. */
  public TreeMerge merge(int family, int index) {
    return fetch(TreeMerge.SIZE, TreeMerge::read,
        (handle, out, size, error) -> Library.get().wkin_forest_merge(handle, family, index, out, size, error));
  }

  /** All of a family. */
  public List<TreeMerge> merges(int family) {
    return C.list(family(family).merges(), index -> merge(family, index));
  }

  /** One of several that a model was mixed of. */
  public TreeParent parent(int family, int merge, int index) {
    return fetch(TreeParent.SIZE, TreeParent::read,
        (handle, out, size, error) -> Library.get().wkin_forest_parent(handle, family, merge, index, out, size, error));
  }

  /** All of a merge. */
  public List<TreeParent> parents(int family, int merge) {
    return C.list(merge(family, merge).parents(), index -> parent(family, merge, index));
  }

  /** The comparison of two of the models. */
  public ForestComparison pair(int index) {
    return fetch(ForestComparison.SIZE, ForestComparison::read,
        (handle, out, size, error) -> Library.get().wkin_forest_pair(handle, index, out, size, error));
  }

  /** All comparisons. */
  public List<ForestComparison> pairs() {
    return C.list(overall().pairs(), index -> pair(index));
  }

  /** The ruling on one component of a pair. */
  public ComponentSummary pairComponent(int pair, int index) {
    return fetch(ComponentSummary.SIZE, ComponentSummary::read,
        (handle, out, size, error) -> Library.get().wkin_forest_pair_component(handle, pair, index, out, size, error));
  }

  /** The rulings on all components of a pair. */
  public List<ComponentSummary> pairComponents(int pair) {
    return C.list(pair(pair).components(), index -> pairComponent(pair, index));
  }

  /** Sentences on a family. */
  public List<String> notes(int family) {
    return call(handle -> C.sentences(index -> Library.get().wkin_forest_note(handle, family, index)));
  }

  /** Sentences on what the forest cannot see. */
  public List<String> limits() {
    return call(handle -> C.sentences(index -> Library.get().wkin_forest_limit(handle, index)));
  }

  /** A drawing for people. */
  public String text() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_forest_text(handle, null, buffer, capacity, needed, error)));
  }

  /** The report by docs/schemas/forest-1.json. */
  public String json() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_forest_json(handle, buffer, capacity, needed, error)));
  }

  /** Extended Newick. */
  public String newick() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_forest_newick(handle, buffer, capacity, needed, error)));
  }

  /** A picture. */
  public String svg() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_forest_svg(handle, buffer, capacity, needed, error)));
  }
}
