package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.settings.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the sidecars cost the API server, counted by the API server.
@ExtendWith(OnCluster.class)
@Order(2)
class ApiCostE2E {
  private static final String APP = "web";
  private static final int PODS = 2;

  /// Requests of a pod in a minute when nothing happens, with the default interval.
  private static final double MOST = 4.8;

  private static final Duration BEGINNING = Duration.ofSeconds(60);

  /// By default two minutes; the long run has in it what is read every five minutes.
  private static final Duration TIME = Duration.ofMinutes(Boolean.getBoolean("e2e.long") ? 10 : 2);

  @Test
  void idlePodAsksSeldom(Release release, Namespace namespace) {
    var log = AuditLog.of(namespace.cluster());
    var annotations = new HashMap<>(Annotated.QUICK);
    annotations.put(Setting.POLL_INTERVAL.annotation(), Setting.POLL_INTERVAL.defaultText());
    namespace.create(Load.service(APP));
    namespace.create(Load.deployment(APP, PODS, Load.template(APP, Annotated.IMAGES, annotations)));
    namespace.awaitReady(APP, PODS);
    var from = Instant.now().plus(BEGINNING);
    var until = from.plus(TIME);

    Waiting.until(
        "counting",
        BEGINNING.plus(TIME).plusMinutes(1),
        namespace.progress(),
        () -> Fleet.missingUnless(Instant.now().isAfter(until)));

    var requests = log.requests(namespace.name(), from, until);
    var byPod =
        requests.stream()
            .collect(Collectors.groupingBy(AuditLog.Request::pod, Collectors.counting()));
    namespace
        .progress()
        .say(
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
                    .isLessThanOrEqualTo(MOST));
  }
}
