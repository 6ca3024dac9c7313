package io.metricssidecar.webhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.webhook.server.body.Malformed;
import io.metricssidecar.webhook.server.body.TooLarge;
import java.util.function.Function;

/// The warm-up of the JVM by reviews before the first real one, which would otherwise take longer
/// than an API server should wait.
public final class WarmUp {
  private static final int ROUNDS = 300;

  private static final String REVIEW =
      """
      {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"warm-up",
      "operation":"CREATE","kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"warm-up",
      "object":{"metadata":{"annotations":{"%s":"true"},"labels":{"pod-template-hash":"0"}},
      "spec":{"containers":[{"name":"app","image":"app","resources":{"limits":{"cpu":"1"}}}]}}}}
      """
          .formatted(Annotations.ENABLED);

  /// Runs the reviews; their metrics are discarded.
  ///
  /// @param options of the installation, for the pods of a namespace
  public static void run(Function<String, InjectionOptions> options) {
    var handler = new AdmissionHandler(OptIn.POD, options, new WebhookMetrics());
    var review = REVIEW.getBytes(UTF_8);
    for (var round = 0; round < ROUNDS; round++) {
      try {
        Json.bytes(handler.review(review).answer());
      } catch (Malformed | TooLarge e) {
        throw new IllegalStateException("the warm-up review is not one", e);
      }
    }
  }

  private WarmUp() {}
}
