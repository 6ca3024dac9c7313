package io.metricssidecar.e2e.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AdmissionStream;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.fixture.Testbed;
import io.metricssidecar.e2e.fixture.WebhookConfigurations;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// A webhook configuration that is set back to what the chart renders, without trust.
@ExtendWith(ClusterExtension.class)
@Isolated("pods that are created while the trust is away get no sidecar")
@Order(5)
class CaBundleE2E {
  /// Fewer than a replica answers at once: both replicas answer, and the installation was one time.
  private static final int REPETITIONS = 3;

  /// The limit on a busy machine; the claim is one second.
  private static final Duration MAX_TIME = Duration.ofSeconds(5);

  @Test
  void trustThatIsWipedIsWrittenAgain(Release release, Namespace namespace) {
    var _ = Testbed.of(namespace.cluster());
    var configuration =
        WebhookConfigurations.named(namespace.cluster(), Names.WEBHOOK_CONFIGURATION);
    var times = new ArrayList<Duration>();
    try (var admissions = AdmissionStream.start(namespace)) {
      for (var i = 0; i < REPETITIONS; i++) {
        times.add(restore(namespace, configuration));
      }
      var count = admissions.stop();
      namespace
          .progress()
          .report(
              "caBundle wiped to written again, by the API server's watch: %s ms; meanwhile %s"
                  .formatted(times.stream().map(Duration::toMillis).sorted().toList(), count));
      // Without trust a pod starts without sidecar; none is refused.
      assertThat(count.rejected()).isEmpty();
    }
    assertThat(times).allSatisfy(time -> assertThat(time).isLessThan(MAX_TIME));
    var pod = AnnotatedWorkload.deployment(namespace, "web", 1).getFirst();
    assertThat(Sidecar.container(pod)).isPresent();
  }

  /// Wipes the trust and returns the time from the sight of entries without it to the sight of all
  /// entries with it.
  private static Duration restore(
      Namespace namespace, Resource<MutatingWebhookConfiguration> configuration) {
    var seen = new Seen();
    try (var _ = configuration.watch(seen)) {
      var webhooks = configuration.require().getWebhooks();
      var _ = configuration.patch(PatchContext.of(PatchType.JSON), wiping(webhooks));

      Waiting.untilTrue(
          "all entries with trust", Duration.ofSeconds(30), namespace.progress(), seen::restored);
      return seen.took();
    }
  }

  private static String wiping(List<MutatingWebhook> webhooks) {
    return IntStream.range(0, webhooks.size())
        .mapToObj("{\"op\":\"remove\",\"path\":\"/webhooks/%d/clientConfig/caBundle\"}"::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static boolean trusted(MutatingWebhook webhook) {
    var bundle = webhook.getClientConfig().getCaBundle();
    return bundle != null && !bundle.isEmpty();
  }

  /// The states that the API server's watch has shown, with their times.
  private static final class Seen implements Watcher<MutatingWebhookConfiguration> {
    private record State(long nanos, boolean trusted) {}

    private final Queue<State> states = new ConcurrentLinkedQueue<>();

    @Override
    public void eventReceived(Action action, MutatingWebhookConfiguration configuration) {
      states.add(
          new State(
              System.nanoTime(),
              configuration.getWebhooks().stream().allMatch(CaBundleE2E::trusted)));
    }

    @Override
    public void onClose(@Nullable WatcherException cause) {}

    private boolean restored() {
      return states.stream().dropWhile(State::trusted).anyMatch(State::trusted);
    }

    private Duration took() {
      var since = states.stream().dropWhile(State::trusted).toList();
      var restored = since.stream().filter(State::trusted).findFirst().orElseThrow();
      return Duration.ofNanos(restored.nanos() - since.getFirst().nanos());
    }
  }
}
