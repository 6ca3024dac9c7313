package io.metricssidecar.injection.pod;

import java.util.HashSet;
import java.util.Optional;

/// A port that no container of a pod declares: all containers share one network, and the second
/// process on a port dies.
public final class FreePort {
  /// Ports below need a privilege.
  private static final int MIN = 1024;

  private static final int MAX = 65_535;

  /// The requested port, or the next one that is free; empty where none is left.
  ///
  /// @param requested 1,024 to 65,535
  public static Optional<Integer> of(PodView pod, int requested) {
    var taken = new HashSet<Integer>();
    for (var container : pod.allContainers()) {
      taken.addAll(container.tcpPorts());
    }
    for (var port = requested; port <= MAX; port++) {
      if (!taken.contains(port)) {
        return Optional.of(port);
      }
    }
    for (var port = MIN; port < requested; port++) {
      if (!taken.contains(port)) {
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }

  private FreePort() {}
}
