package io.metricssidecar.controller.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that runs as time does, and jumps ahead where a test has it do so. Some waits end by
/// themselves, as in production.
final class RunningClock implements InstantSource {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private final long begin = System.nanoTime();
  private final AtomicReference<Duration> jumped = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return START.plusNanos(System.nanoTime() - begin).plus(jumped.get());
  }

  void jump(Duration by) {
    jumped.updateAndGet(before -> before.plus(by));
  }
}
