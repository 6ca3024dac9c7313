package io.metricssidecar.controller.writes;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.metricssidecar.controller.workloads.NamespacedName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The writes that are left alone for some time after they were tried. For any thread.
final class Holds {
  /// Time in which the watch shows an object that was created, unless it is late: until then a plan
  /// may ask for it again.
  static final Duration CREATED = Duration.ofSeconds(2);

  /// Time after which a failed write is repeated.
  static final Duration FAILED = Duration.ofSeconds(5);

  /// Time after which it is tried again to create an object whose name is taken.
  static final Duration TAKEN = Duration.ofSeconds(30);

  private final Map<Key, Hold> held = new ConcurrentHashMap<>();

  /// An object by its kind and name.
  private record Key(String kind, NamespacedName name) {
    static Key of(AccessAction action) {
      HasMetadata object = action.object();
      return new Key(object.getKind(), NamespacedName.of(object));
    }
  }

  /// What was tried last.
  private record Hold(AccessAction action, Outcome outcome, Instant until) {
    Hold {
      requireNonNull(action, "action is null");
      requireNonNull(outcome, "outcome is null");
      requireNonNull(until, "until is null");
    }

    boolean done() {
      return outcome instanceof Outcome.Done;
    }

    /// An object that was created and is to be written otherwise now was seen since.
    boolean concerns(AccessAction planned) {
      return !done() || action.equals(planned);
    }
  }

  /// Keeps what concerns writes of a plan, and forgets the rest.
  ///
  /// @param plan all writes that there are to do
  void retain(List<AccessAction> plan) {
    if (held.isEmpty()) {
      return;
    }
    var planned = plan.stream().collect(toMap(Key::of, action -> action, (first, _) -> first));
    held.entrySet()
        .removeIf(
            entry -> {
              var action = planned.get(entry.getKey());
              return action == null || !entry.getValue().concerns(action);
            });
  }

  /// True if a write is to be left alone at this time.
  boolean held(AccessAction action, Instant now) {
    var hold = held.get(Key.of(action));
    return hold != null && hold.concerns(action) && now.isBefore(hold.until());
  }

  /// Remembers the result of a write.
  ///
  /// @return true if the last one of this object had another result, or there was none
  boolean put(AccessAction action, Outcome outcome, Instant now) {
    var key = Key.of(action);
    var before =
        switch (outcome) {
          case Outcome.Done _ when action instanceof AccessAction.Create ->
              held.put(key, new Hold(action, outcome, now.plus(CREATED)));
          case Outcome.Done _ -> held.remove(key);
          case Outcome.Outdated _ -> held.get(key);
          case Outcome.Taken _ -> held.put(key, new Hold(action, outcome, now.plus(TAKEN)));
          case Outcome.Failed _ -> held.put(key, new Hold(action, outcome, now.plus(FAILED)));
        };
    return before == null || !before.outcome().getClass().equals(outcome.getClass());
  }

  /// True if the watch has not shown yet what was created.
  boolean unseen() {
    return held.values().stream().anyMatch(Hold::done);
  }

  /// The number of our names that other objects have.
  int taken() {
    return (int)
        held.values().stream().filter(hold -> hold.outcome() instanceof Outcome.Taken).count();
  }
}
