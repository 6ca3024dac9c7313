package io.metricssidecar.simulation.world.server;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.api.Api;
import io.metricssidecar.simulation.world.api.Reply;
import io.metricssidecar.simulation.world.api.Request;
import io.metricssidecar.simulation.world.cluster.Cluster;
import io.metricssidecar.simulation.world.scenario.ApiPlan;
import io.metricssidecar.simulation.world.time.Chance;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The API server with the network before it, as one client reaches it. Each request takes its own
/// time in both directions, so that requests overtake each other, and each may get lost.
public final class ApiServer implements Api {
  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final ApiPlan plan;
  private final Chance chance;
  private final Objects objects;
  private final Counter counter;

  /// Counts requests.
  @FunctionalInterface
  public interface Counter {
    /// One request was sent.
    void sent(Request<?> request);
  }

  /// @param chance of this client's requests
  public ApiServer(Cluster cluster, Chance chance, Counter counter) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.chance = requireNonNull(chance, "chance is null");
    this.counter = requireNonNull(counter, "counter is null");
    plan = cluster.scenario().api();
    objects = new Objects(cluster, chance.of("staleness"));
  }

  /// A request on its way, whose client takes the first result alone.
  private static final class Exchange<T> {
    private final Consumer<Reply<T>> client;
    private boolean done;

    Exchange(Consumer<Reply<T>> client) {
      this.client = client;
    }

    void end(Reply<T> reply) {
      if (!done) {
        done = true;
        client.accept(reply);
      }
    }
  }

  @Override
  public <T> void send(Request<T> request, Duration timeout, Consumer<Reply<T>> reply) {
    counter.sent(request);
    var exchange = new Exchange<>(reply);
    cluster.time().after(timeout, () -> exchange.end(new Reply.NoAnswer<>()));
    if (!drawn(plan.lostRequests())) {
      cluster.time().after(way(), () -> arrived(request, exchange));
    }
  }

  private <T> void arrived(Request<T> request, Exchange<T> exchange) {
    if (!cluster.apiUp()) {
      // The connection is refused, or nobody is there to refuse it.
      if (chance.nextBoolean()) {
        answer(exchange, new Reply.NoAnswer<>());
      }
      return;
    }
    if (drawn(plan.throttled())) {
      answer(exchange, new Reply.Status<>(429, Optional.of(Duration.ofSeconds(1))));
    } else if (drawn(plan.errors())) {
      if (request instanceof Request.PutLease && chance.nextBoolean()) {
        objects.answer(request);
      }
      answer(exchange, new Reply.Status<>(500, Optional.empty()));
    } else {
      var answer = objects.answer(request);
      if (!drawn(plan.lostAnswers())) {
        answer(exchange, answer);
      }
    }
  }

  private <T> void answer(Exchange<T> exchange, Reply<T> reply) {
    cluster.time().after(way(), () -> exchange.end(reply));
  }

  /// One way: mostly near the median, with a long tail.
  private Duration way() {
    if (drawn(plan.slowShare())) {
      return Duration.ofMillis((long) (SLOWEST.toMillis() * chance.nextDouble()));
    }
    var factor = Math.exp(0.5 * chance.nextGaussian());
    return Duration.ofNanos((long) (plan.latency().toNanos() * factor));
  }

  private boolean drawn(double share) {
    return share > 0 && chance.nextDouble() < share;
  }
}
