package weightkin;

import java.util.List;

/**
 * What else is known about who of two models came first.
 *
 * @param subject place among the models
 * @param reference likewise
 * @param component of the subject; null: all
 * @param reason what proves it; may be null
 */
public record KnownDirection(int subject, int reference, Direction direction, String component, String reason) {
  static void put(Raw options, List<KnownDirection> known) {
    Raw list = options.part(Layout.FOREST_OPTIONS_DIRECTIONS, (long) Layout.KNOWN_DIRECTION_SIZE * known.size());
    for (int index = 0; index < known.size(); ++index) {
      KnownDirection each = known.get(index);
      long at = (long) Layout.KNOWN_DIRECTION_SIZE * index;
      list.setLong(at + Layout.KNOWN_DIRECTION_SUBJECT, each.subject);
      list.setLong(at + Layout.KNOWN_DIRECTION_REFERENCE, each.reference);
      list.setInt(at + Layout.KNOWN_DIRECTION_DIRECTION, each.direction.number());
      list.set(at + Layout.KNOWN_DIRECTION_COMPONENT, C.copied(each.component));
      list.set(at + Layout.KNOWN_DIRECTION_REASON, C.copied(each.reason));
    }
    options.setLong(Layout.FOREST_OPTIONS_DIRECTION_COUNT, known.size());
    options.setLong(Layout.FOREST_OPTIONS_DIRECTION_SIZE, Layout.KNOWN_DIRECTION_SIZE);
  }
}
