package io.metricssidecar.controller.ownership;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.WorkloadReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The objects of the chart's `scaleTargets` that pods name as their owners, which are not watched:
/// each is read once, and what fails is read again later. One thread reads; any may look up and
/// forget.
final class CustomOwners implements OwnerLookup {
  private static final Logger LOGGER = LoggerFactory.getLogger(CustomOwners.class);

  /// Objects of one namespace that one run reads at most: pods with invented owners delay no other
  /// namespace.
  static final int MAX_READS = 50;

  /// Age at which an object that does not exist is read again.
  static final Duration MISSING_AGE = Duration.ofSeconds(30);

  /// Age at which an object that could not be read is read again.
  static final Duration UNREAD_AGE = Duration.ofSeconds(5);

  private static final OwnerLookup.Unread UNREAD = new OwnerLookup.Unread();

  private final WorkloadReader reader;
  private final Map<Key, Entry> known = new ConcurrentHashMap<>();

  CustomOwners(WorkloadReader reader) {
    this.reader = requireNonNull(reader, "reader is null");
  }

  /// The identity of an object. Two pods may name it in different versions of its group.
  private record Key(String namespace, ScaleTarget target, String name, String uid) {}

  /// What the last reading said.
  private record Entry(OwnerLookup.Result result, Instant at) {
    boolean due(Instant now) {
      return switch (result) {
        case OwnerLookup.Seen _ -> false;
        case OwnerLookup.Missing _ -> !now.isBefore(at.plus(MISSING_AGE));
        case OwnerLookup.Unread _ -> !now.isBefore(at.plus(UNREAD_AGE));
      };
    }
  }

  /// An object that a pod names.
  record Wanted(String namespace, Owner owner, ScaleTarget target) {
    private Key key() {
      return new Key(namespace, target, owner.name(), owner.uid());
    }
  }

  @Override
  public OwnerLookup.Result find(String namespace, Owner owner, ScaleTarget target) {
    var entry = known.get(new Wanted(namespace, owner, target).key());
    return entry == null ? UNREAD : entry.result();
  }

  /// Reads the objects that are not known or due again, those that were never read first. Blocks.
  ///
  /// @param wanted all objects that pods name: the others are forgotten
  /// @param now by the wall clock
  /// @return true if some were left for the next run
  boolean read(Collection<Wanted> wanted, Instant now) {
    known.keySet().retainAll(wanted.stream().map(Wanted::key).collect(Collectors.toSet()));
    var left = false;
    var reads = new HashMap<String, Integer>();
    var unavailable = new HashSet<ScaleTarget>();
    for (var one : due(wanted, now)) {
      if (unavailable.contains(one.target())
          || reads.merge(one.namespace(), 1, Integer::sum) > MAX_READS) {
        left = true;
      } else if (read(one, now) instanceof OwnerLookup.Unread) {
        unavailable.add(one.target());
      }
    }
    return left;
  }

  private List<Wanted> due(Collection<Wanted> wanted, Instant now) {
    var byKey = new HashMap<Key, Wanted>();
    wanted.forEach(one -> byKey.putIfAbsent(one.key(), one));
    byKey.keySet().removeIf(key -> !due(known.get(key), now));
    var due = new ArrayList<>(byKey.values());
    due.sort(Comparator.comparing(one -> readAt(one.key())));
    return due;
  }

  private static boolean due(@Nullable Entry entry, Instant now) {
    return entry == null || entry.due(now);
  }

  private Instant readAt(Key key) {
    var entry = known.get(key);
    return entry == null ? Instant.EPOCH : entry.at();
  }

  private OwnerLookup.Result read(Wanted one, Instant now) {
    OwnerLookup.Result result;
    try {
      result =
          reader
              .read(one.namespace(), one.owner(), one.target())
              .<OwnerLookup.Result>map(OwnerLookup.Seen::new)
              .orElseGet(OwnerLookup.Missing::new);
    } catch (KubernetesClientException e) {
      result = UNREAD;
      logOnce(one, e);
    }
    known.put(one.key(), new Entry(result, now));
    return result;
  }

  private void logOnce(Wanted one, KubernetesClientException e) {
    var before = known.get(one.key());
    if (before == null || !(before.result() instanceof OwnerLookup.Unread)) {
      LOGGER
          .atWarn()
          .addKeyValue("namespace", one.namespace())
          .addKeyValue("kind", one.owner().kind())
          .addKeyValue("name", one.owner().name())
          .addKeyValue("error", e.getMessage())
          .log("Cannot read a workload, leaving its access as it is");
    }
  }

  /// Has an object read again.
  void forget(String namespace, Owner owner, ScaleTarget target) {
    known.remove(new Wanted(namespace, owner, target).key());
  }
}
