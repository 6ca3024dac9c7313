package io.metricssidecar.controller.access;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Filterable;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.contract.Labels;
import java.util.List;
import java.util.function.Consumer;

/// Watches of pods and of the objects that give them access, of which [Slim] says what is kept.
///
/// @param pods that the webhook has labelled: with a sidecar or without
/// @param roles labelled as ours
/// @param bindings labelled as ours
/// @param leases labelled as ours
record AccessWatches(
    Watched<Pod> pods, Watched<Role> roles, Watched<RoleBinding> bindings, Watched<Lease> leases)
    implements AutoCloseable {
  /// Starts to watch.
  ///
  /// @param loop woken on every change
  /// @param appeared called with each new pod as a whole; must neither block nor keep it
  static AccessWatches start(KubernetesClient client, Loop loop, Consumer<Pod> appeared) {
    var pods = client.pods().inAnyNamespace().withLabel(Labels.INJECTED);
    var roles = client.rbac().roles().inAnyNamespace();
    var bindings = client.rbac().roleBindings().inAnyNamespace();
    var leases = client.leases().inAnyNamespace();
    return new AccessWatches(
        Watched.startSlim("pods", pods, loop::wake, Slim::pod, appeared),
        Watched.startSlim("roles", ours(roles), loop::wake, Slim::role),
        Watched.startSlim("role bindings", ours(bindings), loop::wake, Slim::binding),
        Watched.startSlim("leases", ours(leases), loop::wake, Slim::lease));
  }

  private static <T> Informable<T> ours(Filterable<? extends Informable<T>> all) {
    return all.withLabel(Labels.MANAGED_BY, Labels.METRICS_SIDECAR);
  }

  /// True if each has received its first complete list.
  boolean synced() {
    return all().stream().allMatch(Watched::synced);
  }

  /// All of them.
  List<Watched<?>> all() {
    return List.of(pods, roles, bindings, leases);
  }

  @Override
  public void close() {
    all().forEach(Watched::close);
  }
}
