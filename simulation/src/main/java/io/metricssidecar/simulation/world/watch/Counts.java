package io.metricssidecar.simulation.world.watch;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.load.Requests;
import io.metricssidecar.simulation.world.watch.overload.OverloadFigures;
import java.time.Duration;

/// What is counted in a run. Each state of the world counts for the time until the next event.
final class Counts {
  private final Cluster cluster;
  private boolean begun;
  private boolean below;
  private boolean zero;
  private boolean beyond;
  private int desired;
  private int pods;
  private Duration last = Duration.ZERO;
  private Duration counted = Duration.ZERO;
  private Duration belowFloor = Duration.ZERO;
  private Duration atZero = Duration.ZERO;
  private Duration oursBeyond = Duration.ZERO;
  private double replicaSeconds;
  private double podSeconds;
  private int sheds;
  private int flips;

  Counts(Cluster cluster) {
    this.cluster = requireNonNull(cluster, "cluster is null");
  }

  void shed() {
    sheds++;
  }

  void flip() {
    flips++;
  }

  /// Whether all pods were ready at some time.
  boolean begun() {
    return begun;
  }

  /// After an event.
  ///
  /// @param tooMany whether more pods are out because of us than may be
  void event(boolean tooMany) {
    var now = cluster.time().now();
    var passed = now.minus(last);
    last = now;
    if (begun && !passed.isZero()) {
      counted = counted.plus(passed);
      belowFloor = below ? belowFloor.plus(passed) : belowFloor;
      atZero = zero ? atZero.plus(passed) : atZero;
      oursBeyond = beyond ? oursBeyond.plus(passed) : oursBeyond;
      var seconds = passed.toMillis() / 1000.0;
      replicaSeconds += desired * seconds;
      podSeconds += pods * seconds;
    }
    desired = cluster.deployment().desired();
    pods = cluster.pods().size();
    beyond = tooMany;
    var ready = 0;
    for (var endpoint : cluster.services().getFirst().endpoints()) {
      ready += endpoint.ready() ? 1 : 0;
    }
    below = ready < desired - cluster.settings().shedding().slots(desired);
    zero = ready == 0;
    begun = begun || ready >= desired;
  }

  Figures figures(Requests requests, long apiRequests, OverloadFigures overloads) {
    return new Figures(
        counted,
        belowFloor,
        atZero,
        oursBeyond,
        sheds,
        flips,
        overloads,
        requests,
        replicaSeconds,
        apiRequests,
        podSeconds);
  }
}
