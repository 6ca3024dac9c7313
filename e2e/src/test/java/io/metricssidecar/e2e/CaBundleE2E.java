package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.metricssidecar.contract.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// Something sets the webhook configuration back to what a chart renders: without trust.
@ExtendWith(OnCluster.class)
@Isolated("pods that are created while the trust is away get no sidecar")
@Order(5)
class CaBundleE2E {
  private static final int REPETITIONS = 10;

  /// What is claimed is a second; this is what a busy machine is given.
  private static final Duration MOST = Duration.ofSeconds(5);

  @Test
  void trustThatIsWipedIsWrittenAgain(Release release, Namespace namespace) {
    var _ = TestbedParts.of(namespace.cluster());
    var configuration = namespace.cluster().webhookConfiguration(Names.WEBHOOK_CONFIGURATION);
    var times = new ArrayList<Duration>();
    try (var admissions = Admissions.start(namespace)) {
      for (var i = 0; i < REPETITIONS; i++) {
        times.add(heal(configuration));
      }
      var count = admissions.stop();
      namespace
          .progress()
          .say(
              "caBundle wiped to written again, by the API server's watch: %s ms; meanwhile %s"
                  .formatted(times.stream().map(Duration::toMillis).sorted().toList(), count));
      // Without trust a pod starts without sidecar; none is refused.
      assertThat(count.refused()).isEmpty();
    }
    assertThat(times).allSatisfy(time -> assertThat(time).isLessThan(MOST));
    var pod = Annotated.deployment(namespace, "web", 1).getFirst();
    assertThat(Sidecar.container(pod)).isPresent();
  }

  /// From the sight of entries without trust to the sight of all entries with it.
  private static Duration heal(Resource<MutatingWebhookConfiguration> configuration) {
    var seen = new Seen();
    try (var _ = configuration.watch(seen)) {
      var webhooks = configuration.require().getWebhooks();
      var _ = configuration.patch(PatchContext.of(PatchType.JSON), wiping(webhooks));

      Awaitility.await().atMost(Duration.ofSeconds(30)).until(seen::healed);
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

  /// What the API server's watch has shown, with the moment.
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

    private boolean healed() {
      return states.stream().dropWhile(State::trusted).anyMatch(State::trusted);
    }

    private Duration took() {
      var since = states.stream().dropWhile(State::trusted).toList();
      var healed = since.stream().filter(State::trusted).findFirst().orElseThrow();
      return Duration.ofNanos(healed.nanos() - since.getFirst().nanos());
    }
  }
}
