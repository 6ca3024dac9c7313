package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnCluster.class)
class SheddingE2E {
  private static final String APP = "web";
  private static final int REPETITIONS = 5;

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

  @Test
  @EnabledIfSystemProperty(
      named = "e2e.long",
      matches = "true",
      disabledReason = "takes a quarter of an hour: -De2e.long=true")
  void spikesAreAnsweredAgainAndAgain(Release release, Namespace namespace) {
    var times = new ArrayList<Spike.Times>();
    for (var i = 0; i < REPETITIONS; i++) {
      times.add(once(namespace, "web" + i));
      namespace.progress().say("run %d: %s".formatted(i + 1, times.getLast()));
    }

    var out = times.stream().map(Spike.Times::out).sorted().toList();
    var back = times.stream().map(Spike.Times::back).sorted().toList();

    namespace
        .progress()
        .say(
            "median of %d: spike to out %d s, relief to back %d s"
                .formatted(
                    REPETITIONS,
                    out.get(REPETITIONS / 2).toSeconds(),
                    back.get(REPETITIONS / 2).toSeconds()));
    assertThat(out).allSatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(100)));
  }

  /// Fresh pods each time: a second shed of the same pod has to stay out for longer.
  private static Spike.Times once(Namespace namespace, String app) {
    var pods = Annotated.names(Annotated.deployment(namespace, app, 3));
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
