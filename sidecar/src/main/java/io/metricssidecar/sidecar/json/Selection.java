package io.metricssidecar.sidecar.json;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The fields of a JSON document that are wanted. An array is transparent: its elements are
/// selected as the array itself is.
///
/// @param fields wanted or left out by name
/// @param others for every other field
public record Selection(Map<String, Selection> fields, Others others) {
  /// The treatment of fields that are not named.
  enum Others {
    /// They are read and forgotten.
    LEFT_OUT,
    /// They are kept with all that is in them.
    KEPT
  }

  /// Nothing of a document.
  public static final Selection NOTHING = new Selection(Map.of(), Others.LEFT_OUT);

  /// All of a document.
  static final Selection ALL = new Selection(Map.of(), Others.KEPT);

  public Selection {
    fields = Map.copyOf(fields);
    requireNonNull(others, "others is null");
  }

  /// The fields at these paths with all that is in them, such as `metadata.name`. A name that has
  /// dots itself needs [#and].
  public static Selection of(String... paths) {
    var selection = NOTHING;
    for (var path : paths) {
      selection = selection.and(path.split("\\.", -1));
    }
    return selection;
  }

  /// The same and the field that these names lead to.
  public Selection and(String... names) {
    return with(List.of(names), ALL);
  }

  /// Everything but the field that these names lead to.
  public static Selection allBut(String... names) {
    return ALL.with(List.of(names), NOTHING);
  }

  private Selection with(List<String> names, Selection last) {
    var first = names.getFirst();
    var changed = new HashMap<>(fields);
    changed.put(
        first, names.size() == 1 ? last : field(first).with(names.subList(1, names.size()), last));
    return new Selection(changed, others);
  }

  /// What is wanted of the value of a field.
  Selection field(String name) {
    var named = fields.get(name);
    if (named != null) {
      return named;
    }
    return others == Others.KEPT ? ALL : NOTHING;
  }

  /// Whether a value is left out as a whole.
  boolean nothing() {
    return fields.isEmpty() && others == Others.LEFT_OUT;
  }
}
