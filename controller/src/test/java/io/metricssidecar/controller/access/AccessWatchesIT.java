package io.metricssidecar.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.controller.TestWorkloads;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

@WithApiServer
@SuppressWarnings("NullAway.Init")
class AccessWatchesIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Loop NOBODY =
      new Loop("nobody", new Loop.Pace(Duration.ofHours(1), Duration.ZERO), () -> {});

  private KubernetesClient client;

  /// Those that were there before the start come with the first list, the others with the watch.
  @Test
  void showsEachNewPodAsAWholeAndKeepsALittle() {
    create("before");
    var shown = new ConcurrentHashMap<String, Map<String, String>>();
    try (var watches =
        AccessWatches.start(
            client,
            NOBODY,
            pod -> shown.put(pod.getMetadata().getName(), pod.getMetadata().getAnnotations()))) {
      await().atMost(SOON).until(watches::synced);
      create("after");
      await().atMost(SOON).until(() -> watches.pods().all().size() == 2);
      await().atMost(SOON).until(() -> shown.size() == 2);

      var whole = Map.of("example.com/large", "x".repeat(200_000));
      assertThat(shown).isEqualTo(Map.of("before", whole, "after", whole));
      assertThat(watches.pods().all())
          .extracting(pod -> pod.getMetadata().getAnnotations())
          .containsOnly(Map.of());
    }
  }

  @Test
  void podThatCannotBeLookedAtDoesNotEndTheWatch() {
    try (var watches =
        AccessWatches.start(
            client,
            NOBODY,
            pod -> {
              throw new IllegalArgumentException(pod.getMetadata().getName());
            })) {
      await().atMost(SOON).until(watches::synced);
      create("first");
      create("second");

      await().atMost(SOON).until(() -> watches.pods().all().size() == 2);
    }
  }

  private Pod create(String name) {
    var set = TestWorkloads.statefulSet("web");
    set.getMetadata().setUid("uid-of-web");
    return client
        .resource(
            TestPod.named(name)
                .controlledBy(set)
                .annotated("example.com/large", "x".repeat(200_000))
                .injected()
                .build())
        .create();
  }
}
