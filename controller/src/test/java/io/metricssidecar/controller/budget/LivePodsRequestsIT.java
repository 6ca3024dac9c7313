package io.metricssidecar.controller.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.metricssidecar.controller.TestPod;
import io.metricssidecar.testing.apiserver.WithApiServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which lookups reach the API server, and what their responses prove. The pod `web-a` lives on.
@WithApiServer
@SuppressWarnings("NullAway.Init")
class LivePodsRequestsIT {
  private static final PodLookup OTHER = new PodLookup.ByName("other", "web-z", "z");
  private static final PodLookup GONE = new PodLookup.ByName("shop", "web-b", "b");
  private static final PodLookup LISTED = new PodLookup.AmongAll("shop", "c");

  private KubernetesClient client;
  private KubernetesMockServer server;

  private PodLookup created() {
    var pod = client.resource(TestPod.named("web-a").phase("Running").build()).create();
    return new PodLookup.ByName("shop", "web-a", pod.getMetadata().getUid());
  }

  @Test
  void tellsWhoLivesOn() {
    var living = created();
    var listed = new PodLookup.AmongAll("shop", living.uid());

    assertThat(new LivePods(client).find(List.of(living, GONE, listed, LISTED)))
        .isEqualTo(
            Map.of(
                living,
                PodPresence.PRESENT,
                GONE,
                PodPresence.GONE,
                listed,
                PodPresence.PRESENT,
                LISTED,
                PodPresence.GONE));
  }

  /// One namespace can be too large to be listed.
  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void asksAnOverloadedServerForNoMoreOfTheSameNamespace(int code) {
    answers("/api/v1/namespaces/shop/pods/web-b", code);
    var living = created();
    var before = server.getRequestCount();

    assertThat(new LivePods(client).find(List.of(GONE, living, LISTED, OTHER)))
        .isEqualTo(
            Map.of(
                GONE,
                PodPresence.UNKNOWN,
                living,
                PodPresence.UNKNOWN,
                LISTED,
                PodPresence.UNKNOWN,
                OTHER,
                PodPresence.GONE));
    assertThat(server.getRequestCount() - before).isEqualTo(2);
  }

  /// What one lookup may not see says nothing about the next.
  @ParameterizedTest
  @ValueSource(ints = {400, 403, 499})
  void asksOnWhereALookupIsRejected(int code) {
    answers("/api/v1/namespaces/shop/pods/web-b", code);
    var living = created();

    assertThat(new LivePods(client).find(List.of(GONE, living)))
        .isEqualTo(Map.of(GONE, PodPresence.UNKNOWN, living, PodPresence.PRESENT));
  }

  @Test
  void asksOnceForAPodThatTwoLeasesName() {
    var living = created();
    var before = server.getRequestCount();

    assertThat(new LivePods(client).find(List.of(living, living)))
        .isEqualTo(Map.of(living, PodPresence.PRESENT));
    assertThat(server.getRequestCount() - before).isEqualTo(1);
  }

  private void answers(String path, int code) {
    server.expect().get().withPath(path).andReturn(code, "no").always();
  }
}
