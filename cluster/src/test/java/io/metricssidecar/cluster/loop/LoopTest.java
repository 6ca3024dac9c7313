package io.metricssidecar.cluster.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.metricssidecar.cluster.loop.LoopRuns.Failing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Loop.Pace HOURLY = new Loop.Pace(Duration.ofHours(1), Duration.ZERO);

  /// Five intervals and five minutes, see [Loop.Pace#patience].
  private static final Duration PATIENCE = Duration.ofHours(5).plusMinutes(5);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void goesOnWhateverItsTaskThrows() {
    var runs = new AtomicInteger();
    try (var loop =
        started(
            () -> {
              switch (runs.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("for a moment");
                case 2 -> throw new NoClassDefFoundError("missing");
                case 3 -> throw new StackOverflowError();
                default -> {}
              }
            })) {
      await().atMost(SOON).until(() -> loop.runs().succeeded() == 1);

      assertThat(loop.runs()).isEqualTo(new LoopRuns(0, 1, 3, Optional.of(NOON), Optional.empty()));
    }
  }

  @Test
  void countsTheFailuresSinceTheLastSuccess() {
    try (var loop =
        started(
            () -> {
              throw new IllegalStateException("always");
            })) {
      await().atMost(SOON).until(() -> loop.runs().failed() >= 2);

      var runs = loop.runs();
      assertThat(runs.failing()).contains(new Failing(runs.failed(), NOON));
      assertThat(runs.success()).isEmpty();
      assertThat(loop.death()).isEmpty();
    }
  }

  @Test
  void isStuckWithoutTheEndOfARunOrOfAStepForFiveIntervals() {
    var end = new CountDownLatch(1);
    try (var loop = started(end::await)) {
      nanos.set(PATIENCE.toNanos());
      assertThat(loop.death()).isEmpty();
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(loop.death()).contains("loop test made no progress for 18301 s");

      loop.progressed();
      assertThat(loop.death()).isEmpty();

      nanos.addAndGet(PATIENCE.plusSeconds(1).toNanos());
      assertThat(loop.death()).isPresent();
      end.countDown();
      await().atMost(SOON).until(() -> loop.death().isEmpty());
    }
  }

  @Test
  void isStuckIfAllItsRunsEndWithErrors() {
    try (var loop =
        started(
            () -> {
              throw new ExceptionInInitializerError("for good");
            })) {
      nanos.set(PATIENCE.plusSeconds(1).toNanos());
      var before = loop.runs().failed();
      await().atMost(SOON).until(() -> loop.runs().failed() > before + 1);

      assertThat(loop.death()).contains("loop test made no progress for 18301 s");
    }
  }

  @Test
  void isDeadAtOnceWhenItsThreadHasEnded() {
    try (var loop = started(() -> Thread.currentThread().interrupt())) {
      await().atMost(SOON).until(() -> loop.death().isPresent());

      assertThat(loop.death()).contains("loop test has ended");
    }
  }

  @Test
  void isNotDeadBeforeItsStartAndAfterItsClose() {
    var loop = loop(() -> {});
    assertThat(loop.death()).isEmpty();
    loop.start();
    loop.close();
    nanos.set(PATIENCE.plusDays(1).toNanos());
    assertThat(loop.death()).isEmpty();
  }

  private Loop started(Loop.Task task) {
    var loop = loop(task);
    loop.start();
    return loop;
  }

  private Loop loop(Loop.Task task) {
    return new Loop(
        "test", HOURLY, task, new LoopHistory(new LoopHistory.Time(now::get, nanos::get)));
  }
}
