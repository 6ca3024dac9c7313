package io.metricssidecar.sidecar.loop;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import io.metricssidecar.sidecar.api.ClusterReader;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.metricssidecar.sidecar.budget.SlotPermission.Holding;
import io.metricssidecar.sidecar.podmetrics.OwnPod;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The reads of the own pod, the workload and the budget, and the observations that they add up to.
/// For one thread.
final class LiveReads {
  private final ClusterReader cluster;
  private final SlotPermission permission;
  private final Clocks clocks;
  private Observations observations;
  private boolean leaseKnown;

  /// A read of the own pod.
  ///
  /// @param pod empty where it could not be read
  /// @param events for the state machine
  record PodRead(Optional<OwnPod> pod, List<Event> events) {
    /// Whether the measured container was started since the last read.
    boolean restarted() {
      return events.stream().anyMatch(Event.MainStarted.class::isInstance);
    }

    /// Whether the pod is being deleted.
    boolean deleted() {
      return pod.filter(OwnPod::deleted).isPresent();
    }
  }

  /// @param injected limits that the webhook wrote
  LiveReads(ClusterReader cluster, SlotPermission permission, Clocks clocks, Limits injected) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.permission = requireNonNull(permission, "permission is null");
    this.clocks = requireNonNull(clocks, "clocks is null");
    observations = Observations.none(injected);
  }

  Observations observations() {
    return observations;
  }

  /// Adds a poll of the metrics API.
  void polled(Observation observation, Supply supply) {
    observations = observations.after(observation, supply);
  }

  /// Reads the own pod.
  Future<PodRead> pod() {
    return cluster
        .ownPod()
        .map(read -> new PodRead(read, read.map(this::events).orElseGet(List::of)));
  }

  private List<Event> events(OwnPod read) {
    var known = observations.mainStarted();
    var now = clocks.monotonic();
    observations = observations.after(read, now);
    var events = new ArrayList<Event>();
    var started = read.mainStarted();
    if (started != null && !known.equals(Optional.of(started))) {
      var elapsed = Duration.between(started, clocks.wall().instant());
      events.add(new Event.MainStarted(now, elapsed.isNegative() ? now : now.minus(elapsed)));
    }
    if (!read.mainReady()) {
      events.add(new Event.MainNotReady(now));
    }
    if (read.deleted()) {
      // Its slot is released at once: it is as good as Ready, since no Service waits for it.
      events.add(new Event.Terminate(now));
      events.add(new Event.ReadyAgain(now));
    }
    return events;
  }

  /// Reads the workload's status.
  Future<Void> workload() {
    return cluster
        .status()
        .onSuccess(
            read ->
                read.ifPresent(
                    status -> observations = observations.after(status, clocks.monotonic())))
        .mapEmpty();
  }

  /// Reads whether the budget lists this pod.
  Future<Holding> isHolder() {
    return permission.isHolder().onSuccess(holding -> leaseKnown = holding != Holding.UNKNOWN);
  }

  /// The extent to which the objects that change rarely are known. While pods start they are read
  /// again soon: what was read at birth would be shown for minutes otherwise.
  Schedule.Knowledge knowledge() {
    return leaseKnown && observations.settled()
        ? Schedule.Knowledge.COMPLETE
        : Schedule.Knowledge.PARTIAL;
  }
}
