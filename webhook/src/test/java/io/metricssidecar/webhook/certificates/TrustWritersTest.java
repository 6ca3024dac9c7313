package io.metricssidecar.webhook.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.metricssidecar.cluster.ClusterClient;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustWritersTest {
  private static final String TRUST =
      "{'f:webhooks': {'k:{\\'name\\':\\'pods.metrics-sidecar.io\\'}':"
          + " {'f:clientConfig': {'f:caBundle': {}}}}}";
  private static final String LABELS = "{'f:metadata': {'f:labels': {'f:team': {}}}}";

  @Test
  void areThoseWhoManageATrustAndAreNotUs() {
    assertThat(
            TrustWriters.of(
                List.of(
                    entry("helm", "2026-11-21T12:00:09Z", LABELS),
                    entry(ClusterClient.MANAGER, "2026-11-21T12:00:08Z", TRUST),
                    entry("kubectl-edit", "2026-11-21T12:00:01Z", TRUST),
                    entry("cainjector", "2026-11-21T12:00:02Z", TRUST))))
        .containsExactly("cainjector", "kubectl-edit");
  }

  @Test
  void isTheLatestWhereTheTrustWasRemoved() {
    assertThat(
            TrustWriters.of(
                List.of(
                    entry("helm", "2026-11-21T12:00:01Z", LABELS),
                    entry("kubectl-patch", "2026-11-21T12:00:02Z", LABELS),
                    entry(ClusterClient.MANAGER, "2026-11-21T12:00:03Z", LABELS))))
        .containsExactly("kubectl-patch");
  }

  @Test
  void isNobodyWhereNothingWasRecorded() {
    assertThat(TrustWriters.of(null)).isEmpty();
    assertThat(TrustWriters.of(List.of(new ManagedFieldsEntry()))).isEmpty();
  }

  private static ManagedFieldsEntry entry(String manager, String time, String fields) {
    return Serialization.unmarshal(
        "{'manager': '%s', 'time': '%s', 'fieldsV1': %s}"
            .formatted(manager, time, fields)
            .replace("\\'", "\\\"")
            .replace('\'', '"'),
        ManagedFieldsEntry.class);
  }
}
