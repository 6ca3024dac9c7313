package io.metricssidecar.simulation.world.endpoint;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.api.SliceList.Endpoint;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.cluster.Pod;
import io.metricssidecar.simulation.world.cluster.Service;
import io.metricssidecar.simulation.world.time.Chance;
import java.time.Duration;
import java.util.ArrayList;

/// The controller that writes EndpointSlices from the pods that the API server shows.
public final class EndpointController {
  /// Between two looks at the pods; what they show is written after a further lag.
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Cluster cluster;
  private final Chance chance;

  public EndpointController(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    chance = cluster.chance("endpoints");
  }

  /// Begins.
  public void start() {
    if (cluster.apiUp()) {
      cluster.services().forEach(this::write);
    }
    var lag = chance.nextInt(0, 750);
    cluster.time().after(LOOK.plusMillis(lag), this::start);
  }

  private void write(Service service) {
    var endpoints = new ArrayList<Endpoint>();
    for (var pod : cluster.pods()) {
      if (pod.shown().appStarted() != null) {
        endpoints.add(endpoint(pod, service));
      }
    }
    service.write(endpoints, cluster.time().now());
  }

  /// `podToEndpoint` in `endpointslice/utils.go`: `serving` is the condition Ready, and `ready`
  /// that and not being deleted, unless the Service publishes unready addresses.
  static Endpoint endpoint(Pod pod, Service service) {
    var serving = pod.shown().ready();
    var terminating = pod.deleted() != null;
    return new Endpoint(
        pod.uid(),
        pod.name(),
        pod.address(),
        pod.node().name(),
        pod.node().zone(),
        service.publishesUnready() || (serving && !terminating),
        serving,
        terminating);
  }
}
