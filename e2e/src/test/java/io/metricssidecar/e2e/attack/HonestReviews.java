package io.metricssidecar.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.UnscheduledPod;
import io.metricssidecar.e2e.workload.Load;
import io.metricssidecar.e2e.workload.Sidecar;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Ten annotated pods a second, created by dry run until it is closed. Each is compared as a whole
/// with what came back in quiet times. With `failurePolicy: Ignore` a review that the webhook did
/// not answer shows as a pod without sidecar.
final class HonestReviews implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int MAX_UNANSWERED = 90;

  private final Namespace namespace;
  private final Pod expected;
  private final Queue<Duration> durations = new ConcurrentLinkedQueue<>();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final Queue<Pod> different = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final OpenLoop loop;

  private HonestReviews(Namespace namespace, Pod expected) {
    this.namespace = namespace;
    this.expected = expected;
    this.loop = OpenLoop.start(PERIOD, 1, MAX_UNANSWERED, this::review);
  }

  /// What came of the reviews.
  ///
  /// @param durations of all creates that were answered, the shortest first
  /// @param lost reasons why pods were not created or have no sidecar, one line each
  /// @param expected the pod that comes back in quiet times
  /// @param different pods with a sidecar that are not as expected
  record Report(List<Duration> durations, List<String> lost, Pod expected, List<Pod> different) {
    /// Asserts that every pod was created, with a sidecar and with all it had.
    void assertNothingLost() {
      assertThat(durations).isNotEmpty();
      assertThat(lost).as("lost reviews").isEmpty();
      assertThat(different).as("pods that are not as expected").allMatch(expected::equals);
    }

    /// One line for people.
    @Override
    public String toString() {
      return "%d honest reviews, %d lost, %d changed; p50 %d ms, p99 %d ms, longest %d ms"
          .formatted(
              durations.size() + lost.size(),
              lost.size(),
              different.size(),
              milliseconds(0.50),
              milliseconds(0.99),
              milliseconds(1));
    }

    private long milliseconds(double quantile) {
      if (durations.isEmpty()) {
        return -1;
      }
      var rank = (int) Math.ceil(quantile * durations.size());
      return durations.get(rank - 1).toMillis();
    }
  }

  /// Starts to create pods.
  static HonestReviews start(Namespace namespace) {
    var expected = created(namespace);
    assertThat(Sidecar.container(expected)).as("the sidecar in quiet times").isPresent();
    assertThat(created(namespace)).as("the same pod once more").isEqualTo(expected);
    return new HonestReviews(namespace, expected);
  }

  /// Waits until some more reviews have ended, with or without a sidecar.
  void await(int reviews) {
    var enough = ended.get() + reviews;
    Waiting.untilTrue(
        reviews + " honest reviews",
        PERIOD.multipliedBy(reviews).plusSeconds(60),
        namespace.progress(),
        () -> ended.get() >= enough);
  }

  /// Sends no more, and waits for what was sent.
  Report stop() {
    loop.finish();
    return new Report(
        durations.stream().sorted().toList(), List.copyOf(lost), expected, List.copyOf(different));
  }

  private void review() {
    var begin = System.nanoTime();
    try {
      var pod = created(namespace);
      var took = Duration.ofNanos(System.nanoTime() - begin);
      if (Sidecar.container(pod).isEmpty()) {
        lost.add("no sidecar after %d ms".formatted(took.toMillis()));
      } else {
        durations.add(took);
        Stream.of(pod).filter(other -> !other.equals(expected)).forEach(different::add);
      }
    } catch (KubernetesClientException e) {
      lost.add(e.getMessage());
    } finally {
      ended.incrementAndGet();
    }
  }

  /// The pod as the API server would store it, without what is of this one creation alone.
  private static Pod created(Namespace namespace) {
    return new PodBuilder(UnscheduledPod.dryRun(namespace, Load.QUICK_SIDECAR))
        .editMetadata()
        .withName(null)
        .withUid(null)
        .withCreationTimestamp(null)
        .withManagedFields()
        .endMetadata()
        .build();
  }

  @Override
  public void close() {
    loop.close();
  }
}
