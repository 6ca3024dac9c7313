package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OnCluster.class)
class SheddingE2E {
  private static final String APP = "web";
  private static final Duration MOST_OUT = Duration.ofMinutes(2);

  @Test
  void overloadedPodLeavesAloneAndComesBack(Release release, Namespace namespace) {
    var pods = Annotated.names(Annotated.deployment(namespace, APP, 3));
    Spike.awaitWatching(namespace, pods);
    var hot = pods.getFirst();
    try (var sampler = EndpointSampler.start(namespace, APP)) {
      var spike = new Spike(namespace, APP, hot, sampler);

      var out = spike.leave();

      assertThat(Sidecar.of(namespace, hot).map(sidecar -> sidecar.health().status()))
          .isEqualTo(Optional.of(400));
      var back = spike.comeBack();
      namespace
          .progress()
          .say(
              "spike to out %d s, relief to back %d s"
                  .formatted(out.toSeconds(), back.toSeconds()));
      assertThat(sampler.samples().always(pods.get(1))).isTrue();
      assertThat(sampler.samples().always(pods.get(2))).isTrue();
      assertThat(sampler.samples().fewest()).isEqualTo(2);
      assertThat(sampler.samples().longestGap()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @ParameterizedTest(name = "a reading every {0}, {1} times")
  @CsvSource({"5s, 3", "15s, 3"})
  @EnabledIfSystemProperty(
      named = "e2e.long",
      matches = "true",
      disabledReason = "takes a quarter of an hour: -De2e.long=true")
  void spikesAreAnsweredAgainAndAgain(
      String interval, int repetitions, Release release, Namespace namespace) {
    var times = new ArrayList<Spike.Times>();
    for (var i = 0; i < repetitions; i++) {
      times.add(once(namespace, "web" + i, interval));
      namespace.progress().say("%s, run %d: %s".formatted(interval, i + 1, times.getLast()));
    }

    var out = times.stream().map(Spike.Times::out).sorted().toList();
    var back = times.stream().map(Spike.Times::back).sorted().toList();

    namespace
        .progress()
        .say(
            "median of %d with a reading every %s: spike to out %d s, relief to back %d s"
                .formatted(
                    repetitions,
                    interval,
                    out.get(repetitions / 2).toSeconds(),
                    back.get(repetitions / 2).toSeconds()));
    // One of them may fall into a time in which the machine cannot give the pod the CPU to burn.
    assertThat(out.get(repetitions / 2)).isLessThan(MOST_OUT);
  }

  /// Fresh pods each time: a second shed of the same pod has to stay out for longer.
  private static Spike.Times once(Namespace namespace, String app, String interval) {
    var annotations = new HashMap<>(Annotated.QUICK);
    annotations.put(Setting.POLL_INTERVAL.annotation(), interval);
    namespace.create(Load.service(app));
    namespace.create(Load.deployment(app, 3, Load.template(app, Annotated.IMAGES, annotations)));
    var pods = Annotated.names(namespace.awaitReady(app, 3));
    Spike.awaitWatching(namespace, pods);
    try (var sampler = EndpointSampler.start(namespace, app)) {
      var spike = new Spike(namespace, app, pods.getFirst(), sampler);
      var times = new Spike.Times(spike.leave(), spike.comeBack());
      namespace
          .cluster()
          .client()
          .apps()
          .deployments()
          .inNamespace(namespace.name())
          .withName(app)
          .delete();
      return times;
    }
  }
}
