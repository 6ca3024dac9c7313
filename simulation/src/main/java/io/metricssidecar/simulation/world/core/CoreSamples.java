package io.metricssidecar.simulation.world.core;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.decision.overload.Pressure;
import io.metricssidecar.decision.samples.Observation;
import io.metricssidecar.decision.samples.PodSample;
import io.metricssidecar.decision.samples.SampleFilter;
import io.metricssidecar.decision.samples.SampleFilter.Supply;
import io.metricssidecar.simulation.world.api.PodMetricsObject;
import java.time.Instant;
import java.util.Optional;

/// The samples of one measured container, and which of them count.
final class CoreSamples {
  private final SidecarConfig config;
  private SampleFilter filter = SampleFilter.EMPTY;

  CoreSamples(SidecarConfig config) {
    this.config = requireNonNull(config, "config is null");
  }

  /// The container was started: earlier samples are not its own.
  void startedAt(Instant time) {
    filter = filter.startedAt(time);
  }

  /// The pressure by a new sample; empty where the sample does not count.
  Optional<Pressure> pressure(PodMetricsObject object, Supply supply) {
    return object.containers().stream()
        .filter(usage -> usage.container().equals(config.container()))
        .findFirst()
        .map(
            usage ->
                new PodSample(
                    usage.cpuCores(), usage.memoryBytes(), object.timestamp(), object.window()))
        .flatMap(sample -> judged(sample, supply))
        .flatMap(fresh -> Pressure.of(utilization(fresh), config.settings()));
  }

  private Optional<PodSample> judged(PodSample sample, Supply supply) {
    var judged = filter.judge(new Observation.Sampled(sample), supply);
    filter = judged.filter();
    return judged.sample();
  }

  private Pressure.Utilization utilization(PodSample sample) {
    var cpu = config.limits().cpuMillicores();
    var memory = config.limits().memoryBytes();
    return new Pressure.Utilization(
        cpu == null ? null : sample.cpuCores() * 1000 / cpu,
        memory == null ? null : sample.memoryBytes() / memory);
  }
}
