package io.metricssidecar.e2e.attack;

import io.metricssidecar.e2e.cluster.Cluster;
import java.util.regex.Pattern;

/// What kubelet has counted of its liveness and readiness probes of the release's replicas: the
/// metric `prober_probe_total` (pkg/kubelet/prober/prober_manager.go).
///
/// @param successful probes that were answered as they should
/// @param failed probes that were not
record Probes(long successful, long failed) {
  private static final String PATH = "/api/v1/nodes/node1/proxy/metrics/probes";

  /// The containers have the names of the components; a name of a pod is no longer known once the
  /// pod is gone.
  private static final Pattern LINE =
      Pattern.compile(
          "prober_probe_total\\{container=\"(?:webhook|controller)\",namespace=\"metrics-sidecar\",.*probe_type=\"(?:Liveness|Readiness)\",result=\"(\\w+)\"} (\\d+)");

  /// The counts up to now, on the testbed's one node.
  static Probes now(Cluster cluster) {
    var successful = 0L;
    var failed = 0L;
    var lines = LINE.matcher(cluster.client().raw(PATH));
    while (lines.find()) {
      var count = Long.parseLong(lines.group(2));
      if (lines.group(1).equals("successful")) {
        successful += count;
      } else {
        failed += count;
      }
    }
    return new Probes(successful, failed);
  }

  /// The counts since an earlier moment.
  Probes since(Probes earlier) {
    return new Probes(successful - earlier.successful, failed - earlier.failed);
  }

  /// One phrase for people.
  @Override
  public String toString() {
    return "probes: %d successful, %d failed".formatted(successful, failed);
  }
}
