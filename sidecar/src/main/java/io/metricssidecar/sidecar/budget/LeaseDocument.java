package io.metricssidecar.sidecar.budget;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.decision.budget.BudgetLease;
import io.metricssidecar.decision.budget.Holder;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `Lease` object with our annotations: one for each holder, the format, and the controller's
/// slots. Writing changes holders alone and leaves everything else as it was read.
///
/// @param object as the API server sent it
/// @param lease what it says
public record LeaseDocument(JsonObject object, BudgetLease lease) {
  /// Reads a Lease; empty where its format is not the one we know: then nobody sheds, as we could
  /// not say who already does.
  public static Optional<LeaseDocument> read(JsonObject object) {
    try {
      var metadata = object.getJsonObject("metadata", new JsonObject());
      var annotations = metadata.getJsonObject("annotations", new JsonObject());
      var uid = metadata.getString("uid", "");
      if (!Annotations.LEASE_FORMAT_1.equals(annotations.getString(Annotations.LEASE_FORMAT))
          || uid.isEmpty()) {
        return Optional.empty();
      }
      var holders = new ArrayList<Holder>();
      for (var name : annotations.fieldNames()) {
        if (name.startsWith(Annotations.HOLDER_PREFIX)) {
          holders.add(holder(name, String.valueOf(annotations.getValue(name))));
        }
      }
      var version = metadata.getString("resourceVersion", "");
      return Optional.of(
          new LeaseDocument(
              object,
              new BudgetLease(
                  uid, version, slots(annotations.getString(Annotations.SLOTS)), holders)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /// The object to write for another set of holders; it names the resourceVersion that was read.
  public JsonObject write(BudgetLease changed) {
    var copy = object.copy();
    var metadata = copy.getJsonObject("metadata");
    metadata.remove("managedFields");
    var annotations = metadata.getJsonObject("annotations");
    for (var holder : lease.holders()) {
      if (!changed.holds(holder.uid())) {
        annotations.remove(Annotations.HOLDER_PREFIX + holder.uid());
      }
    }
    for (var holder : changed.holders()) {
      if (!lease.holds(holder.uid())) {
        annotations.put(
            Annotations.HOLDER_PREFIX + holder.uid(),
            "%d %s".formatted(holder.sequence(), holder.podName()));
      }
    }
    return copy;
  }

  private static Holder holder(String name, String value) {
    var uid = name.substring(Annotations.HOLDER_PREFIX.length());
    var parts = value.split(" ", 2);
    return parts[0].matches("\\d{1,18}")
        ? new Holder(uid, Long.parseLong(parts[0]), parts.length == 2 ? parts[1] : "")
        : new Holder(uid, Long.MAX_VALUE, "");
  }

  /// What cannot be read allows nothing.
  private static @Nullable Integer slots(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return text.matches("\\d{1,7}") ? Integer.valueOf(text) : Integer.valueOf(0);
  }
}
