package io.metricssidecar.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.UnscheduledPod;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// A burst of pods, as when half a cluster restarts: as many as the API server takes.
@ExtendWith(ClusterExtension.class)
@Isolated("it takes the whole API server")
@Order(6)
class BurstE2E {
  private static final int PODS = 500;

  /// Pods created at a time: one connection of HTTP/2 carries no more.
  private static final int CREATORS = 80;

  @Test
  @LongCase
  void everyPodOfABurstGetsItsSidecar(Release release, Namespace namespace)
      throws InterruptedException, ExecutionException {
    var begin = System.nanoTime();
    var injected = 0;
    try (var creators = Executors.newFixedThreadPool(CREATORS, Thread.ofVirtual().factory())) {
      var pods = new ArrayList<Future<Pod>>();
      for (var i = 0; i < PODS; i++) {
        pods.add(creators.submit(() -> UnscheduledPod.dryRun(namespace, Load.QUICK_SIDECAR)));
      }
      for (var pod : pods) {
        injected += Sidecar.container(pod.get()).isPresent() ? 1 : 0;
      }
    }

    var took = Duration.ofNanos(System.nanoTime() - begin);
    namespace
        .progress()
        .report(
            "%d of %d pods injected, %d at a time, in %d ms"
                .formatted(injected, PODS, CREATORS, took.toMillis()));
    assertThat(injected).isEqualTo(PODS);
  }
}
