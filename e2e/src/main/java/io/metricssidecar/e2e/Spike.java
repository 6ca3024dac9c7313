package io.metricssidecar.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// One pod of several is driven over both thresholds until it has left the Service, then relieved
/// until it is back.
public final class Spike {
  private static final Duration MOST_OUT = Duration.ofMinutes(3);
  private static final Duration MOST_BACK = Duration.ofMinutes(4);

  private final Namespace namespace;
  private final String app;
  private final String pod;
  private final EndpointSampler sampler;

  /// A spike on one pod of an application whose Service is sampled.
  public Spike(Namespace namespace, String app, String pod, EndpointSampler sampler) {
    this.namespace = namespace;
    this.app = app;
    this.pod = pod;
    this.sampler = sampler;
  }

  /// How long it took.
  ///
  /// @param out from the spike until the pod was out of the Service
  /// @param back from the relief until it was in again
  public record Times(Duration out, Duration back) {}

  /// Waits until the sidecars of these pods see what their containers use and would act on it.
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

  /// Drives the pod until it has left; returns how long that took.
  public Duration leave() {
    var begin = Instant.now();
    Load.set(namespace, pod, Load.OVER);
    return await("to leave", MOST_OUT, begin, samples -> samples.firstWithout(pod, begin));
  }

  /// Relieves the pod until it is back; returns how long that took.
  public Duration comeBack() {
    var begin = Instant.now();
    Load.set(namespace, pod, Load.IDLE);
    return await("to come back", MOST_BACK, begin, samples -> samples.firstWith(pod, begin));
  }

  private Duration await(
      String what,
      Duration most,
      Instant begin,
      Function<EndpointSamples, Optional<Instant>> moment) {
    Waiting.until(
        "%s of %s %s".formatted(pod, app, what),
        most,
        namespace.progress(),
        () ->
            moment.apply(sampler.samples()).isPresent()
                ? Optional.empty()
                : Optional.of(String.valueOf(Sidecar.of(namespace, pod).map(Sidecar::health))));
    return moment.apply(sampler.samples()).map(at -> Duration.between(begin, at)).orElseThrow();
  }
}
