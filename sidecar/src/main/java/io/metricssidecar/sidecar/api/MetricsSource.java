package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.sidecar.budget.BudgetApi.Read;
import io.metricssidecar.sidecar.json.Selection;
import io.metricssidecar.sidecar.podmetrics.PeerUtilization;
import io.metricssidecar.sidecar.podmetrics.PodMetrics;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The metrics of the own pod and its peers from metrics.k8s.io. The served version is discovered
/// once, and again after a 404 (KEP-5207: `v1` and `v1beta1` are separate APIServices).
public final class MetricsSource {
  private static final String GROUP = "/apis/metrics.k8s.io";

  private static final Selection GROUP_SELECTION = Selection.of("preferredVersion.version");

  private final ApiClient api;
  private final SidecarConfig config;
  private @Nullable String version;

  public MetricsSource(ApiClient api, SidecarConfig config) {
    this.api = requireNonNull(api, "api is null");
    this.config = requireNonNull(config, "config is null");
  }

  /// The result of one poll.
  ///
  /// @param observation of the measured container
  /// @param retryAfter the server's `Retry-After`; empty without one
  public record Poll(Observation observation, Optional<Duration> retryAfter) {}

  /// The version in use; empty before it is known.
  public String version() {
    return version == null ? "" : version;
  }

  /// Polls once. Never fails.
  public Future<Poll> poll() {
    var known = version;
    return known != null
        ? read(known)
        : api.get(GROUP, "discovery", GROUP_SELECTION).compose(this::discovered);
  }

  private Future<Poll> discovered(ApiReply reply) {
    if (reply instanceof ApiReply.Ok(JsonObject group)) {
      var preferred = preferred(group);
      if (!preferred.isEmpty()) {
        version = preferred;
        return read(preferred);
      }
    }
    var absent =
        reply instanceof ApiReply.Ok
            || (reply instanceof ApiReply.Status(int code, _) && code == 404);
    var why =
        absent ? "the cluster has no metrics API: is metrics-server installed?" : reply.sentence();
    return Future.succeededFuture(new Poll(new Observation.Failed(why), retryAfter(reply)));
  }

  /// The preferred version; empty where the body is no `APIGroup` with a version that can stand in
  /// a path.
  private static String preferred(JsonObject group) {
    var text =
        group.getValue("preferredVersion") instanceof JsonObject preferred
            ? preferred.getString("version", "")
            : "";
    return text != null && text.matches("[a-z0-9]{1,63}") ? text : "";
  }

  private Future<Poll> read(String served) {
    var path =
        "%s/%s/namespaces/%s/pods/%s"
            .formatted(GROUP, served, config.pod().namespace(), config.pod().name());
    return api.get(path, "podmetrics", PodMetrics.SELECTION)
        .map(reply -> new Poll(observation(reply), retryAfter(reply)));
  }

  private Observation observation(ApiReply reply) {
    return switch (reply) {
      case ApiReply.Ok(JsonObject body) -> PodMetrics.read(body, config.container());
      case ApiReply.Status(int code, _) when code == 404 -> {
        version = null;
        yield new Observation.Missing("metrics-server has no sample of this pod yet");
      }
      case ApiReply.Status _, ApiReply.TooLarge _, ApiReply.Unreachable _ ->
          new Observation.Failed(reply.sentence());
    };
  }

  /// Utilization of all pods that a label selector matches, by pod name; without those whose sample
  /// is not of the same time as the own, and empty where it cannot be read.
  ///
  /// @param selector of the workload, as a query parameter
  /// @param limits that the utilization is a share of
  Future<Read<Map<String, Double>>> peers(String selector, Limits limits) {
    var known = version;
    if (known == null || selector.isEmpty()) {
      return Future.succeededFuture(new Read.Found<>(Map.of()));
    }
    var path =
        "%s/%s/namespaces/%s/pods?labelSelector=%s"
            .formatted(
                GROUP,
                known,
                config.pod().namespace(),
                URLEncoder.encode(selector, StandardCharsets.UTF_8));
    var peers = new PeerUtilization(config, limits);
    return api.list(path, "podmetrics", PeerUtilization.SELECTION, peers)
        .map(
            reply ->
                switch (reply) {
                  case ApiReply.Ok _ -> new Read.Found<>(peers.byPod());
                  case ApiReply.TooLarge _ -> new Read.TooLarge<>();
                  case ApiReply.Status _, ApiReply.Unreachable _ -> new Read.Found<>(Map.of());
                });
  }

  private static Optional<Duration> retryAfter(ApiReply reply) {
    return reply instanceof ApiReply.Status(_, Optional<Duration> wait) ? wait : Optional.empty();
  }
}
