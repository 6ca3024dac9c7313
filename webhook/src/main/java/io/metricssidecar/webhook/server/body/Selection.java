package io.metricssidecar.webhook.server.body;

import java.util.Map;

/// The members of a JSON object that are read; a selection without members selects the whole value.
///
/// @param members by name, with what is read of each
record Selection(Map<String, Selection> members) {
  private static final Selection ALL = new Selection(Map.of());

  private static final Selection POD =
      of(
          Map.of(
              "metadata",
              of(
                  Map.of(
                      "name", ALL,
                      "generateName", ALL,
                      "namespace", ALL,
                      "labels", ALL,
                      "annotations", ALL,
                      "ownerReferences", ALL)),
              "spec",
              ALL));

  /// What a decision on a review uses: not the pod's status or `managedFields`, the old object, the
  /// user or the options of the request.
  static final Selection REVIEW =
      of(
          Map.of(
              "apiVersion",
              ALL,
              "kind",
              ALL,
              "request",
              of(
                  Map.of(
                      "uid", ALL,
                      "kind", ALL,
                      "namespace", ALL,
                      "operation", ALL,
                      "subResource", ALL,
                      "object", POD))));

  Selection {
    members = Map.copyOf(members);
  }

  private static Selection of(Map<String, Selection> members) {
    return new Selection(members);
  }

  /// Whether the whole value is selected.
  boolean all() {
    return members.isEmpty();
  }
}
