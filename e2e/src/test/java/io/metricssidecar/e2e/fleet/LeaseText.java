package io.metricssidecar.e2e.fleet;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.metricssidecar.contract.Annotations;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The text of a budget Lease. This is the one place of these tests that knows how holders and
/// slots are written.
///
/// @param slots as the controller wrote them; empty where it has not
/// @param holders UIDs of pods
public record LeaseText(String slots, Set<String> holders) {
  public LeaseText {
    holders = Set.copyOf(holders);
  }

  /// Reads a Lease.
  ///
  /// @param lease null where there is none, which reads as no slots and no holders
  static LeaseText of(@Nullable Lease lease) {
    var annotations =
        lease == null
            ? Map.<String, String>of()
            : requireNonNullElse(lease.getMetadata().getAnnotations(), Map.<String, String>of());
    var holders =
        annotations.keySet().stream()
            .filter(key -> key.startsWith(Annotations.HOLDER_PREFIX))
            .map(key -> key.substring(Annotations.HOLDER_PREFIX.length()))
            .collect(Collectors.toSet());
    return new LeaseText(annotations.getOrDefault(Annotations.SLOTS, ""), holders);
  }

  /// The annotation key under which a pod holds its slot.
  public static String holderKey(Pod pod) {
    return holderKey(pod.getMetadata().getUid());
  }

  /// The annotation key under which the pod of a UID holds its slot.
  public static String holderKey(String uid) {
    return Annotations.HOLDER_PREFIX + uid;
  }

  /// The annotation value of a pod's first slot: a sequence number and the pod's name.
  public static String holderValue(Pod pod) {
    return holderValue(pod.getMetadata().getName());
  }

  /// The annotation value of the first slot of a pod of this name.
  public static String holderValue(String name) {
    return "1 " + name;
  }
}
