package io.metricssidecar.simulation.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.metricssidecar.sidecar.api.Transport;
import io.metricssidecar.simulation.world.api.LeaseObject;
import io.metricssidecar.simulation.world.api.Request;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The request to the world that an HTTP request stands for.
///
/// @param request to the world
/// @param json the body of a success
/// @param <T> the answer of the world
record Route<T>(Request<T> request, Function<T, JsonObject> json) {
  private static final Map<String, String> KINDS =
      Map.of(
          "deployments", "Deployment",
          "statefulsets", "StatefulSet",
          "daemonsets", "DaemonSet",
          "replicasets", "ReplicaSet");

  private static final Pattern POD = Pattern.compile("/api/v1/namespaces/[^/]+/pods/([^/]+)");
  private static final Pattern WORKLOAD =
      Pattern.compile("/apis/apps/v1/namespaces/[^/]+/([a-z]+)/([^/]+)");
  private static final Pattern SLICES =
      Pattern.compile("/apis/discovery.k8s.io/v1/namespaces/[^/]+/endpointslices");
  private static final Pattern METRICS = Pattern.compile("/apis/metrics.k8s.io");
  private static final Pattern POD_METRICS =
      Pattern.compile("/apis/metrics.k8s.io/v1beta1/namespaces/[^/]+/pods/([^/]+)");
  private static final Pattern ALL_POD_METRICS =
      Pattern.compile("/apis/metrics.k8s.io/v1beta1/namespaces/[^/]+/pods");
  private static final Pattern LEASE =
      Pattern.compile("/apis/coordination.k8s.io/v1/namespaces/[^/]+/leases/([^/]+)");
  private static final Pattern SERVICES =
      Pattern.compile("kubernetes.io/service-name in \\(([^)]*)\\)");

  Route {
    requireNonNull(request, "request is null");
    requireNonNull(json, "json is null");
  }

  /// The route of a request.
  ///
  /// @throws IllegalArgumentException if the world has no such resource
  static Route<?> of(Transport.Request request) {
    var parts = request.path().split("\\?", 2);
    return switch (request.method()) {
      case GET -> get(parts[0], parts.length == 1 ? Map.of() : query(parts[1]));
      case PUT -> put(parts[0], new JsonObject(requireNonNull(request.body(), "no body")));
    };
  }

  private static Route<?> get(String path, Map<String, String> query) {
    if (METRICS.matcher(path).matches()) {
      return new Route<>(new Request.DiscoverMetrics(), MetricsJson::group);
    }
    var podMetrics = POD_METRICS.matcher(path);
    if (podMetrics.matches()) {
      return new Route<>(new Request.GetPodMetrics(podMetrics.group(1)), MetricsJson::of);
    }
    if (ALL_POD_METRICS.matcher(path).matches()) {
      var labels = labels(query.getOrDefault("labelSelector", ""));
      return new Route<>(new Request.ListPodMetrics(labels), MetricsJson::list);
    }
    var pod = POD.matcher(path);
    if (pod.matches()) {
      return new Route<>(new Request.GetPod(pod.group(1)), ObjectJson::pod);
    }
    var workload = WORKLOAD.matcher(path);
    if (workload.matches()) {
      var kind = requireNonNull(KINDS.get(workload.group(1)), path);
      return new Route<>(new Request.GetWorkload(kind, workload.group(2)), ObjectJson::workload);
    }
    if (SLICES.matcher(path).matches()) {
      var services = services(query.getOrDefault("labelSelector", ""));
      var limit = Integer.parseInt(query.getOrDefault("limit", "0"));
      var from = query.getOrDefault("continue", "");
      return new Route<>(new Request.ListSlices(services, limit, from), ObjectJson::slices);
    }
    var lease = LEASE.matcher(path);
    if (lease.matches()) {
      return new Route<>(new Request.GetLease(lease.group(1)), ObjectJson::lease);
    }
    throw unknown(path);
  }

  private static Route<LeaseObject> put(String path, JsonObject body) {
    if (LEASE.matcher(path).matches()) {
      return new Route<>(new Request.PutLease(ObjectJson.lease(body)), ObjectJson::lease);
    }
    throw unknown(path);
  }

  private static IllegalArgumentException unknown(String path) {
    return new IllegalArgumentException("the world has no " + path);
  }

  private static Map<String, String> query(String text) {
    var parameters = new HashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return parameters;
  }

  private static Set<String> services(String selector) {
    if (selector.isEmpty()) {
      return Set.of();
    }
    var services = SERVICES.matcher(selector);
    if (!services.matches()) {
      throw new IllegalArgumentException("the world cannot select by " + selector);
    }
    return Set.of(services.group(1).split(",", -1));
  }

  private static Map<String, String> labels(String selector) {
    var labels = new TreeMap<String, String>();
    for (var label : selector.split(",", -1)) {
      var parts = label.split("=", 2);
      if (parts.length == 2) {
        labels.put(parts[0], parts[1]);
      }
    }
    return labels;
  }
}
