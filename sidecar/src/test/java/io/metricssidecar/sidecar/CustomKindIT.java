package io.metricssidecar.sidecar;

import static io.metricssidecar.sidecar.FakeApiServer.json;
import static io.metricssidecar.sidecar.FakeApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.sidecar.FakeApiServer.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A sidecar of a workload whose kind is none of Kubernetes' own.
class CustomKindIT {
  private static final String SCALE =
      "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/cart/scale";
  private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
  private static final String METRICS = "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods";
  private static final String SELECTOR = "app=cart,tier in (front,back)";
  private static final List<String> PODS = List.of("cart-1", "cart-2", "cart-3");

  @Test
  void leavesItsServiceByTheScaleOfItsWorkload() throws Exception {
    try (var rig = started()) {
      rig.use("990m");

      rig.until("SHEDDING", 60);

      assertThat(rig.get("/healthz").statusCode()).isEqualTo(400);
      assertThat(rig.api.asked())
          .extracting(FakeApiServer.Asked::path)
          .contains(SCALE, SLICES, METRICS)
          .noneMatch(path -> path.startsWith("/apis/apps/"));
    }
  }

  static Stream<Arguments> obstacles() {
    return Stream.of(
        Arguments.of("no scale", SCALE, status(404), "error"),
        Arguments.of("no right", SCALE, status(403), "error"),
        Arguments.of("no selector", SCALE, json(scale(3, 3, "")), "error"),
        Arguments.of("no Services", SLICES, status(500), "error"),
        Arguments.of("no metrics", METRICS, status(503), "error"),
        Arguments.of("more pods than desired", SCALE, json(scale(3, 4, SELECTOR)), "rollout"),
        Arguments.of("pods to come", SCALE, json(scale(4, 3, SELECTOR)), "rollout"),
        Arguments.of("one not ready", SLICES, json(slices(PODS.subList(0, 2))), "floor"));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("obstacles")
  void staysWhereTheFloorIsNotKnownToHold(String what, String path, Answer answer, String refusal)
      throws Exception {
    try (var rig = started()) {
      rig.api.others.put(path, answer);
      rig.use("990m");

      rig.until("HOT", 60);
      rig.seconds(40);

      assertThat(rig.state()).isEqualTo("HOT");
      assertThat(rig.explain().getJsonObject("inputs").getString("refusal")).isEqualTo(refusal);
    }
  }

  /// Pods of others behind the same Service do not carry this workload's load.
  @Test
  void staysWhereOneOfTheReadyPodsIsNotOfItsWorkload() throws Exception {
    try (var rig = started()) {
      rig.api.others.put(METRICS, metrics(rig, PODS.subList(0, 2)));
      rig.use("990m");

      rig.until("HOT", 60);
      rig.seconds(40);

      assertThat(rig.explain().getJsonObject("inputs").getString("refusal")).isEqualTo("floor");
    }
  }

  private static SidecarFixture started() throws Exception {
    var rig =
        SidecarFixture.with(
            Map.of("OWNER_KIND", "Rollout", "OWNER_API", "argoproj.io/v1alpha1/rollouts"));
    rig.api.others.put(SCALE, json(scale(3, 3, SELECTOR)));
    rig.api.others.put(SLICES, json(slices(PODS)));
    rig.api.others.put(METRICS, metrics(rig, PODS));
    return rig;
  }

  private static JsonObject scale(int desired, int present, String selector) {
    return new JsonObject()
        .put("kind", "Scale")
        .put("spec", new JsonObject().put("replicas", desired))
        .put("status", new JsonObject().put("replicas", present).put("selector", selector));
  }

  /// A Service in front of these pods.
  private static JsonObject slices(List<String> pods) {
    var endpoints = new JsonArray();
    for (var pod : pods) {
      var uid = pod.equals("cart-1") ? "0d6c" : "uid-of-" + pod;
      endpoints.add(
          new JsonObject()
              .put("targetRef", new JsonObject().put("uid", uid).put("name", pod))
              .put("conditions", new JsonObject().put("ready", true).put("serving", true)));
    }
    var labels = new JsonObject().put("kubernetes.io/service-name", "cart");
    return new JsonObject()
        .put(
            "items",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("metadata", new JsonObject().put("labels", labels))
                        .put("endpoints", endpoints)));
  }

  /// The metrics of these pods, for those who ask with the workload's selector.
  private static Answer metrics(SidecarFixture rig, List<String> pods) {
    return request -> {
      var items = new JsonArray();
      for (var pod : pods) {
        items.add(
            FakeApiServer.sample(rig.time.wall(), "100m", "100Mi")
                .put("metadata", new JsonObject().put("name", pod)));
      }
      (SELECTOR.equals(request.getParam("labelSelector"))
              ? json(new JsonObject().put("items", items))
              : status(400))
          .to(request);
    };
  }
}
