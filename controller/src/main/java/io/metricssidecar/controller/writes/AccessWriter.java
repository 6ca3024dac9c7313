package io.metricssidecar.controller.writes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.cluster.events.EventRecorder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// A writer of the objects that give sidecars access: those of several workloads at the same time,
/// each workload on a virtual thread of its own, and its objects one after the other. What cannot
/// be written holds up nothing else: it is left alone for a while, and so is a namespace that does
/// not accept writes. For one thread.
public final class AccessWriter implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(AccessWriter.class);

  private static final Outcome.Failed BROKEN_OFF = new Outcome.Failed("broken off", true);

  private final AccessRequests requests;
  private final EventRecorder events;
  private final InstantSource clock;
  private final Runnable ended;
  private final Holds holds = new Holds();
  private final WriteQueue queue = new WriteQueue(holds);

  /// @param requests to the API server
  /// @param events about names that are taken
  /// @param clock wall clock
  /// @param ended called whenever the writes of a workload have ended; must not block
  public AccessWriter(
      AccessRequests requests, EventRecorder events, InstantSource clock, Runnable ended) {
    this.requests = requireNonNull(requests, "requests is null");
    this.events = requireNonNull(events, "events is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.ended = requireNonNull(ended, "ended is null");
  }

  /// Has these writes done, instead of those of the last plan that have not begun. Never blocks.
  ///
  /// @param plan all that there are to do, those of one workload in the order in which they are
  ///   done: what is held of others is forgotten
  /// @return the time after which to plan again; empty where the next change is early enough
  public Optional<Duration> write(List<AccessAction> plan) {
    holds.retain(plan);
    queue.replace(WorkloadWrites.of(plan));
    startNext();
    return holds.unseen() ? Optional.of(Holds.CREATED) : Optional.empty();
  }

  private void startNext() {
    for (var next = queue.take(clock.instant());
        next.isPresent();
        next = queue.take(clock.instant())) {
      var writes = next.get();
      Thread.ofVirtual().name("access-writes").start(() -> run(writes));
    }
  }

  private void run(WorkloadWrites writes) {
    var failure = Optional.of(BROKEN_OFF);
    try {
      failure = write(writes);
    } finally {
      queue.ended(writes.name(), failure, clock.instant());
      startNext();
      ended.run();
    }
  }

  /// @return the failure because of which it was broken off, or the last one; empty for none
  private Optional<Outcome.Failed> write(WorkloadWrites writes) {
    var failure = Optional.<Outcome.Failed>empty();
    for (var action : writes.actions()) {
      if (queue.closed() || failure.filter(Outcome.Failed::unavailable).isPresent()) {
        return failure;
      }
      if (!holds.held(action, clock.instant()) && write(action) instanceof Outcome.Failed failed) {
        failure = Optional.of(failed);
      }
    }
    return failure;
  }

  private Outcome write(AccessAction action) {
    var outcome = requests.send(action);
    var changed = holds.put(action, outcome, clock.instant());
    switch (outcome) {
      case Outcome.Done _ -> log(Level.INFO, action).log("Updated access objects");
      case Outcome.Failed(var error, _) when changed ->
          log(Level.INFO, action).addKeyValue("error", error).log("Cannot update access objects");
      case Outcome.Taken _ when changed -> report(action);
      case Outcome.Failed _, Outcome.Taken _, Outcome.Outdated _ -> {
        // Nothing new.
      }
    }
    return outcome;
  }

  private void report(AccessAction action) {
    log(Level.WARN, action)
        .log("An object that is not ours has the name of one of ours, leaving it alone");
    var object = action.object();
    var draft =
        new EventDraft(
            AccessRequests.owner(object).reference(object.getMetadata().getNamespace()),
            EventDraft.Type.WARNING,
            "AccessConflict",
            "Pods of this workload are not shed: a %s that is not ours has the name %s"
                .formatted(object.getKind(), object.getMetadata().getName()),
            "taken/" + object.getKind());
    synchronized (events) {
      events.record(draft);
      events.forgetIdle();
    }
  }

  private static LoggingEventBuilder log(Level level, AccessAction action) {
    HasMetadata object = action.object();
    return LOGGER
        .atLevel(level)
        .addKeyValue("kind", object.getKind())
        .addKeyValue("namespace", object.getMetadata().getNamespace())
        .addKeyValue("name", object.getMetadata().getName())
        .addKeyValue("action", action.getClass().getSimpleName());
  }

  /// The number of our names that other objects have.
  public int taken() {
    return holds.taken();
  }

  /// Lets no more writes begin; a request in progress comes to its end.
  @Override
  public void close() {
    queue.close();
  }
}
