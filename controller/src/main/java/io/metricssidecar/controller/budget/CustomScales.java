package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
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

/// How many pods workloads of further kinds are to have: read from their `/scale`, as where it
/// stands in the object differs from kind to kind.
final class CustomScales {
  private static final Logger LOGGER = LoggerFactory.getLogger(CustomScales.class);

  /// A number is not read again for so long; sidecars read their own before they take a slot.
  private static final Duration AGE = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final List<ScaleTarget> targets;
  private final InstantSource clock;
  private final Map<String, Known> known = new HashMap<>();

  CustomScales(KubernetesClient client, List<ScaleTarget> targets, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.targets = List.copyOf(targets);
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// What was read.
  private record Known(Optional<Integer> replicas, Instant read) {}

  /// The numbers for the workloads of these Leases that are of further kinds, by UID. What cannot
  /// be read is not there.
  Map<String, Integer> desired(List<BudgetLease> leases) {
    var owners = leases.stream().map(lease -> lease.owner().getUid()).collect(Collectors.toSet());
    known.keySet().retainAll(owners);
    var desired = new HashMap<String, Integer>();
    for (var lease : leases) {
      target(lease)
          .flatMap(target -> replicas(lease, target))
          .ifPresent(replicas -> desired.put(lease.owner().getUid(), replicas));
    }
    return desired;
  }

  private Optional<ScaleTarget> target(BudgetLease lease) {
    var owner = lease.owner();
    return targets.stream()
        .filter(target -> target.kind().equals(owner.getKind()))
        .filter(target -> owner.getApiVersion().startsWith(target.group() + "/"))
        .findFirst();
  }

  private Optional<Integer> replicas(BudgetLease lease, ScaleTarget target) {
    var uid = lease.owner().getUid();
    var now = clock.instant();
    var last = known.get(uid);
    if (last != null && now.isBefore(last.read().plus(AGE))) {
      return last.replicas();
    }
    var read = read(lease, target);
    known.put(uid, new Known(read, now));
    return read;
  }

  private Optional<Integer> read(BudgetLease lease, ScaleTarget target) {
    var owner = lease.owner();
    var context =
        new ResourceDefinitionContext.Builder()
            .withGroup(target.group())
            .withVersion(owner.getApiVersion().substring(target.group().length() + 1))
            .withKind(target.kind())
            .withPlural(target.resource())
            .withNamespaced(true)
            .build();
    try {
      return Optional.ofNullable(
              client
                  .genericKubernetesResources(context)
                  .inNamespace(lease.name().namespace())
                  .withName(owner.getName())
                  .scale())
          .filter(scale -> owner.getUid().equals(scale.getMetadata().getUid()))
          .map(scale -> Optional.ofNullable(scale.getSpec().getReplicas()).orElse(0));
    } catch (KubernetesClientException e) {
      LOGGER
          .atInfo()
          .addKeyValue("namespace", lease.name().namespace())
          .addKeyValue("workload", owner.getName())
          .addKeyValue("error", e.getMessage())
          .log("The scale of a workload cannot be read, so its slots stay as they are");
      return Optional.empty();
    }
  }
}
