package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// Half a cluster restarts: its pods come as fast as the API server takes them.
@ExtendWith(OnCluster.class)
@Isolated("it takes the whole API server")
@Order(6)
class BurstE2E {
  private static final int PODS = 500;

  /// At a time: one connection of HTTP/2 carries no more.
  private static final int CREATORS = 80;

  @Test
  @EnabledIfSystemProperty(named = "e2e.long", matches = "true")
  void everyPodOfABurstGetsItsSidecar(Release release, Namespace namespace)
      throws InterruptedException, ExecutionException {
    var begin = System.nanoTime();
    var injected = 0;
    try (var creators = Executors.newFixedThreadPool(CREATORS, Thread.ofVirtual().factory())) {
      var pods = new ArrayList<Future<Pod>>();
      for (var i = 0; i < PODS; i++) {
        pods.add(creators.submit(() -> Admissions.dryRun(namespace, Annotated.QUICK)));
      }
      for (var pod : pods) {
        injected += Sidecar.container(pod.get()).isPresent() ? 1 : 0;
      }
    }

    var took = Duration.ofNanos(System.nanoTime() - begin);
    namespace
        .progress()
        .say(
            "%d of %d pods injected, %d at a time, in %d ms"
                .formatted(injected, PODS, CREATORS, took.toMillis()));
    assertThat(injected).isEqualTo(PODS);
  }
}
