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
final class LiveAnswers {
  private static final Logger LOGGER = LoggerFactory.getLogger(LiveAnswers.class);
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;

  private final KubernetesClient client;

  /// @param client whose connection is used, with patience of our own: another run asks again
  LiveAnswers(KubernetesClient client) {
    requireNonNull(client, "client is null");
    var impatient =
        new RequestConfigBuilder()
            .withRequestTimeout(TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    this.client = client.newClient(impatient).adapt(KubernetesClient.class);
  }

  /// The answers in order; after a first one that shows the API server in trouble all others are
  /// [Verdict#UNKNOWN] without being asked.
  Map<Question, Verdict> to(List<Question> questions) {
    var answers = new LinkedHashMap<Question, Verdict>();
    var trouble = false;
    for (var question : questions) {
      if (trouble || answers.containsKey(question)) {
        answers.putIfAbsent(question, Verdict.UNKNOWN);
        continue;
      }
      try {
        answers.put(question, ask(question));
      } catch (KubernetesClientException e) {
        answers.put(question, Verdict.UNKNOWN);
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

  private Verdict ask(Question question) {
    return switch (question) {
      case Question.ByName(var namespace, var pod, var uid) ->
          Verdict.of(
              uid, Optional.ofNullable(client.pods().inNamespace(namespace).withName(pod).get()));
      case Question.AmongAll(var namespace, var uid) ->
          Verdict.of(uid, client.pods().inNamespace(namespace).list().getItems());
    };
  }
}
