package io.metricssidecar.controller.access;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.Labels;
import java.util.List;

/// Watches of pods and of the objects that give them access.
///
/// @param pods that the webhook has labelled: with a sidecar or without
/// @param roles labelled as ours
/// @param bindings labelled as ours
/// @param leases labelled as ours
record AccessWatches(
    Watched<Pod> pods, Watched<Role> roles, Watched<RoleBinding> bindings, Watched<Lease> leases)
    implements AutoCloseable {
  /// Starts to watch.
  static AccessWatches start(KubernetesClient client, Loop loop) {
    var pods = client.pods().inAnyNamespace().withLabel(Labels.INJECTED);
    var roles = client.rbac().roles().inAnyNamespace();
    var bindings = client.rbac().roleBindings().inAnyNamespace();
    var leases = client.leases().inAnyNamespace();
    return new AccessWatches(
        Watched.start("pods", pods, loop),
        Watched.start(
            "roles",
            roles.withLabel(AccessObjects.MANAGED_BY, AccessObjects.METRICS_SIDECAR),
            loop),
        Watched.start(
            "role bindings",
            bindings.withLabel(AccessObjects.MANAGED_BY, AccessObjects.METRICS_SIDECAR),
            loop),
        Watched.start(
            "leases",
            leases.withLabel(AccessObjects.MANAGED_BY, AccessObjects.METRICS_SIDECAR),
            loop));
  }

  /// True if each has received its first complete list.
  boolean synced() {
    return pods.synced() && roles.synced() && bindings.synced() && leases.synced();
  }

  @Override
  public void close() {
    List.of(pods, roles, bindings, leases).forEach(Watched::close);
  }
}
