package io.metricssidecar.simulation.world.load;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// How requests are spread over pods, as an immutable value: some go to any ready pod, others use
/// connections, which stay where they are until they end.
///
/// @param connections share of all connections by pod UID; the sum is less than one while there is
///   no pod to connect to
public record Spread(Map<String, Double> connections) {
  /// No connection is open.
  public static final Spread NONE = new Spread(Map.of());

  public Spread {
    connections = Map.copyOf(connections);
  }

  /// The spread after some time.
  ///
  /// @param running UIDs of the pods that still run: the connections of all others are closed
  /// @param ready UIDs of the pods that get new connections, in equal parts
  /// @param closed share of the connections that end by themselves in this time
  public Spread after(Collection<String> running, Collection<String> ready, double closed) {
    requireNonNull(running, "running is null");
    var next = new HashMap<String, Double>();
    for (var pod : running) {
      next.put(pod, connections.getOrDefault(pod, 0.0) * (1 - closed));
    }
    var open = next.values().stream().mapToDouble(share -> share).sum();
    for (var pod : ready) {
      next.merge(pod, (1 - open) / ready.size(), Double::sum);
    }
    return new Spread(next);
  }

  /// The share of all requests that a pod gets.
  ///
  /// @param ready UIDs of the pods that get new connections
  /// @param kept share of the requests that use connections
  public double share(String pod, Collection<String> ready, double kept) {
    var fresh = ready.contains(pod) ? (1 - kept) / ready.size() : 0;
    return fresh + kept * connections.getOrDefault(pod, 0.0);
  }
}
