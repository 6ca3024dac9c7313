package io.metricssidecar.e2e.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.e2e.cluster.Cluster;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.Scrape;
import io.metricssidecar.e2e.fixture.Testbed;
import io.metricssidecar.e2e.workload.Sidecar;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// Another writer that sets the trust back as soon as it sees that it was changed.
@ExtendWith(ClusterExtension.class)
@Isolated("pods that are created during the fight may get no sidecar")
@Order(8)
class TrustFightE2E {
  private static final String OTHER = "other-writer";
  private static final Duration FIGHT = Duration.ofSeconds(20);

  /// Of each of two replicas: five at once, then one every ten seconds.
  private static final int MAX_WRITES = 2 * (5 + 3);

  @Test
  void anotherWriterIsAnsweredSlowlyAndNamedInTheLog(Release release, Namespace namespace) {
    var _ = Testbed.of(namespace.cluster());
    var before = writes(release);
    var answered = fight(namespace);
    var ours = writes(release) - before;
    namespace
        .progress()
        .report(
            "in %s the other wrote %d times, the webhook %.0f".formatted(FIGHT, answered, ours));

    assertThat(ours).isBetween(1.0, (double) MAX_WRITES);
    assertThat(release.webhook().pods())
        .anySatisfy(
            pod ->
                assertThat(log(namespace.cluster(), pod))
                    .contains(OTHER, "Somebody else writes the caBundle again and again"));
    Waiting.untilLasting(
        "the trust after the fight",
        Duration.ofSeconds(3),
        Duration.ofMinutes(1),
        namespace.progress(),
        () ->
            Scrape.sum(release.webhook(), ServerMetrics.CA_BUNDLE_IN_SYNC.name()) == 2
                ? Optional.empty()
                : Optional.of("not trusted"));
    assertThat(Sidecar.container(AnnotatedWorkload.deployment(namespace, "web", 1).getFirst()))
        .isPresent();
  }

  private static String log(Cluster cluster, Pod pod) {
    return cluster
        .client()
        .pods()
        .inNamespace(Names.NAMESPACE)
        .withName(pod.getMetadata().getName())
        .getLog();
  }

  private static double writes(Release release) {
    return Scrape.sum(release.webhook(), ServerMetrics.CA_BUNDLE_WRITES.exportedName());
  }

  /// Fights, and returns the number of writes of the other.
  private static int fight(Namespace namespace) {
    try (var client = other(namespace.cluster())) {
      var configuration =
          client
              .admissionRegistration()
              .v1()
              .mutatingWebhookConfigurations()
              .withName(Names.WEBHOOK_CONFIGURATION);
      var other = new Other(configuration);
      try (var _ = configuration.watch(other)) {
        var end = System.nanoTime() + FIGHT.toNanos();
        Waiting.untilTrue(
            "the end of the fight",
            FIGHT.multipliedBy(2),
            namespace.progress(),
            () -> System.nanoTime() > end);
        other.stopped.set(true);
      }
      return other.writes.get();
    }
  }

  private static KubernetesClient other(Cluster cluster) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(cluster.impatient().getConfiguration())
                .withUserAgent(OTHER + "/1")
                .build())
        .build();
  }

  /// Writes an authority of its own alone, whenever it sees another bundle.
  private static final class Other implements Watcher<MutatingWebhookConfiguration> {
    private final String bundle =
        Base64.getEncoder()
            .encodeToString(
                Authority.create(Instant.now(), new SecureRandom())
                    .certificatePem()
                    .getBytes(UTF_8));
    private final Resource<MutatingWebhookConfiguration> configuration;
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();

    private Other(Resource<MutatingWebhookConfiguration> configuration) {
      this.configuration = configuration;
    }

    @Override
    public void eventReceived(Action action, MutatingWebhookConfiguration seen) {
      var webhooks = seen.getWebhooks();
      if (stopped.get()
          || webhooks.stream()
              .allMatch(webhook -> bundle.equals(webhook.getClientConfig().getCaBundle()))) {
        return;
      }
      try {
        var _ =
            configuration.patch(
                PatchContext.of(PatchType.JSON),
                IntStream.range(0, webhooks.size())
                    .mapToObj(
                        index ->
                            "{\"op\":\"add\",\"path\":\"/webhooks/%d/clientConfig/caBundle\",\"value\":\"%s\"}"
                                .formatted(index, bundle))
                    .collect(Collectors.joining(",", "[", "]")));
        writes.incrementAndGet();
      } catch (KubernetesClientException e) {
        // The next event brings another try.
      }
    }

    @Override
    public void onClose(@Nullable WatcherException cause) {}
  }
}
