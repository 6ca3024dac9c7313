package io.metricssidecar.injection.pod;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    var taken =
        pod.allContainers().stream().flatMap(ContainerView::tcpPorts).collect(Collectors.toSet());
    return IntStream.concat(IntStream.rangeClosed(requested, MAX), IntStream.range(MIN, requested))
        .boxed()
        .filter(port -> !taken.contains(port))
        .findFirst();
  }

  private FreePort() {}
}
