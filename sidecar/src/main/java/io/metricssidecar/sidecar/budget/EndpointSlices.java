package io.metricssidecar.sidecar.budget;

import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The reader of a list of EndpointSlices (discovery.k8s.io/v1).
public final class EndpointSlices {
  private static final String SERVICE = "kubernetes.io/service-name";

  private EndpointSlices() {}

  /// The Services of a namespace that have an endpoint of `pod`; of each all endpoints, each pod
  /// once although it has one in the slice of each address family. Empty where the body is no such
  /// list.
  public static Optional<List<ServiceEndpoints>> concerning(String pod, JsonObject list) {
    try {
      var services = new TreeMap<String, Map<String, Endpoint>>();
      objects(list.getJsonArray("items"))
          .forEach(
              slice -> {
                var labels =
                    slice
                        .getJsonObject("metadata", new JsonObject())
                        .getJsonObject("labels", new JsonObject());
                var service = labels.getString(SERVICE, "");
                var seen = services.computeIfAbsent(service, _ -> new LinkedHashMap<>());
                objects(slice.getJsonArray("endpoints")).forEach(e -> add(seen, endpoint(e)));
              });
      return Optional.of(
          services.entrySet().stream()
              .filter(service -> !service.getKey().isEmpty() && service.getValue().containsKey(pod))
              .map(
                  service ->
                      new ServiceEndpoints(
                          service.getKey(), List.copyOf(service.getValue().values())))
              .toList());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Stream<JsonObject> objects(@Nullable JsonArray array) {
    return array == null ? Stream.empty() : array.stream().map(JsonObject.class::cast);
  }

  /// A pod that is ready in one address family and not in the other counts as not ready.
  private static void add(Map<String, Endpoint> seen, Endpoint endpoint) {
    if (!endpoint.pod().isEmpty()) {
      seen.merge(endpoint.pod(), endpoint, (one, other) -> one.ready() ? other : one);
    }
  }

  private static Endpoint endpoint(JsonObject endpoint) {
    var target = endpoint.getJsonObject("targetRef", new JsonObject());
    var conditions = endpoint.getJsonObject("conditions", new JsonObject());
    // Null means true for `ready`, and the value of `ready` for `serving`
    // (staging/src/k8s.io/api/discovery/v1/types.go).
    var ready = Objects.requireNonNullElse(conditions.getBoolean("ready"), true);
    return new Endpoint(
        target.getString("uid", ""),
        target.getString("name", ""),
        ready,
        Objects.requireNonNullElse(conditions.getBoolean("serving"), ready),
        endpoint.getString("zone", ""));
  }
}
