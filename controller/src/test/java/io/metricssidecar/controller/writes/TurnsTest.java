package io.metricssidecar.controller.writes;

import static io.metricssidecar.controller.writes.TestWrites.creating;
import static io.metricssidecar.controller.writes.TestWrites.running;
import static io.metricssidecar.controller.writes.TestWrites.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.controller.workloads.NamespacedName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final WorkloadWrites WEB = creating("shop", "web");
  private static final WorkloadWrites APP = creating("shop", "app");
  private static final WorkloadWrites DB = creating("store", "db");

  private static NamespacedName name(String namespace, int index) {
    return new NamespacedName(namespace, "running-" + index);
  }

  private static NamespacedName[] names(String namespace, int number) {
    return IntStream.range(0, number)
        .mapToObj(index -> name(namespace, index))
        .toArray(NamespacedName[]::new);
  }

  @Test
  void eightWorkloadsAreUnderWayAtMost() {
    var seven = IntStream.range(0, 7).mapToObj(i -> name("team-" + i, 0)).toList();
    var eight = IntStream.range(0, 8).mapToObj(i -> name("team-" + i, 0)).toList();

    assertThat(Turns.next(List.of(WEB), running(seven.toArray(NamespacedName[]::new))))
        .contains(WEB);
    assertThat(Turns.next(List.of(WEB), running(eight.toArray(NamespacedName[]::new)))).isEmpty();
  }

  @Test
  void fourOfThemAreOfOneNamespaceAtMost() {
    assertThat(Turns.next(List.of(WEB), running(names("shop", 3)))).contains(WEB);
    assertThat(Turns.next(List.of(WEB), running(names("shop", 4)))).isEmpty();
    assertThat(Turns.next(List.of(WEB, DB), running(names("shop", 4)))).contains(DB);
  }

  @Test
  void namespaceWhoseLastWriteWasNotAcceptedHasOneAtATime() {
    var idle = new Turns.History(Set.of(), Map.of(), Set.of("shop"), Set.of());
    var busy = new Turns.History(Set.of(name("shop", 0)), Map.of(), Set.of("shop"), Set.of());

    assertThat(Turns.next(List.of(WEB), idle)).contains(WEB);
    assertThat(Turns.next(List.of(WEB), busy)).isEmpty();
  }

  @Test
  void workloadThatIsUnderWayWaitsForItself() {
    assertThat(Turns.next(List.of(WEB), running(WEB.name()))).isEmpty();
    assertThat(Turns.next(List.of(WEB, APP), running(WEB.name()))).contains(APP);
  }

  @Test
  void namespaceWithTheFewestUnderWayIsFirst() {
    var turns = Map.of("shop", 1L, "store", 2L);
    var history = new Turns.History(Set.of(name("shop", 0)), turns, Set.of(), Set.of());

    assertThat(Turns.next(List.of(WEB, DB), history)).contains(DB);
  }

  @Test
  void thenTheOneWhoseLastTurnIsLongestAgo() {
    var afterShop = new Turns.History(Set.of(), Map.of("shop", 1L), Set.of(), Set.of());
    var afterBoth =
        new Turns.History(Set.of(), Map.of("shop", 1L, "store", 2L), Set.of(), Set.of());

    assertThat(Turns.next(List.of(WEB, DB), afterShop)).contains(DB);
    assertThat(Turns.next(List.of(DB, WEB), afterBoth)).contains(WEB);
  }

  @Test
  void workloadsWhosePodsWaitAreFirstInTheirNamespace() {
    var changed = update("shop", "a");

    assertThat(Turns.next(List.of(changed, WEB), running())).contains(WEB);
    assertThat(Turns.next(List.of(changed, WEB), running(WEB.name()))).contains(changed);
  }

  @Test
  void workloadThatFailedIsLastInItsNamespace() {
    var history = new Turns.History(Set.of(), Map.of(), Set.of(), Set.of(APP.name()));

    assertThat(Turns.next(List.of(APP, WEB), history)).contains(WEB);
    assertThat(Turns.next(List.of(APP, update("shop", "z")), history))
        .contains(update("shop", "z"));
    assertThat(Turns.next(List.of(APP), history)).contains(APP);
  }
}
