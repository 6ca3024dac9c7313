package io.metricssidecar.sidecar.budget;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.decision.budget.ServiceEndpoints;
import io.metricssidecar.decision.budget.ServiceEndpoints.Endpoint;
import io.metricssidecar.sidecar.json.ItemReader;
import io.metricssidecar.sidecar.json.Selection;
import io.metricssidecar.sidecar.json.SelectiveReader.TooLarge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The endpoints of some Services, gathered from EndpointSlices (discovery.k8s.io/v1) one by one.
/// Slices of other Services are ignored.
public final class EndpointSlices implements ItemReader {
  /// The label that names a slice's Service.
  public static final String SERVICE = "kubernetes.io/service-name";

  /// The fields of a list of slices that are read.
  public static final Selection SELECTION =
      Names.SELECTION
          .and("items", "endpoints", "targetRef", "name")
          .and("items", "endpoints", "zone")
          .and("items", "endpoints", "conditions", "ready")
          .and("items", "endpoints", "conditions", "serving");

  /// Maximum number of endpoints, at about 300 bytes of heap each.
  private static final int MAX_ENDPOINTS = 10_000;

  private final Set<String> wanted;
  private final Map<String, Map<String, Endpoint>> services = new TreeMap<>();
  private int endpoints;

  /// @param wanted names of the Services
  public EndpointSlices(Set<String> wanted) {
    this.wanted = Set.copyOf(wanted);
  }

  /// The names of the Services that have an endpoint of one pod, gathered from slices one by one.
  public static final class Names implements ItemReader {
    /// The fields of a list of slices that are read.
    public static final Selection SELECTION =
        Selection.of("metadata.continue", "items.endpoints.targetRef.uid")
            .and("items", "metadata", "labels", SERVICE);

    private final String pod;
    private final Set<String> names = new TreeSet<>();

    /// @param pod its UID; empty where it is not known: then there are none
    public Names(String pod) {
      this.pod = requireNonNull(pod, "pod is null");
    }

    @Override
    public void read(JsonObject slice) {
      var service = service(slice);
      var concerned = endpoints(slice).anyMatch(e -> !pod.isEmpty() && pod.equals(uid(e)));
      if (concerned && !service.isEmpty()) {
        names.add(service);
      }
    }

    /// The names so far.
    public Set<String> names() {
      return Set.copyOf(names);
    }
  }

  @Override
  public void read(JsonObject slice) throws TooLarge {
    var service = service(slice);
    if (!wanted.contains(service)) {
      return;
    }
    var seen = services.computeIfAbsent(service, _ -> new LinkedHashMap<>());
    for (var endpoint : endpoints(slice).map(EndpointSlices::endpoint).toList()) {
      if (!endpoint.pod().isEmpty()) {
        endpoints++;
        // A pod that is ready in one address family and not in the other counts as not ready.
        seen.merge(endpoint.pod(), endpoint, (one, other) -> one.ready() ? other : one);
      }
    }
    if (endpoints > MAX_ENDPOINTS) {
      throw new TooLarge("more than %d endpoints".formatted(MAX_ENDPOINTS));
    }
  }

  /// The Services that have an endpoint of `pod`; of each all endpoints, each pod once although it
  /// has one in the slice of each address family.
  public List<ServiceEndpoints> concerning(String pod) {
    return services.entrySet().stream()
        .filter(service -> service.getValue().containsKey(pod))
        .map(
            service ->
                new ServiceEndpoints(service.getKey(), List.copyOf(service.getValue().values())))
        .toList();
  }

  private static String service(JsonObject slice) {
    return slice
        .getJsonObject("metadata", new JsonObject())
        .getJsonObject("labels", new JsonObject())
        .getString(SERVICE, "");
  }

  private static Stream<JsonObject> endpoints(JsonObject slice) {
    @Nullable JsonArray array = slice.getJsonArray("endpoints");
    return array == null ? Stream.empty() : array.stream().map(JsonObject.class::cast);
  }

  private static String uid(JsonObject endpoint) {
    return endpoint.getJsonObject("targetRef", new JsonObject()).getString("uid", "");
  }

  private static Endpoint endpoint(JsonObject endpoint) {
    var target = endpoint.getJsonObject("targetRef", new JsonObject());
    var conditions = endpoint.getJsonObject("conditions", new JsonObject());
    // Null means true for `ready`, and the value of `ready` for `serving`
    // (staging/src/k8s.io/api/discovery/v1/types.go).
    var ready = Objects.requireNonNullElse(conditions.getBoolean("ready"), true);
    return new Endpoint(
        uid(endpoint),
        target.getString("name", ""),
        ready,
        Objects.requireNonNullElse(conditions.getBoolean("serving"), ready),
        endpoint.getString("zone", ""));
  }
}
