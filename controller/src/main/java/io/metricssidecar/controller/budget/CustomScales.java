package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.controller.workloads.Owner;
import io.metricssidecar.controller.workloads.ScaleTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The numbers of desired pods of workloads of further kinds. They are read from `/scale`, because
/// each kind keeps the number in another place of the object.
final class CustomScales {
  private static final Logger LOGGER = LoggerFactory.getLogger(CustomScales.class);

  /// A number is not read again before it is this old; sidecars read their own before they acquire
  /// a slot.
  private static final Duration MAX_AGE = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final List<ScaleTarget> targets;
  private final InstantSource clock;
  private final Map<String, Scale> known = new HashMap<>();

  CustomScales(KubernetesClient client, List<ScaleTarget> targets, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.targets = List.copyOf(targets);
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// The result of reading one `/scale`.
  private record Scale(Optional<Integer> replicas, Instant at) {}

  /// The numbers for those workloads of the Leases that are of further kinds, by UID; the ones that
  /// cannot be read are missing.
  Map<String, Integer> desired(List<BudgetLease> leases) {
    var owners = leases.stream().map(lease -> lease.owner().uid()).collect(Collectors.toSet());
    known.keySet().retainAll(owners);
    var desired = new HashMap<String, Integer>();
    for (var lease : leases) {
      targets.stream()
          .filter(target -> target.matches(lease.owner()))
          .findFirst()
          .flatMap(target -> replicas(lease, target))
          .ifPresent(replicas -> desired.put(lease.owner().uid(), replicas));
    }
    return desired;
  }

  private Optional<Integer> replicas(BudgetLease lease, ScaleTarget target) {
    var uid = lease.owner().uid();
    var now = clock.instant();
    var last = known.get(uid);
    if (last != null && now.isBefore(last.at().plus(MAX_AGE))) {
      return last.replicas();
    }
    var read = read(lease.name().namespace(), lease.owner(), target);
    known.put(uid, new Scale(read, now));
    return read;
  }

  private Optional<Integer> read(String namespace, Owner workload, ScaleTarget target) {
    try {
      return Optional.ofNullable(
              client
                  .genericKubernetesResources(target.definition(workload.version()))
                  .inNamespace(namespace)
                  .withName(workload.name())
                  .scale())
          .filter(scale -> workload.uid().equals(scale.getMetadata().getUid()))
          .map(scale -> Optional.ofNullable(scale.getSpec().getReplicas()).orElse(0));
    } catch (KubernetesClientException e) {
      LOGGER
          .atInfo()
          .addKeyValue("namespace", namespace)
          .addKeyValue("workload", workload.name())
          .addKeyValue("error", e.getMessage())
          .log("Cannot read the scale of a workload, keeping its slots");
      return Optional.empty();
    }
  }
}
