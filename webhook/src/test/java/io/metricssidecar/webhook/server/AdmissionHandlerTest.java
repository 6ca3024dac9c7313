package io.metricssidecar.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.exposition.TextFormat;
import io.metricssidecar.injection.GoldenPod;
import io.metricssidecar.injection.TestOptions;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import org.junit.jupiter.api.Test;

class AdmissionHandlerTest {
  @Test
  void admitsThePodAsItIsWhenSomethingGoesWrongAndCountsIt() throws Exception {
    var metrics = new WebhookMetrics();
    var handler =
        new AdmissionHandler(
            OptIn.POD,
            _ -> {
              throw new IllegalStateException("out of order");
            },
            metrics);

    var outcome =
        handler.review(
            Json.bytes(TestReviews.creating(GoldenPod.read("pod-of-a-deployment").pod())));

    assertThat(outcome.answer())
        .hasToString(
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"%s","allowed":true}}"""
                .formatted(TestReviews.UID));
    assertThat(TextFormat.PROMETHEUS.write(metrics.collect()))
        .contains(
            "metrics_sidecar_webhook_admissions_total{reason=\"internal\",result=\"error\"} 1");
  }

  @Test
  void countsResultsReasonsAndProblems() throws Exception {
    var metrics = new WebhookMetrics();
    var handler = new AdmissionHandler(OptIn.POD, _ -> TestOptions.PLAIN, metrics);
    for (var name :
        new String[] {
          "pod-of-a-deployment", "host-network-is-skipped", "annotation-nobody-knows"
        }) {
      handler.review(Json.bytes(TestReviews.creating(GoldenPod.read(name).pod())));
    }

    assertThat(TextFormat.PROMETHEUS.write(metrics.collect()))
        .contains(
            "metrics_sidecar_webhook_admissions_total{reason=\"\",result=\"injected\"} 2",
            "metrics_sidecar_webhook_admissions_total{reason=\"host_network\",result=\"skipped\"} 1",
            "metrics_sidecar_webhook_annotation_problems_total{annotation=\"other\"} 1",
            "metrics_sidecar_webhook_admission_duration_seconds_count 3");
  }
}
