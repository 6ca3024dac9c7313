package io.metricssidecar.simulation.world.scenario;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.time.Period;
import java.time.Duration;
import java.util.List;

/// The API server and the network before it. Shares are those of all requests, from 0 to 1.
///
/// @param latency median of one way
/// @param slowShare requests that take up to thirty seconds instead
/// @param lostRequests never arrive
/// @param lostAnswers applied, without an answer
/// @param throttled answered with 429
/// @param errors answered with 500; half of the writes among them are applied
/// @param staleness maximum age of the EndpointSlices in an answer, on top of their controller's
///   lag
/// @param outages times at which nothing is answered
/// @param controllerOutages times at which our controller does not run
/// @param remade times at which the Lease is deleted and made again
public record ApiPlan(
    Duration latency,
    double slowShare,
    double lostRequests,
    double lostAnswers,
    double throttled,
    double errors,
    Duration staleness,
    List<Period> outages,
    List<Period> controllerOutages,
    List<Duration> remade) {
  /// An API server that always answers, in milliseconds.
  public static final ApiPlan FAST =
      new ApiPlan(
          Duration.ofMillis(4), 0, 0, 0, 0, 0, Duration.ZERO, List.of(), List.of(), List.of());

  public ApiPlan {
    requireNonNull(latency, "latency is null");
    requireNonNull(staleness, "staleness is null");
    outages = List.copyOf(outages);
    controllerOutages = List.copyOf(controllerOutages);
    remade = List.copyOf(remade);
  }

  public ApiPlan withOutages(Period... added) {
    return new ApiPlan(
        latency,
        slowShare,
        lostRequests,
        lostAnswers,
        throttled,
        errors,
        staleness,
        List.of(added),
        controllerOutages,
        remade);
  }
}
