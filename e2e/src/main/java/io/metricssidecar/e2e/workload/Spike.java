package io.metricssidecar.e2e.workload;

import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// An overload of one pod of several: it is driven over both thresholds until it is out of the
/// Service, then relieved until it is in again.
public final class Spike {
  private static final Duration MAX_OUT = Duration.ofMinutes(3);
  private static final Duration MAX_BACK = Duration.ofMinutes(4);

  private final Namespace namespace;
  private final String app;
  private final String pod;
  private final EndpointSampler sampler;

  /// A spike on one pod.
  ///
  /// @param sampler of the application's Service
  public Spike(Namespace namespace, String app, String pod, EndpointSampler sampler) {
    this.namespace = namespace;
    this.app = app;
    this.pod = pod;
    this.sampler = sampler;
  }

  /// Durations of one spike.
  ///
  /// @param out from the spike until the pod was out of the Service
  /// @param back from the relief until it was in again
  public record Times(Duration out, Duration back) {}

  /// Waits until the sidecars of these pods have samples and would act on them.
  public static void awaitWatching(Namespace namespace, List<String> pods) {
    Waiting.until(
        "samples for all sidecars",
        Duration.ofSeconds(150),
        namespace.progress(),
        () ->
            pods.stream()
                .flatMap(
                    pod -> {
                      var health = Sidecar.of(namespace, pod).map(Sidecar::health);
                      return health.map(Sidecar.Health::watching).orElse(false)
                          ? Stream.<String>empty()
                          : Stream.of(pod + ": " + health);
                    })
                .findFirst());
  }

  /// Drives the pod over both thresholds until it is out of the Service; returns how long that
  /// took.
  public Duration overload() {
    var begin = Instant.now();
    Load.set(namespace, pod, Load.OVER);
    return await(
        "to leave the Service", MAX_OUT, begin, samples -> samples.firstWithout(pod, begin));
  }

  /// Relieves the pod until it is in the Service again; returns how long that took.
  public Duration relieve() {
    var begin = Instant.now();
    Load.set(namespace, pod, Load.IDLE);
    return await("to come back", MAX_BACK, begin, samples -> samples.firstWith(pod, begin));
  }

  private Duration await(
      String what,
      Duration max,
      Instant begin,
      Function<EndpointSamples, Optional<Instant>> moment) {
    Waiting.until(
        "%s of %s %s".formatted(pod, app, what),
        max,
        namespace.progress(),
        () ->
            moment.apply(sampler.samples()).isPresent()
                ? Optional.empty()
                : Optional.of(String.valueOf(Sidecar.of(namespace, pod).map(Sidecar::health))));
    return moment.apply(sampler.samples()).map(at -> Duration.between(begin, at)).orElseThrow();
  }
}
