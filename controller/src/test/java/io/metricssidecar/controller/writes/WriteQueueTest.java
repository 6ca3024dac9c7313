package io.metricssidecar.controller.writes;

import static io.metricssidecar.controller.writes.TestWrites.creating;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.controller.workloads.NamespacedName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final WorkloadWrites WEB = creating("shop", "web");
  private static final WorkloadWrites APP = creating("shop", "app");
  private static final WorkloadWrites DB = creating("store", "db");
  private static final Optional<Outcome.Failed> UNAVAILABLE =
      Optional.of(new Outcome.Failed("timeout", true));
  private static final Optional<Outcome.Failed> REJECTED =
      Optional.of(new Outcome.Failed("exceeded quota", false));

  private final Holds holds = new Holds();
  private final WriteQueue queue = new WriteQueue(holds);

  @Test
  void thousandWorkloadsOfOneNamespaceDelayNoOther() {
    var plan = new ArrayList<>(creating("a-shop", 1_000));
    plan.addAll(List.of(creating("store", "db"), creating("toys", "db"), creating("zoo", "db")));
    queue.replace(plan);

    assertThat(takeAll())
        .extracting(NamespacedName::namespace)
        .containsExactly("a-shop", "store", "toys", "zoo", "a-shop", "a-shop", "a-shop");
  }

  @Test
  void namespacesTakeTurnsWhereOneAtATimeIsWritten() {
    var plan = new ArrayList<>(creating("a-shop", 3));
    plan.addAll(creating("store", 2));
    queue.replace(plan);
    var order = new ArrayList<String>();
    for (var next = queue.take(NOON); next.isPresent(); next = queue.take(NOON)) {
      order.add(next.get().namespace());
      queue.ended(next.get().name(), Optional.empty(), NOON);
    }

    assertThat(order).containsExactly("a-shop", "store", "a-shop", "store", "a-shop");
  }

  @Test
  void workloadIsNotBegunAgainBeforeItsWritesHaveEnded() {
    queue.replace(List.of(WEB));
    assertThat(queue.take(NOON)).contains(WEB);
    queue.replace(List.of(WEB));

    assertThat(queue.take(NOON)).isEmpty();
    queue.ended(WEB.name(), Optional.empty(), NOON);
    assertThat(queue.take(NOON)).contains(WEB);
  }

  @Test
  void newPlanReplacesWhatHasNotBegun() {
    queue.replace(List.of(WEB, APP));
    queue.replace(List.of(DB));

    assertThat(takeAll()).containsExactly(DB.name());
  }

  @Test
  void namespaceThatAcceptsNoWriteIsLeftAloneForFiveSeconds() {
    queue.replace(List.of(APP, WEB, DB));
    queue.take(NOON);
    queue.ended(APP.name(), UNAVAILABLE, NOON);

    assertThat(takeAll()).containsExactly(DB.name());
    assertThat(queue.take(NOON.plusMillis(4_999))).isEmpty();
    assertThat(queue.take(NOON.plusSeconds(5))).contains(WEB);
  }

  @Test
  void writeThatIsRejectedClosesNoNamespace() {
    queue.replace(List.of(APP, WEB));
    queue.take(NOON);
    queue.ended(APP.name(), REJECTED, NOON);

    assertThat(queue.take(NOON)).contains(WEB);
  }

  @Test
  void workloadThatFailedIsLastUntilItSucceeds() {
    queue.replace(List.of(APP, WEB));
    queue.take(NOON);
    queue.ended(APP.name(), REJECTED, NOON);
    queue.replace(List.of(APP, WEB));
    assertThat(takeAll()).containsExactly(WEB.name(), APP.name());

    queue.ended(WEB.name(), Optional.empty(), NOON);
    queue.ended(APP.name(), Optional.empty(), NOON);
    queue.replace(List.of(APP, WEB));
    assertThat(takeAll()).containsExactly(APP.name(), WEB.name());
  }

  @Test
  void workloadWhoseWritesAreAllHeldHasNoTurn() {
    var action = WEB.actions().getFirst();
    holds.put(action, new Outcome.Failed("timeout", false), NOON);
    queue.replace(List.of(WEB));

    assertThat(queue.take(NOON)).isEmpty();
    assertThat(queue.take(NOON.plus(Holds.FAILED))).contains(WEB);
  }

  @Test
  void nothingBeginsAfterTheEnd() {
    queue.replace(List.of(WEB));
    queue.close();

    assertThat(queue.take(NOON)).isEmpty();
    assertThat(queue.closed()).isTrue();
  }

  private List<NamespacedName> takeAll() {
    var taken = new ArrayList<NamespacedName>();
    for (var next = queue.take(NOON); next.isPresent(); next = queue.take(NOON)) {
      taken.add(next.get().name());
    }
    return taken;
  }
}
