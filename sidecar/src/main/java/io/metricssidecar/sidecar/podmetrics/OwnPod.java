package io.metricssidecar.sidecar.podmetrics;

import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.sidecar.json.Selection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sidecar's own pod, as the API server knows it.
///
/// @param uid of the pod
/// @param ready whether the pod's condition Ready is True
/// @param mainReady whether the measured container is ready by its own probe
/// @param deleted whether the pod is being deleted: then it is never a ready endpoint again,
///   whatever its probe is answered with
/// @param mainStarted when the measured container was started, by the node's clock; null while it
///   does not run
/// @param limits of the measured container in force, which an in-place resize may have changed
///   (KEP-1287)
public record OwnPod(
    String uid,
    boolean ready,
    boolean mainReady,
    boolean deleted,
    @Nullable Instant mainStarted,
    Limits limits) {
  /// The fields that are read.
  public static final Selection SELECTION =
      Selection.of(
          "metadata.uid",
          "metadata.deletionTimestamp",
          "spec.containers.name",
          "spec.containers.resources.limits.cpu",
          "spec.containers.resources.limits.memory",
          "status.conditions.type",
          "status.conditions.status",
          "status.containerStatuses.name",
          "status.containerStatuses.ready",
          "status.containerStatuses.state.running.startedAt",
          "status.containerStatuses.resources.limits.cpu",
          "status.containerStatuses.resources.limits.memory");

  /// Reads a `Pod`; empty where the body is not one.
  public static Optional<OwnPod> read(JsonObject pod, String container) {
    try {
      var metadata = pod.getJsonObject("metadata", new JsonObject());
      var status = pod.getJsonObject("status", new JsonObject());
      var main = named(status.getJsonArray("containerStatuses"), container);
      var spec =
          named(pod.getJsonObject("spec", new JsonObject()).getJsonArray("containers"), container);
      return Optional.of(
          new OwnPod(
              metadata.getString("uid", ""),
              condition(status.getJsonArray("conditions", new JsonArray())),
              main.getBoolean("ready", false),
              metadata.getString("deletionTimestamp") != null,
              started(main),
              limits(main, spec)));
    } catch (RuntimeException e) {
      // Whatever is not shaped like a Pod: nulls, other types, no timestamps.
      return Optional.empty();
    }
  }

  private static boolean condition(JsonArray conditions) {
    return conditions.stream()
        .map(JsonObject.class::cast)
        .anyMatch(c -> "Ready".equals(c.getString("type")) && "True".equals(c.getString("status")));
  }

  private static @Nullable Instant started(JsonObject main) {
    var running =
        main.getJsonObject("state", new JsonObject()).getJsonObject("running", new JsonObject());
    var text = running.getString("startedAt");
    return text == null ? null : Instant.parse(text);
  }

  private static Limits limits(JsonObject status, JsonObject spec) {
    var actual = status.getJsonObject("resources", new JsonObject()).getJsonObject("limits");
    var asked = spec.getJsonObject("resources", new JsonObject()).getJsonObject("limits");
    var limits = actual != null ? actual : asked == null ? new JsonObject() : asked;
    return new Limits(
        quantity(limits, "cpu").map(Quantity::millis).orElse(null),
        quantity(limits, "memory").map(Quantity::units).orElse(null));
  }

  private static Optional<Quantity> quantity(JsonObject limits, String resource) {
    return Optional.ofNullable(limits.getString(resource))
        .flatMap(Quantity::parse)
        .filter(quantity -> quantity.value().signum() > 0);
  }

  private static JsonObject named(@Nullable JsonArray containers, String name) {
    if (containers == null) {
      return new JsonObject();
    }
    return containers.stream()
        .map(JsonObject.class::cast)
        .filter(container -> name.equals(container.getString("name")))
        .findFirst()
        .orElseGet(JsonObject::new);
  }
}
