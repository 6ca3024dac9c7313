package io.metricssidecar.sidecar.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.MetricCatalog;
import io.metricssidecar.contract.exposition.MetricFamily;
import io.metricssidecar.contract.exposition.TextFormat;
import io.metricssidecar.decision.overload.Event;
import io.metricssidecar.decision.overload.OverloadState;
import io.metricssidecar.decision.overload.Reason;
import io.metricssidecar.sidecar.loop.Snapshot;
import io.metricssidecar.sidecar.telemetry.SidecarCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole documents against files in `documents/`; `-Dgolden.update` writes them anew, to be read
/// before they are committed.
class DocumentsTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "documents");
  private static final Duration NOW = Duration.ofMillis(12_500);

  private static void compare(String file, String actual) throws IOException {
    var path = FOLDER.resolve(file);
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, actual, UTF_8);
    }
    assertThat(actual).isEqualTo(Files.readString(path, UTF_8));
  }

  static Stream<Arguments> moments() {
    return Stream.of(
        Arguments.argumentSet("unread", "unread", SnapshotFixtures.unread()),
        Arguments.argumentSet("denied", "denied", SnapshotFixtures.denied()),
        Arguments.argumentSet("shedding", "shedding", SnapshotFixtures.shedding()),
        Arguments.argumentSet("invalid", "invalid", SnapshotFixtures.invalid()));
  }

  @ParameterizedTest
  @MethodSource("moments")
  void explainHasEveryInput(String name, Snapshot snapshot) throws IOException {
    compare(name + ".explain.json", Explanation.of(snapshot, NOW).encodePrettily() + "\n");
  }

  @ParameterizedTest
  @MethodSource("moments")
  void healthzHasNullForWhatIsNotKnown(String name, Snapshot snapshot) throws IOException {
    compare(name + ".healthz.json", HealthDocument.health(snapshot, NOW).encodePrettily() + "\n");
  }

  @ParameterizedTest
  @MethodSource("moments")
  void theOriginalsMetricsHaveNullForWhatIsNotKnown(String name, Snapshot snapshot)
      throws IOException {
    compare(name + ".original.json", HealthDocument.original(snapshot).encodePrettily() + "\n");
  }

  @ParameterizedTest
  @MethodSource("moments")
  void metricsHaveNanForWhatIsNotKnown(String name, Snapshot snapshot) throws IOException {
    var meters = new SidecarCounters(SidecarGauges.commonLabels(snapshot));
    compare(
        name + ".metrics.txt",
        TextFormat.PROMETHEUS.write(SidecarGauges.of(snapshot, meters, NOW)));
  }

  @Test
  void metricsHaveEverythingThatWasCounted() throws IOException {
    var snapshot = SnapshotFixtures.unread();
    var meters = new SidecarCounters(SidecarGauges.commonLabels(snapshot));
    meters.transition("ACTIVE", "HOT", "hot_samples");
    meters.sample("fresh");
    meters.sample("fresh");
    meters.attempt("granted");
    meters.apiRequest("GET", "pods", "200", Duration.ofMillis(7));
    meters.apiRequest("GET", "pods", "200", Duration.ofMillis(700));
    meters.apiRequest("GET", "pods", "200", Duration.ofSeconds(70));
    meters.probe("healthz", 200);
    meters.probeTook("healthz", Duration.ofMillis(4));
    meters.shed(Duration.ofSeconds(61), Reason.INEFFECTIVE);
    meters.shed(Duration.ofMinutes(5), Reason.MAXIMUM_TIME);

    compare("counted.metrics.txt", TextFormat.OPENMETRICS.write(meters.metrics()));
  }

  @Test
  void theMetricsAreThoseOfTheCatalogue() {
    var snapshot = SnapshotFixtures.shedding();
    var counters = new SidecarCounters(SidecarGauges.commonLabels(snapshot));

    assertThat(SidecarGauges.of(snapshot, counters, NOW))
        .extracting(Metric::name)
        .containsExactlyElementsOf(
            MetricCatalog.of(MetricFamily.Exporter.SIDECAR).stream()
                .map(MetricFamily::name)
                .toList());
  }

  @Test
  void explainSaysWhatWouldChangeEachState() {
    var zero = Duration.ZERO;
    var tick = new Event.Tick(zero);
    var active = SnapshotFixtures.after(tick);
    var hot = SnapshotFixtures.after(tick, SnapshotFixtures.hot());
    var asked = SnapshotFixtures.next(hot, tick);
    var out = SnapshotFixtures.next(asked, new Event.Granted(zero, 1));
    var back = SnapshotFixtures.next(out, new Event.Lost(zero, Reason.BUDGET_LOST));

    assertThat(
            Stream.of(
                    active,
                    SnapshotFixtures.next(active, tick),
                    hot,
                    asked,
                    back,
                    SnapshotFixtures.next(back, new Event.Released(zero)),
                    SnapshotFixtures.next(active, new Event.NoLimit(zero)),
                    SnapshotFixtures.next(active, new Event.Terminate(zero)))
                .map(DocumentsTest::wouldChange))
        .containsExactly(
            "ACTIVE: two consecutive new samples above the threshold, or one far above it",
            "UNKNOWN: a new sample",
            "HOT: a slot (next attempt in 0 s), or a sample at or below the threshold",
            "HOT: the result of slot request 1",
            "RECOVERING: the pod's condition Ready in the API",
            "COOLDOWN: time: 60 s",
            "DISABLED: a limit on the measured container",
            "DISABLED: nothing: the pod is terminating");
  }

  @Test
  void explainSaysThatAnIneffectiveShedIsFollowedByAPause() {
    var state = SnapshotFixtures.after(new Event.Tick(Duration.ZERO));
    var paused =
        new OverloadState(
            state.phase(),
            null,
            Duration.ZERO,
            new OverloadState.History(1, Duration.ZERO, Duration.ofMinutes(15), 1));

    assertThat(wouldChange(paused))
        .isEqualTo(
            "ACTIVE: time: the last shed did not lower the load, so there is none for 900 s");
  }

  private static String wouldChange(OverloadState state) {
    var explained = Explanation.of(SnapshotFixtures.in(state, Reason.NOTHING_NEW), Duration.ZERO);
    return explained.getString("state") + ": " + explained.getString("would_change");
  }
}
