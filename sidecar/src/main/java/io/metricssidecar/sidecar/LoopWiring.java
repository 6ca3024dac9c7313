package io.metricssidecar.sidecar;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.budget.DenialReason;
import io.metricssidecar.sidecar.api.ApiClient;
import io.metricssidecar.sidecar.api.ClusterReader;
import io.metricssidecar.sidecar.api.MetricsSource;
import io.metricssidecar.sidecar.api.Transport;
import io.metricssidecar.sidecar.budget.LeasePermission;
import io.metricssidecar.sidecar.budget.LeaseTerms;
import io.metricssidecar.sidecar.budget.LocalPermission;
import io.metricssidecar.sidecar.budget.NoPermission;
import io.metricssidecar.sidecar.budget.SlotPermission;
import io.metricssidecar.sidecar.http.SidecarGauges;
import io.metricssidecar.sidecar.loop.Clocks;
import io.metricssidecar.sidecar.loop.Environment;
import io.metricssidecar.sidecar.loop.ShedLoop;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The loop of one sidecar with everything that it is made of, between a transport and a snapshot:
/// the same in a process and in a simulation.
///
/// @param loop not started yet
/// @param latest snapshot
public record LoopWiring(
    ShedLoop loop, AtomicReference<Snapshot> latest, SidecarCounters counters) {
  public LoopWiring {
    requireNonNull(loop, "loop is null");
    requireNonNull(latest, "latest is null");
    requireNonNull(counters, "counters is null");
  }

  /// Puts a loop together.
  ///
  /// @param config that is valid
  public static LoopWiring of(SidecarConfig config, Transport transport, Environment environment) {
    var clocks = environment.clocks();
    var latest = new AtomicReference<>(Snapshot.disabled(config, List.of(), clocks));
    var counters = new SidecarCounters(SidecarGauges.commonLabels(latest.get()));
    var api = new ApiClient(transport, counters, clocks.nanoTime());
    var metrics = new MetricsSource(api, config);
    var cluster = new ClusterReader(api, metrics, config, clocks::monotonic);
    var sources = new ShedLoop.Sources(metrics, cluster, permission(config, cluster, clocks));
    return new LoopWiring(
        new ShedLoop(config, sources, environment, counters, latest), latest, counters);
  }

  private static SlotPermission permission(
      SidecarConfig config, ClusterReader cluster, Clocks clocks) {
    var settings = config.settings();
    if (!ClusterReader.knows(config.workload())) {
      return new NoPermission(DenialReason.NO_WORKLOAD);
    }
    return switch (settings.shedding().mode()) {
      case LOCAL -> new LocalPermission(cluster, settings.shedding());
      case AUTO, ENFORCE, OBSERVE ->
          new LeasePermission(
              cluster,
              new LeaseTerms(config.pod(), settings.shedding(), settings.probe()),
              clocks::monotonic);
    };
  }
}
