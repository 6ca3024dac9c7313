package io.metricssidecar.sidecar.http;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.contract.sidecar.Thresholds;
import io.metricssidecar.decision.overload.Phase;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.sidecar.loop.PendingRequests;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The body of `/explain`: the last decision with every input, the rule that decided and what would
/// change it.
final class Explanation {
  private Explanation() {}

  static JsonObject of(Snapshot snapshot, Duration now) {
    return new JsonObject()
        .put("state", snapshot.state().phase().kind().name())
        .put("since", snapshot.since().toString())
        .put("rule", snapshot.reason().label())
        .put("because", HealthDocument.message(snapshot, now))
        .put("would_change", wouldChange(snapshot, now))
        .put("waiting_for", waitingFor(snapshot))
        .put("inputs", inputs(snapshot, now))
        .put("settings", settings(snapshot.config()))
        .put("config_problems", new JsonArray(List.copyOf(snapshot.configProblems())));
  }

  private static String wouldChange(Snapshot snapshot, Duration now) {
    var state = snapshot.state();
    return switch (state.phase()) {
      case Phase.Disabled _ when !snapshot.configProblems().isEmpty() ->
          "a valid configuration and a restart";
      case Phase.Disabled(Reason reason) when reason == Reason.TERMINATING ->
          "nothing: the pod is terminating";
      case Phase.Disabled _ -> "a limit on the measured container";
      case Phase.Warmup _ ->
          "time: the warm-up ends %s after the start of the measured container, which was %s ago"
              .formatted(
                  seconds(snapshot.config().settings().shedding().warmUp()),
                  seconds(now.minus(state.mainStarted())));
      case Phase.Active _ when now.compareTo(state.history().notBefore()) < 0 ->
          "time: the last shed did not lower the load, so there is none for %s"
              .formatted(seconds(state.history().notBefore().minus(now)));
      case Phase.Active _ -> "two consecutive new samples above the threshold, or one far above it";
      case Phase.Unknown _ -> "a new sample";
      case Phase.Hot hot when hot.awaiting() ->
          "the result of slot request %d".formatted(hot.attempt());
      case Phase.Hot hot ->
          "a slot (next attempt in %s), or a sample at or below the threshold"
              .formatted(seconds(hot.next().minus(now)));
      case Phase.Shedding shedding ->
          "two consecutive samples below the recovery value, in %s at the earliest; return in %s at the latest"
              .formatted(
                  seconds(shedding.earliest().minus(now)), seconds(shedding.latest().minus(now)));
      case Phase.Recovering _ -> "the pod's condition Ready in the API";
      case Phase.Cooldown cooldown -> "time: %s".formatted(seconds(cooldown.until().minus(now)));
    };
  }

  /// The requests to the API server whose result the state machine waits for.
  private static JsonArray waitingFor(Snapshot snapshot) {
    return new JsonArray(snapshot.pending().stream().map(PendingRequests.Kind::label).toList());
  }

  private static JsonObject inputs(Snapshot snapshot, Duration now) {
    var last = snapshot.state().sample();
    var pressure = last == null ? null : last.pressure();
    var sample = snapshot.observations().polls().sample();
    var denial = snapshot.denial();
    var pause = snapshot.budget().pause();
    return HealthDocument.health(snapshot, now)
        .put("pressure", pressure == null ? null : pressure.value())
        .put("level", pressure == null ? null : pressure.level().name())
        .put("sample_timestamp", sample == null ? null : sample.timestamp().toString())
        .put("sample_window_seconds", sample == null ? null : sample.window().toMillis() / 1000.0)
        .put("metrics_api_version", snapshot.apiVersion().isEmpty() ? null : snapshot.apiVersion())
        .put(
            "metrics_trouble",
            snapshot.observations().polls().problem().isEmpty()
                ? null
                : snapshot.observations().polls().problem())
        .put("not_judged", notJudged(snapshot.observations().limits()))
        .put("paused", pause == null ? null : pause.sentence())
        .put("refusal", denial == null ? null : denial.label())
        .put("ready_endpoints", snapshot.budget().readyEndpoints())
        .put("projected_utilization", snapshot.budget().projected())
        .put("consecutive_sheds", snapshot.state().history().sheds());
  }

  /// The resources that have no limit to judge them by.
  private static JsonArray notJudged(Limits limits) {
    return new JsonArray(
        Stream.of(Resource.values())
            .filter(resource -> resource.limit(limits) == null)
            .map(Resource::label)
            .toList());
  }

  private static JsonObject settings(SidecarConfig config) {
    var settings = config.settings();
    return new JsonObject()
        .put("mode", lower(settings.shedding().mode()))
        .put("overload_when", lower(settings.overloadWhen()))
        .put("cpu", thresholds(settings.cpu()))
        .put("memory", thresholds(settings.memory()))
        .put("guard", lower(settings.shedding().guard()))
        .put("max_shed", settings.shedding().maxShed())
        .put("per_zone_floor", settings.shedding().perZoneFloor())
        .put("minimum_pods_percent", settings.shedding().minimumPods().toString())
        .put("poll_interval_seconds", settings.pollInterval().toMillis() / 1000.0)
        .put("warm_up_seconds", settings.shedding().warmUp().toSeconds());
  }

  private static JsonObject thresholds(Thresholds thresholds) {
    return new JsonObject()
        .put("threshold_percent", thresholds.threshold().toString())
        .put("recovery_percent", thresholds.recovery().toString());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String seconds(Duration duration) {
    return Math.max(0, duration.toSeconds()) + " s";
  }
}
