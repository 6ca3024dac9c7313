package io.metricssidecar.controller.access;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cluster.events.EventDraft;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.workloads.NamespacedName;
import io.metricssidecar.controller.workloads.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// A writer of the objects that give sidecars access. What cannot be written holds up nothing else:
/// it is left alone for a while, and of a namespace that does not accept writes, or needs many,
/// others are not kept waiting. For one thread.
final class AccessWriter {
  private static final Logger LOGGER = LoggerFactory.getLogger(AccessWriter.class);

  /// Writes in one namespace that one run does at most.
  static final int MAX_WRITES = 50;

  /// Time after which a failed write is repeated.
  private static final Duration FAILED = Duration.ofSeconds(5);

  /// Time after which it is tried again to create an object whose name is taken.
  private static final Duration TAKEN = Duration.ofSeconds(30);

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private final KubernetesClient client;
  private final Owners owners;
  private final EventRecorder events;
  private final Map<Key, Hold> held = new ConcurrentHashMap<>();

  /// @param client to the API server, which is asked once
  /// @param owners of which those are forgotten whose objects had to be created
  /// @param events about names that are taken
  AccessWriter(KubernetesClient client, Owners owners, EventRecorder events) {
    this.client = requireNonNull(client, "client is null");
    this.owners = requireNonNull(owners, "owners is null");
    this.events = requireNonNull(events, "events is null");
  }

  /// An object by its kind and name.
  private record Key(String kind, NamespacedName name) {
    static Key of(HasMetadata object) {
      return new Key(object.getKind(), NamespacedName.of(object));
    }
  }

  /// A write that is not repeated for some time.
  ///
  /// @param until the end of that time
  /// @param taken whether another object has the name
  private record Hold(Instant until, boolean taken) {}

  /// Does these writes. Blocks.
  ///
  /// @param actions all that there are to do: what was held of others is forgotten
  /// @param now by the wall clock
  /// @return true if some were left for the next run
  boolean write(List<AccessAction> actions, Instant now) {
    held.keySet()
        .retainAll(
            actions.stream().map(action -> Key.of(action.object())).collect(Collectors.toSet()));
    var left = false;
    var writes = new HashMap<String, Integer>();
    var closed = new HashSet<String>();
    for (var action : actions) {
      var namespace = action.object().getMetadata().getNamespace();
      var hold = held.get(Key.of(action.object()));
      if (closed.contains(namespace) || (hold != null && now.isBefore(hold.until()))) {
        continue;
      }
      if (writes.merge(namespace, 1, Integer::sum) > MAX_WRITES) {
        left = true;
      } else if (!write(action, now)) {
        closed.add(namespace);
      }
    }
    events.forgetIdle();
    return left;
  }

  /// @return false if the API server does not accept any write of this namespace now
  private boolean write(AccessAction action, Instant now) {
    var key = Key.of(action.object());
    try {
      if (request(action)) {
        held.remove(key);
        log(Level.INFO, action.object())
            .addKeyValue("action", action.getClass().getSimpleName())
            .log("Updated access objects");
      } else {
        hold(action.object(), new Hold(now.plus(TAKEN), true));
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == NOT_FOUND || e.getCode() == CONFLICT) {
        return true;
      }
      if (held.put(key, new Hold(now.plus(FAILED), false)) == null) {
        log(Level.INFO, action.object())
            .addKeyValue("action", action.getClass().getSimpleName())
            .addKeyValue("error", e.getMessage())
            .log("Cannot update access objects");
      }
      return e.getCode() != 0 && e.getCode() < SERVER_ERROR;
    }
  }

  /// @return false if the name is taken by an object that is not ours
  private boolean request(AccessAction action) {
    switch (action) {
      case AccessAction.Create(var object) -> {
        // Read the workload again before the next run: if it is gone, the garbage collector
        // deletes what we create, and we would create it again and again.
        owners.forget(object.getMetadata().getNamespace(), owner(object));
        return create(object);
      }
      case AccessAction.Update(var object) -> client.resource(object).update();
      case AccessAction.Delete(var object) ->
          client.resource(object).lockResourceVersion().delete();
    }
    return true;
  }

  private boolean create(HasMetadata object) {
    try {
      client.resource(object).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      var present = client.resource(object).get();
      if (present == null) {
        return true;
      }
      var adoption = AccessPlan.adopt(object, present);
      adoption.ifPresent(this::request);
      return adoption.isPresent();
    }
  }

  private void hold(HasMetadata object, Hold hold) {
    var before = held.put(Key.of(object), hold);
    if (before != null && before.taken()) {
      return;
    }
    var key = Key.of(object);
    log(Level.WARN, object)
        .log("An object that is not ours has the name of one of ours, leaving it alone");
    events.record(
        new EventDraft(
            owner(object).reference(key.name().namespace()),
            EventDraft.Type.WARNING,
            "AccessConflict",
            "Pods of this workload are not shed: a %s that is not ours has the name %s"
                .formatted(key.kind(), key.name().name()),
            "taken/" + key.kind()));
  }

  private static Owner owner(HasMetadata object) {
    return Owner.of(object.getMetadata().getOwnerReferences().getFirst());
  }

  private static LoggingEventBuilder log(Level level, HasMetadata object) {
    return LOGGER
        .atLevel(level)
        .addKeyValue("kind", object.getKind())
        .addKeyValue("namespace", object.getMetadata().getNamespace())
        .addKeyValue("name", object.getMetadata().getName());
  }

  /// The number of our names that other objects have.
  int taken() {
    return (int) held.values().stream().filter(Hold::taken).count();
  }
}
