package io.metricssidecar.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.Ports;
import io.metricssidecar.e2e.LongCase;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.ReleaseDeployment;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.ReleaseChanges;
import io.metricssidecar.e2e.fixture.Testbed;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// Attacks on the ports of webhook and controller, with the image's own JVM options and the chart's
/// limits. Beside each attack every honest review is answered, and no process is restarted. There
/// is one webhook, so that the honest reviews meet the one that is attacked. Only on the testbed:
/// the attacker reaches pods by their addresses.
@ExtendWith(ClusterExtension.class)
@Isolated("the webhook is attacked, and has one replica")
@Order(7)
class HostileInputE2E {
  private static final int MEBIBYTE = 1024 * 1024;

  /// Honest reviews during an attack, ten a second.
  private static final int REVIEWS = Boolean.getBoolean("e2e.long") ? 600 : 80;

  /// Honest reviews after it: a container that has ended shows by then.
  private static final int REVIEWS_AFTER = 20;

  private static final Duration MAX_PREPARATION = Duration.ofMinutes(2);

  /// Time in which the API server ends every request.
  private static final Duration API_SERVER = Duration.ofSeconds(60);

  private static final int CONNECTIONS = 3_000;

  /// In a moment in which all connections are opened, a probe's may be the one that is closed.
  private static final int MIN_SUCCESSFUL_PER_FAILED = 5;

  private static final int REPLICAS = 2;

  private static final HostileClient CLIENT = new HostileClient();

  @BeforeAll
  static void oneWebhook(Release release) {
    var _ = Testbed.of(release.webhook().cluster());
    ReleaseChanges.scale(release.webhook(), 1);
  }

  @AfterAll
  static void allWebhooks(Release release) {
    ReleaseChanges.scale(release.webhook(), REPLICAS);
  }

  @Test
  void tenBodiesOfSixMebibytesAtOnce(Release release, Namespace namespace) {
    var body = HostileBody.emptyObjects(6 * MEBIBYTE);
    var webhook = ip(release);

    assertWithstood(
        release,
        namespace,
        () -> Flood.start(10, Duration.ofSeconds(1), () -> post(webhook, body)));
  }

  /// The API server takes 3 MiB. It validates a pod after the webhook has seen it.
  @Test
  void podsWithManyArguments(Release release, Namespace namespace) {
    var pod = HostileBody.podWithArguments(780_000);
    var path = "/api/v1/namespaces/%s/pods?dryRun=All".formatted(namespace.name());

    assertWithstood(
        release,
        namespace,
        () ->
            Flood.start(
                3,
                Duration.ofSeconds(1),
                () -> String.valueOf(namespace.cluster().post(path, pod, API_SERVER).status())));
  }

  @Test
  void idleTlsConnections(Release release, Namespace namespace) {
    var webhook = ip(release);

    assertWithstood(
        release,
        namespace,
        () -> HeldConnections.start(CONNECTIONS, () -> CLIENT.connectTls(webhook, Ports.WEBHOOK)));
  }

  @Test
  @LongCase
  void slowBodies(Release release, Namespace namespace) {
    var webhook = ip(release);

    assertWithstood(
        release,
        namespace,
        () -> SlowBodies.start(100, () -> CLIENT.connectTls(webhook, Ports.WEBHOOK)));
  }

  @Test
  @LongCase
  void largeReviewsOnHalfACore(Release release, Namespace namespace) {
    var webhook = release.webhook();
    var template = webhook.resource().require().getSpec().getTemplate();
    var body = HostileBody.review(namespace.name(), 64 * 1024);
    try {
      ReleaseChanges.changeTemplate(webhook, found -> withCpuLimit(found, new Quantity("500m")));
      var ip = ip(release);

      assertWithstood(
          release, namespace, () -> Flood.start(1, Duration.ofMillis(5), () -> post(ip, body)));
    } finally {
      ReleaseChanges.changeTemplate(webhook, _ -> template);
    }
  }

  @Test
  void idleConnectionsToTheHealthPorts(Release release, Namespace namespace) {
    var cluster = namespace.cluster();
    var ips =
        Stream.of(release.webhook(), release.controller()).flatMap(HostileInputE2E::ips).toList();
    var before = Probes.now(cluster);

    assertWithstood(
        release,
        namespace,
        () ->
            Attack.together(
                ips.stream()
                    .map(
                        ip ->
                            HeldConnections.start(
                                CONNECTIONS, () -> CLIENT.connect(ip, Ports.CONTROLLER_HEALTH)))
                    .toList()));

    var probes = Probes.now(cluster).since(before);
    namespace.progress().report(probes.toString());
    assertThat(probes.successful()).isGreaterThan(ips.size());
    assertThat(probes.failed())
        .as("single probes that fail: two in a row make a pod unready, three end its container")
        .isLessThan(probes.successful() / MIN_SUCCESSFUL_PER_FAILED);
  }

  private static void assertWithstood(
      Release release, Namespace namespace, Supplier<Attack> attack) {
    var before = replicas(release);
    var probes = Probes.now(namespace.cluster());
    try (var honest = HonestReviews.start(namespace);
        var attacking = attack.get()) {
      Waiting.untilTrue(
          "the whole attack", MAX_PREPARATION, namespace.progress(), attacking::complete);
      honest.await(REVIEWS);
      attacking.end();
      namespace.progress().report("attacker: " + attacking.seen());
      honest.await(REVIEWS_AFTER);
      var report = honest.stop();
      namespace
          .progress()
          .report("%s; %s".formatted(report, Probes.now(namespace.cluster()).since(probes)));
      assertThat(replicas(release)).as("runs of the containers").isEqualTo(before);
      report.assertNothingLost();
    }
  }

  private static List<Replica> replicas(Release release) {
    return Stream.of(release.webhook(), release.controller())
        .flatMap(deployment -> Replica.of(deployment).stream())
        .toList();
  }

  private static Stream<String> ips(ReleaseDeployment deployment) {
    return Replica.of(deployment).stream().map(Replica::ip);
  }

  private static String ip(Release release) {
    return ips(release.webhook()).findFirst().orElseThrow();
  }

  private static String post(String ip, byte[] body) {
    return CLIENT.post(ip, Ports.WEBHOOK, Paths.MUTATE, body);
  }

  private static PodTemplateSpec withCpuLimit(PodTemplateSpec template, Quantity limit) {
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .editFirstContainer()
        .editResources()
        .addToLimits("cpu", limit)
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }
}
