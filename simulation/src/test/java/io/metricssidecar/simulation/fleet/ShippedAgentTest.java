package io.metricssidecar.simulation.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.sidecar.SidecarConfig;
import io.metricssidecar.simulation.world.agent.AgentContext;
import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.time.Chance;
import io.metricssidecar.simulation.world.time.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShippedAgentTest {
  private static final String HOLDER = "holder.metrics-sidecar/uid-cart-0";

  private final EventQueue time = new EventQueue();
  private final FixedApi api = new FixedApi(time);
  private final ShippedAgent agent =
      new ShippedAgent(
          new AgentContext(
              SidecarConfig.fromEnv(
                      Map.ofEntries(
                          Map.entry("NAMESPACE", "shop"),
                          Map.entry("POD_NAME", "cart-0"),
                          Map.entry("POD_UID", "uid-cart-0"),
                          Map.entry("DEPLOYMENT_NAME", "cart"),
                          Map.entry("CONTAINER_NAME", "app"),
                          Map.entry("CPU_LIMIT_MILLICORES", "1000"),
                          Map.entry("MEMORY_LIMIT_BYTES", "1073741824"),
                          Map.entry("OVERLOAD_WHEN", "cpu"),
                          Map.entry("SHED_MODE", "enforce"),
                          Map.entry("WARM_UP", "0s")))
                  .value(),
              api,
              time,
              () -> FixedApi.BEGIN.plus(time.now()),
              new Chance(1)));

  private ProbeAnswer probe() {
    var answers = new ArrayList<ProbeAnswer>();
    agent.probe(answers::add);
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private void until(Duration at) {
    time.runUntil(at, () -> {});
  }

  private boolean holds() {
    return api.lease.annotations().containsKey(HOLDER);
  }

  @Test
  void servesWhileItsPodIsCalmAndAsksNoMoreThanItMust() {
    agent.start();
    until(Duration.ofMinutes(10));

    assertThat(probe()).isEqualTo(ProbeAnswer.READY);
    var counts =
        api.requests.stream()
            .collect(Collectors.groupingBy(Object::getClass, Collectors.counting()));
    assertThat(counts.get(Request.GetPodMetrics.class)).isBetween(30L, 60L);
    assertThat(counts).doesNotContainKeys(Request.PutLease.class, Request.ListSlices.class);
  }

  @Test
  void acquiresASlotIsShedAndReleasesItWhenTheLoadHasFallen() {
    agent.start();
    until(Duration.ofSeconds(60));
    api.cores = 0.98;
    until(Duration.ofSeconds(130));

    assertThat(probe()).isEqualTo(ProbeAnswer.SHED);
    assertThat(holds()).isTrue();

    api.cores = 0.2;
    until(Duration.ofSeconds(330));
    assertThat(probe()).isEqualTo(ProbeAnswer.READY);
    assertThat(holds()).isFalse();
  }

  /// The first wait is 1 to 2 s, the second 2 to 4 s.
  @Test
  void asksAgainWithinSecondsWhereAReadOfItsRequestFailed() {
    agent.start();
    until(Duration.ofSeconds(60));
    api.cores = 0.98;
    api.failingReads = 2;
    secondsUntil(() -> api.failingReads == 0);

    assertThat(secondsUntil(this::holds)).isBetween(2, 5);
  }

  private int secondsUntil(BooleanSupplier condition) {
    var seconds = 0;
    while (!condition.getAsBoolean() && seconds < 120) {
      until(time.now().plusSeconds(1));
      seconds++;
    }
    return seconds;
  }

  @Test
  void returnsWhenItCannotConfirmItsSlot() {
    agent.start();
    until(Duration.ofSeconds(60));
    api.cores = 0.98;
    until(Duration.ofSeconds(130));
    assertThat(probe()).isEqualTo(ProbeAnswer.SHED);

    api.answers = false;
    until(Duration.ofSeconds(140));
    assertThat(probe()).isEqualTo(ProbeAnswer.READY);
    assertThat(holds()).isTrue();
  }

  @Test
  void isTakenBackIntoItsServiceWhenItsPodEnds() {
    agent.start();
    until(Duration.ofSeconds(60));
    api.cores = 0.98;
    until(Duration.ofSeconds(130));

    agent.terminate();

    assertThat(probe()).isEqualTo(ProbeAnswer.READY);
  }

  @Test
  void theSameChanceGivesTheSameRequests() {
    agent.start();
    until(Duration.ofMinutes(3));
    var first = List.copyOf(api.requests);

    var again = new ShippedAgentTest();
    again.agent.start();
    again.until(Duration.ofMinutes(3));

    assertThat(again.api.requests).isEqualTo(first);
  }
}
