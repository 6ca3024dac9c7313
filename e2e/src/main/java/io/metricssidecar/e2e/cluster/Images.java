package io.metricssidecar.e2e.cluster;

import static java.util.Objects.requireNonNullElse;

import java.util.Map;

/// Names of the images under test. `IMAGE_PREFIX` precedes them, for clusters that pull from a
/// registry; without it they must have been imported.
///
/// @param prefix in front of each name; empty for none
public record Images(String prefix) {
  /// Reads the prefix from the environment.
  public static Images of(Map<String, String> env) {
    var prefix = requireNonNullElse(env.get("IMAGE_PREFIX"), "");
    return new Images(prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
  }

  /// The sidecar's image without its tag.
  public String sidecar() {
    return prefix + "metrics-sidecar";
  }

  /// The controller's image without its tag.
  String controller() {
    return prefix + "metrics-sidecar-controller";
  }

  /// The test workload's image.
  public String load() {
    return prefix + "metrics-sidecar-load:1";
  }
}
