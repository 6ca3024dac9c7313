package io.metricssidecar.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Setting;
import java.util.List;
import java.util.Map;

/// Annotated workloads as the cases use them: everything quick.
final class Annotated {
  /// Asks for the sidecar; polls and warms up faster than by default.
  static final Map<String, String> QUICK =
      Map.of(
          Annotations.ENABLED,
          "true",
          Setting.POLL_INTERVAL.annotation(),
          "5s",
          Setting.WARM_UP.annotation(),
          "5s");

  /// Images under test.
  static final Images IMAGES = Images.of(System.getenv());

  private Annotated() {}

  /// An annotated Deployment with a Service, all pods ready.
  static List<Pod> deployment(Namespace namespace, String app, int replicas) {
    namespace.create(Load.service(app));
    namespace.create(Load.deployment(app, replicas, Load.template(app, IMAGES, QUICK)));
    return namespace.awaitReady(app, replicas);
  }

  /// What the webhook has written on a pod; missing where it has not.
  static JsonNode status(Pod pod) {
    return new Answer(200, pod.getMetadata().getAnnotations().getOrDefault(Annotations.STATUS, ""))
        .json();
  }

  /// Names of pods.
  static List<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
  }
}
