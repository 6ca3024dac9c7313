package io.metricssidecar.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Creates twenty annotated pods a second until it is closed, and counts what becomes of them.
/// Admission is the same for a dry run; every [#EARNEST]th pod is created in earnest, for a node
/// that does not exist. With `failurePolicy: Ignore` a review that was lost shows as a pod without
/// sidecar.
final class Admissions implements AutoCloseable {
  private static final int CREATORS = 4;
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final int EARNEST = 25;
  private static final Map<String, String> NO_NODE = Map.of("no-such-node", "true");

  private final Namespace namespace;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger earnest = new AtomicInteger();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final Queue<String> uninjected = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService creators = Executors.newScheduledThreadPool(CREATORS);

  private Admissions(Namespace namespace) {
    this.namespace = namespace;
  }

  /// What was counted.
  ///
  /// @param asked how many pods were to be created
  /// @param earnest how many of them by no dry run
  /// @param refused why pods were not created, one line each
  /// @param uninjected when pods came back without sidecar
  record Count(int asked, int earnest, List<String> refused, List<String> uninjected) {
    void assertNothingLost() {
      assertThat(refused).as("lost admissions").isEmpty();
      assertThat(uninjected).as("pods without sidecar").isEmpty();
    }

    /// For people.
    @Override
    public String toString() {
      return "%d admissions (%d of them no dry run), %d lost, %d uninjected"
          .formatted(asked, earnest, refused.size(), uninjected.size());
    }
  }

  /// Starts to create.
  static Admissions start(Namespace namespace) {
    var admissions = new Admissions(namespace);
    for (var i = 0; i < CREATORS; i++) {
      var _ =
          admissions.creators.scheduleAtFixedRate(
              admissions::create, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }
    return admissions;
  }

  /// Creates no more, waits for those that are on their way, and says what was counted.
  Count stop() {
    creators.close();
    return new Count(
        asked.get(), earnest.get(), refused.stream().toList(), uninjected.stream().toList());
  }

  private void create() {
    try {
      var pod =
          asked.incrementAndGet() % EARNEST == 0
              ? createInEarnest()
              : dryRun(namespace, Annotated.QUICK);
      if (Sidecar.container(pod).isEmpty()) {
        uninjected.add(Instant.now().toString());
      }
    } catch (KubernetesClientException e) {
      refused.add(Instant.now() + " " + e.getMessage());
    }
  }

  /// What the API server would make of a pod with these annotations.
  static Pod dryRun(Namespace namespace, Map<String, String> annotations) {
    return namespace
        .cluster()
        .impatient()
        .resource(pod(annotations))
        .inNamespace(namespace.name())
        .dryRun()
        .create();
  }

  private Pod createInEarnest() {
    earnest.incrementAndGet();
    var client = namespace.cluster().impatient();
    var pod = client.resource(pod(Annotated.QUICK)).inNamespace(namespace.name()).create();
    client.resource(pod).withGracePeriod(0).delete();
    return pod;
  }

  /// A pod for a node that does not exist.
  private static Pod pod(Map<String, String> annotations) {
    var template = Load.template("admitted", Annotated.IMAGES, annotations);
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withGenerateName("admitted-")
        .endMetadata()
        .withSpec(template.getSpec())
        .editSpec()
        .withNodeSelector(NO_NODE)
        .endSpec()
        .build();
  }

  @Override
  public void close() {
    var _ = stop();
  }
}
