package io.metricssidecar.controller.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.PodView;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final String SIDECAR = container("metrics-sidecar", "50m", "60m");

  @Test
  void areThoseOfAllContainersThatRunAsLongAsThePod() throws Exception {
    var pod =
        pod(
            container("app", "100m", "200m") + "," + container("proxy", "10m", "300m"),
            always(container("native", "5m", "5m"))
                + ","
                + container("setup", "4", "4")
                + ","
                + always(SIDECAR));

    assertThat(Requests.of(pod, ScaledResource.CPU))
        .contains(
            new Requests(
                cores("0.115"), Optional.of(cores("0.505")), cores("0.050"), cores("0.060")));
  }

  @Test
  void haveNoLimitWhereAContainerHasNone() throws Exception {
    var free = "{\"name\": \"free\", \"resources\": {\"requests\": {\"cpu\": \"10m\"}}}";
    var containers = String.join(",", container("app", "100m", "200m"), free, SIDECAR);

    assertThat(Requests.of(pod(containers, ""), ScaledResource.CPU))
        .contains(new Requests(cores("0.110"), Optional.empty(), cores("0.050"), cores("0.060")));
  }

  @Test
  void areNoneWhereTheSidecarAddsNothing() throws Exception {
    var app = container("app", "100m", "200m");

    assertThat(Requests.of(pod(app, ""), ScaledResource.CPU)).as("no sidecar").isEmpty();
    assertThat(Requests.of(pod(app + ", {\"name\": \"metrics-sidecar\"}", ""), ScaledResource.CPU))
        .as("the pod as a whole has a request")
        .isEmpty();
    assertThat(Requests.of(pod(app + "," + SIDECAR, ""), ScaledResource.MEMORY))
        .as("no request of memory")
        .isEmpty();
    assertThat(Requests.of(pod(app + ", {\"name\": \"bare\"}," + SIDECAR, ""), ScaledResource.CPU))
        .as("autoscalers refuse a pod of which a container has no request")
        .isEmpty();
    assertThat(Requests.of(pod(SIDECAR, ""), ScaledResource.CPU)).as("alone").isEmpty();
  }

  private static PodView pod(String containers, String init) throws JsonProcessingException {
    return PodView.of(
        (ObjectNode)
            Json.MAPPER.readTree(
                """
                {"metadata": {"name": "web"}, "spec": {"containers": [%s], "initContainers": [%s]}}
                """
                    .formatted(containers, init)));
  }

  private static String container(String name, String request, String limit) {
    return """
    {"name": "%s", "resources": {"requests": {"cpu": "%s"}, "limits": {"cpu": "%s"}}}
    """
        .formatted(name, request, limit)
        .strip();
  }

  private static String always(String container) {
    return container.replaceFirst("\\{", "{\"restartPolicy\": \"Always\", ");
  }

  private static BigDecimal cores(String number) {
    return new BigDecimal(number);
  }
}
