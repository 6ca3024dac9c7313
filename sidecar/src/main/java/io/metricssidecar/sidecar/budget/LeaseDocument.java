package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.sidecar.json.Selection;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A `Lease` object with our annotations: one for each holder, the format, and the controller's
/// slots. A write changes the holders and keeps everything else as it was read.
///
/// @param object as the API server sent it
/// @param lease the budget that its annotations hold
public record LeaseDocument(JsonObject object, BudgetLease lease) {
  /// The fields that are read: all that a write has to send back. The API server keeps managed
  /// fields that a write does not name.
  public static final Selection SELECTION = Selection.allBut("metadata", "managedFields");

  /// Reads a Lease; empty where its format is not known: then nobody sheds, as it is not known who
  /// does already.
  public static Optional<LeaseDocument> read(JsonObject object) {
    try {
      var metadata = object.getJsonObject("metadata", new JsonObject());
      var uid = metadata.getString("uid", "");
      var version = metadata.getString("resourceVersion", "");
      return uid.isEmpty()
          ? Optional.empty()
          : BudgetRecord.read(texts(metadata.getJsonObject("annotations", new JsonObject())))
              .map(
                  read ->
                      new BudgetLease(uid, version, read.slotCount(), read.pause(), read.holders()))
              .map(lease -> new LeaseDocument(object, lease));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /// The annotations as texts. An API server sends no other values; one would be read as its JSON.
  private static Map<String, String> texts(JsonObject annotations) {
    var texts = new HashMap<String, String>();
    annotations.forEach(
        annotation -> texts.put(annotation.getKey(), String.valueOf(annotation.getValue())));
    return texts;
  }

  /// The object to write for another set of holders; it names the resourceVersion that was read.
  public JsonObject write(BudgetLease changed) {
    var copy = object.copy();
    var metadata = copy.getJsonObject("metadata");
    metadata.remove("managedFields");
    var annotations = metadata.getJsonObject("annotations");
    for (var holder : lease.holders()) {
      if (!changed.holds(holder.uid())) {
        annotations.remove(holder.key());
      }
    }
    for (var holder : changed.holders()) {
      if (!lease.holds(holder.uid())) {
        annotations.put(holder.key(), holder.text());
      }
    }
    return copy;
  }
}
