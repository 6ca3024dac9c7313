package io.metricssidecar.e2e.attack;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Requests without end.
final class Flood implements Attack {
  private static final int MAX_UNANSWERED = 100;

  private final long begin = System.nanoTime();
  private final Tally answers = new Tally();
  private final AtomicInteger sent = new AtomicInteger();
  private final OpenLoop loop;

  private Flood(int atOnce, Duration period, Supplier<String> request) {
    this.loop =
        OpenLoop.start(
            period,
            atOnce,
            Math.max(atOnce, Math.min(MAX_UNANSWERED, perSecond(atOnce, period))),
            () -> {
              sent.incrementAndGet();
              answers.add(request.get());
            });
  }

  /// Starts to send.
  ///
  /// @param atOnce requests that are sent at the same time; they stay below one second's, and 100,
  ///   that are unanswered
  /// @param period between two such times
  /// @param request sends one and returns its outcome
  static Flood start(int atOnce, Duration period, Supplier<String> request) {
    return new Flood(atOnce, period, request);
  }

  private static int perSecond(int atOnce, Duration period) {
    return (int) (atOnce * Duration.ofSeconds(1).toNanos() / period.toNanos());
  }

  @Override
  public boolean complete() {
    return true;
  }

  @Override
  public String seen() {
    var seconds = (System.nanoTime() - begin) / 1e9;
    return "%d requests, %.1f a second, answered %s"
        .formatted(sent.get(), sent.get() / seconds, answers);
  }

  @Override
  public void end() {
    loop.finish();
  }
}
