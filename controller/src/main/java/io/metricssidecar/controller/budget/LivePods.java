package io.metricssidecar.controller.budget;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the API server itself, which reads what is stored, not what a cache remembers.
final class LivePods {
  private static final Logger LOGGER = LoggerFactory.getLogger(LivePods.class);
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;

  private final KubernetesClient client;

  /// @param client whose connection is used, with patience of our own: another run asks again
  LivePods(KubernetesClient client) {
    requireNonNull(client, "client is null");
    var impatient =
        new RequestConfigBuilder()
            .withRequestTimeout(TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    this.client = client.newClient(impatient).adapt(KubernetesClient.class);
  }

  /// The answers in order; after a first one that shows the API server in trouble all others are
  /// [PodPresence#UNKNOWN] without being asked.
  Map<PodLookup, PodPresence> to(List<PodLookup> questions) {
    var answers = new LinkedHashMap<PodLookup, PodPresence>();
    var trouble = false;
    for (var question : questions) {
      if (trouble || answers.containsKey(question)) {
        answers.putIfAbsent(question, PodPresence.UNKNOWN);
        continue;
      }
      try {
        answers.put(question, ask(question));
      } catch (KubernetesClientException e) {
        answers.put(question, PodPresence.UNKNOWN);
        trouble = e.getCode() == 0 || e.getCode() >= SERVER_ERROR || e.getCode() == TOO_MANY;
        LOGGER
            .atInfo()
            .addKeyValue("question", question)
            .addKeyValue("error", e.getMessage())
            .log("Whether a pod is gone cannot be said now, so its slot stays");
      }
    }
    return answers;
  }

  private PodPresence ask(PodLookup question) {
    return switch (question) {
      case PodLookup.ByName(var namespace, var pod, var uid) ->
          PodPresence.of(
              uid, Optional.ofNullable(client.pods().inNamespace(namespace).withName(pod).get()));
      case PodLookup.AmongAll(var namespace, var uid) ->
          PodPresence.of(uid, client.pods().inNamespace(namespace).list().getItems());
    };
  }
}
