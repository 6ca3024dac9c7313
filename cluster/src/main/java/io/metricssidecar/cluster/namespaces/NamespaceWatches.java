package io.metricssidecar.cluster.namespaces;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.injection.limits.LimitRangeFacts;
import io.metricssidecar.injection.limits.QuotaFacts;
import io.metricssidecar.injection.options.NamespaceFacts;
import java.util.List;
import java.util.Map;

/// What is known of every namespace: a watch of the Namespaces, of their LimitRanges and of their
/// ResourceQuotas. Any thread may read.
public final class NamespaceWatches implements AutoCloseable {
  private final KubernetesClient client;
  private final NamespaceStore<Namespace, Map<String, String>> namespaces =
      new NamespaceStore<>(NamespaceObjects::identity, NamespaceObjects::annotations);
  private final NamespaceStore<LimitRange, LimitRangeFacts> ranges =
      new NamespaceStore<>(NamespaceObjects::identity, NamespaceObjects::limitRange);
  private final NamespaceStore<ResourceQuota, QuotaFacts> quotas =
      new NamespaceStore<>(NamespaceObjects::identity, NamespaceObjects::quota);
  private volatile List<Watched<?>> watches = List.of();

  /// @param client to the API server; closed by the caller
  public NamespaceWatches(KubernetesClient client) {
    this.client = requireNonNull(client, "client is null");
  }

  /// Starts to watch in the background.
  public void start() {
    watches =
        List.of(
            Watched.startStored("namespaces", client.namespaces(), namespaces),
            Watched.startStored("limit ranges", client.limitRanges().inAnyNamespace(), ranges),
            Watched.startStored(
                "resource quotas", client.resourceQuotas().inAnyNamespace(), quotas));
  }

  /// True once the first complete lists have arrived.
  public boolean synced() {
    var started = watches;
    return !started.isEmpty() && started.stream().allMatch(Watched::synced);
  }

  /// The watches; empty before [#start].
  public List<Watched<?>> watches() {
    return watches;
  }

  /// What is known of a namespace at this moment; [NamespaceFacts#UNKNOWN] before [#synced]. Never
  /// blocks.
  public NamespaceFacts of(String namespace) {
    if (!synced()) {
      return NamespaceFacts.UNKNOWN;
    }
    return new NamespaceFacts(
        namespaces.in(namespace).stream().findFirst().orElse(Map.of()),
        ranges.in(namespace),
        quotas.in(namespace),
        ranges.complete(namespace) && quotas.complete(namespace));
  }

  @Override
  public void close() {
    watches.forEach(Watched::close);
  }
}
