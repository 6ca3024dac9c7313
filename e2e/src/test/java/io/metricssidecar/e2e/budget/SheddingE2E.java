package io.metricssidecar.e2e.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.EndpointSampler;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import io.metricssidecar.e2e.workload.Spike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ClusterExtension.class)
class SheddingE2E {
  private static final String APP = "web";
  private static final Duration MAX_OUT = Duration.ofMinutes(2);

  @Test
  void overloadedPodLeavesAloneAndComesBack(Release release, Namespace namespace) {
    var pods = Pods.names(AnnotatedWorkload.deployment(namespace, APP, 3));
    Spike.awaitWatching(namespace, pods);
    var hot = pods.getFirst();
    try (var sampler = EndpointSampler.start(namespace, APP)) {
      var spike = new Spike(namespace, APP, hot, sampler);

      var out = spike.overload();

      assertThat(Sidecar.of(namespace, hot).map(sidecar -> sidecar.health().status()))
          .isEqualTo(Optional.of(400));
      var back = spike.relieve();
      namespace
          .progress()
          .report(
              "spike to out %d s, relief to back %d s"
                  .formatted(out.toSeconds(), back.toSeconds()));
      assertThat(sampler.samples().always(pods.get(1))).isTrue();
      assertThat(sampler.samples().always(pods.get(2))).isTrue();
      assertThat(sampler.samples().fewest()).isEqualTo(2);
      assertThat(sampler.samples().longestGap()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @ParameterizedTest(name = "a sample every {0}, {1} times")
  @CsvSource({"5s, 3", "15s, 3"})
  @LongCase
  void spikesAreAnsweredAgainAndAgain(
      String interval, int repetitions, Release release, Namespace namespace) {
    var times = new ArrayList<Spike.Times>();
    for (var i = 0; i < repetitions; i++) {
      times.add(once(namespace, "web" + i, interval));
      namespace.progress().report("%s, run %d: %s".formatted(interval, i + 1, times.getLast()));
    }

    var out = times.stream().map(Spike.Times::out).sorted().toList();
    var back = times.stream().map(Spike.Times::back).sorted().toList();

    namespace
        .progress()
        .report(
            "median of %d with a sample every %s: spike to out %d s, relief to back %d s"
                .formatted(
                    repetitions,
                    interval,
                    out.get(repetitions / 2).toSeconds(),
                    back.get(repetitions / 2).toSeconds()));
    // During one of them the machine may be too busy to give the pod its CPU.
    assertThat(out.get(repetitions / 2)).isLessThan(MAX_OUT);
  }

  /// Fresh pods each time: a second shed of the same pod has to stay out for longer.
  private static Spike.Times once(Namespace namespace, String app, String interval) {
    var annotations = new HashMap<>(Load.QUICK_SIDECAR);
    annotations.put(SidecarSetting.POLL_INTERVAL.annotation(), interval);
    Load.create(namespace, app, 3, Load.template(app, AnnotatedWorkload.IMAGES, annotations));
    var pods = Pods.names(namespace.awaitReady(app, 3));
    Spike.awaitWatching(namespace, pods);
    try (var sampler = EndpointSampler.start(namespace, app)) {
      var spike = new Spike(namespace, app, pods.getFirst(), sampler);
      var times = new Spike.Times(spike.overload(), spike.relieve());
      namespace.deployment(app).delete();
      return times;
    }
  }
}
