package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.OwnerObject;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.controller.workloads.WorkloadReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The workloads of further kinds, which are not watched. Their numbers of desired pods are read
/// from `/scale`, because each kind keeps the number in another place of the object. The annotation
/// that pauses them is read from the object, once for each version of it that `/scale` names. For
/// one thread.
final class CustomScales {
  private static final Logger LOGGER = LoggerFactory.getLogger(CustomScales.class);

  /// A number is not read again before it is this old; sidecars read their own before they acquire
  /// a slot.
  private static final Duration MAX_AGE = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final WorkloadReader reader;
  private final List<ScaleTarget> targets;
  private final InstantSource clock;
  private final Map<String, Known> known = new HashMap<>();

  CustomScales(KubernetesClient client, List<ScaleTarget> targets, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.reader = new WorkloadReader(client);
    this.targets = List.copyOf(targets);
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// What is known of one workload.
  ///
  /// @param at when its `/scale` was last read, or could not be
  /// @param replicas by that; empty where it could not be read
  /// @param annotation empty where it was never read
  private record Known(Instant at, Optional<Integer> replicas, Optional<Annotation> annotation) {
    static final Known NOTHING = new Known(Instant.MIN, Optional.empty(), Optional.empty());
  }

  /// Whether the annotation of one version of a workload asks for a pause.
  ///
  /// @param version of the object, or an earlier one; empty where the kind tells none
  private record Annotation(Optional<String> version, boolean paused) {
    boolean of(Optional<String> other) {
      return other.isPresent() && other.equals(version);
    }
  }

  /// The numbers for those workloads of the Leases that are of further kinds, by UID; the ones that
  /// cannot be read are missing.
  Map<String, Integer> desired(List<BudgetLease> leases) {
    var owners = leases.stream().map(lease -> lease.owner().uid()).collect(Collectors.toSet());
    known.keySet().retainAll(owners);
    var desired = new HashMap<String, Integer>();
    for (var lease : leases) {
      targets.stream()
          .filter(target -> lease.owner().valid() && target.matches(lease.owner()))
          .findFirst()
          .flatMap(target -> read(lease, target).replicas())
          .ifPresent(replicas -> desired.put(lease.owner().uid(), replicas));
    }
    return desired;
  }

  /// Whether the annotations of these workloads ask for a pause, by UID, as read by the last
  /// [#desired]; the ones that were never read are missing.
  Map<String, Boolean> paused() {
    var paused = new HashMap<String, Boolean>();
    known.forEach((uid, one) -> one.annotation().ifPresent(read -> paused.put(uid, read.paused())));
    return paused;
  }

  private Known read(BudgetLease lease, ScaleTarget target) {
    var uid = lease.owner().uid();
    var now = clock.instant();
    var last = known.getOrDefault(uid, Known.NOTHING);
    if (now.isBefore(last.at().plus(MAX_AGE))) {
      return last;
    }
    var scale = scale(lease.name().namespace(), lease.owner(), target);
    var read =
        new Known(
            now,
            scale.map(found -> Objects.requireNonNullElse(found.getSpec().getReplicas(), 0)),
            scale
                .flatMap(found -> annotation(lease, target, version(found), last.annotation()))
                .or(last::annotation));
    known.put(uid, read);
    return read;
  }

  private static Optional<String> version(Scale scale) {
    return Optional.ofNullable(scale.getMetadata().getResourceVersion());
  }

  private Optional<Scale> scale(String namespace, Owner workload, ScaleTarget target) {
    try {
      return Optional.ofNullable(
              client
                  .genericKubernetesResources(target.definition(workload.version()))
                  .inNamespace(namespace)
                  .withName(workload.name())
                  .scale())
          .filter(scale -> workload.uid().equals(scale.getMetadata().getUid()));
    } catch (KubernetesClientException e) {
      log(namespace, workload, e, "Cannot read the scale of a workload, keeping its slots");
      return Optional.empty();
    }
  }

  /// The annotation of the object; empty where it cannot be read.
  private Optional<Annotation> annotation(
      BudgetLease lease, ScaleTarget target, Optional<String> version, Optional<Annotation> last) {
    if (last.filter(read -> read.of(version)).isPresent()) {
      return last;
    }
    var namespace = lease.name().namespace();
    try {
      return reader
          .read(namespace, lease.owner(), target)
          .map(OwnerObject::paused)
          .map(paused -> new Annotation(version, paused));
    } catch (KubernetesClientException e) {
      log(namespace, lease.owner(), e, "Cannot read a workload, keeping its pause");
      return Optional.empty();
    }
  }

  private static void log(
      String namespace, Owner workload, KubernetesClientException e, String message) {
    LOGGER
        .atInfo()
        .addKeyValue("namespace", namespace)
        .addKeyValue("workload", workload.name())
        .addKeyValue("error", e.getMessage())
        .log(message);
  }
}
