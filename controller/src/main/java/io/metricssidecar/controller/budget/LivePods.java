package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.cluster.ClusterClient;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Live lookups of pods: the API server reads what is stored, not what a cache remembers.
final class LivePods {
  private static final Logger LOGGER = LoggerFactory.getLogger(LivePods.class);
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;

  private final KubernetesClient client;

  /// @param client whose connection is used, with a short timeout and no retries: the next run
  ///   looks again
  LivePods(KubernetesClient client) {
    this.client = ClusterClient.impatient(requireNonNull(client, "client is null"));
  }

  /// The presence of pods, in order of the lookups. After the first response that shows an
  /// overloaded or unreachable API server, all others of the same namespace are
  /// [PodPresence#UNKNOWN] without a request; those of other namespaces are looked up, because one
  /// namespace can be too large to be listed.
  Map<PodLookup, PodPresence> find(List<PodLookup> lookups) {
    var found = new LinkedHashMap<PodLookup, PodPresence>();
    var unavailable = new HashSet<String>();
    for (var lookup : lookups) {
      if (unavailable.contains(lookup.namespace()) || found.containsKey(lookup)) {
        found.putIfAbsent(lookup, PodPresence.UNKNOWN);
        continue;
      }
      try {
        found.put(lookup, find(lookup));
      } catch (KubernetesClientException e) {
        found.put(lookup, PodPresence.UNKNOWN);
        if (unavailable(e.getCode())) {
          unavailable.add(lookup.namespace());
        }
        LOGGER
            .atInfo()
            .addKeyValue("lookup", lookup)
            .addKeyValue("error", e.getMessage())
            .log("Cannot tell whether the pod lives on, keeping its slot");
      }
    }
    return found;
  }

  /// @param code status of the response; 0 for none
  private static boolean unavailable(int code) {
    return code == 0 || code >= SERVER_ERROR || code == TOO_MANY_REQUESTS;
  }

  private PodPresence find(PodLookup lookup) {
    return switch (lookup) {
      case PodLookup.ByName(var namespace, var pod, var uid) ->
          PodPresence.of(
              uid, Optional.ofNullable(client.pods().inNamespace(namespace).withName(pod).get()));
      case PodLookup.AmongAll(var namespace, var uid) ->
          PodPresence.of(uid, client.pods().inNamespace(namespace).list().getItems());
    };
  }
}
