package io.metricssidecar.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.AuditLog;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Requests of idle sidecars, counted by the API server.
@ExtendWith(ClusterExtension.class)
@Order(2)
class ApiCostE2E {
  private static final String APP = "web";
  private static final int PODS = 2;

  /// Requests of an idle pod per minute, with the default interval.
  private static final double MAX_REQUESTS = 4.8;

  private static final Duration BEGINNING = Duration.ofSeconds(60);

  /// Two minutes by default; the long run covers what is read every five minutes.
  private static final Duration TIME = Duration.ofMinutes(Boolean.getBoolean("e2e.long") ? 10 : 2);

  @Test
  void idlePodAsksSeldom(Release release, Namespace namespace) {
    var log = AuditLog.of(namespace.cluster());
    var annotations = new HashMap<>(Load.QUICK_SIDECAR);
    annotations.put(
        SidecarSetting.POLL_INTERVAL.annotation(), SidecarSetting.POLL_INTERVAL.defaultText());
    Load.create(namespace, APP, PODS, Load.template(APP, AnnotatedWorkload.IMAGES, annotations));
    namespace.awaitReady(APP, PODS);
    var from = Instant.now().plus(BEGINNING);
    var until = from.plus(TIME);

    Waiting.untilTrue(
        "counting",
        BEGINNING.plus(TIME).plusMinutes(1),
        namespace.progress(),
        () -> Instant.now().isAfter(until));

    var requests = log.requests(namespace.name(), from, until);
    var byPod =
        requests.stream()
            .collect(Collectors.groupingBy(AuditLog.Request::pod, Collectors.counting()));
    namespace
        .progress()
        .report(
            "%d requests of %d pods in %d s: %.1f per pod and minute"
                .formatted(
                    requests.size(),
                    PODS,
                    TIME.toSeconds(),
                    (double) requests.size() / PODS / TIME.toMinutes()));
    assertThat(byPod).hasSize(PODS);
    assertThat(byPod.values())
        .as(requests.toString())
        .allSatisfy(
            count ->
                assertThat((double) count / TIME.toMinutes())
                    .isPositive()
                    .isLessThanOrEqualTo(MAX_REQUESTS));
  }
}
