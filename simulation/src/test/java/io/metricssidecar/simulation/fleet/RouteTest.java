package io.metricssidecar.simulation.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metricssidecar.sidecar.api.Transport;
import io.metricssidecar.simulation.world.api.LeaseObject;
import io.metricssidecar.simulation.world.api.Request;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static Request<?> get(String path) {
    return Route.of(new Transport.Request(Transport.Method.GET, path, null)).request();
  }

  @Test
  void readsSelectorsAndPages() {
    assertThat(
            get(
                "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices"
                    + "?labelSelector=kubernetes.io%2Fservice-name+in+%28a%2Cb%29"))
        .isEqualTo(new Request.ListSlices(Set.of("a", "b"), 0, ""));
    assertThat(
            get("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?limit=20&continue=a%3D"))
        .isEqualTo(new Request.ListSlices(Set.of(), 20, "a="));
    assertThat(
            get(
                "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods"
                    + "?labelSelector=app%3Dcart%2Ctier%3Dweb"))
        .isEqualTo(new Request.ListPodMetrics(Map.of("app", "cart", "tier", "web")));
  }

  @Test
  void aLeaseThatWasReadIsWrittenAsItWas() {
    var lease = new LeaseObject("l", "uid", 12, Map.of("metrics-sidecar/format", "1", "a", "b"));

    var written =
        Route.of(
            new Transport.Request(
                Transport.Method.PUT,
                "/apis/coordination.k8s.io/v1/namespaces/shop/leases/l",
                ObjectJson.lease(lease).encode()));

    assertThat(written.request()).isEqualTo(new Request.PutLease(lease));
  }

  @Test
  void whatTheWorldHasNotIsAnErrorAndNoMissingObject() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> get("/api/v1/namespaces/shop/configmaps/x"))
        .withMessage("the world has no /api/v1/namespaces/shop/configmaps/x");
  }
}
