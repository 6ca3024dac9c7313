package io.metricssidecar.e2e.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.metricssidecar.contract.Names;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Pods;
import io.metricssidecar.e2e.cluster.Release;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.ClusterExtension;
import io.metricssidecar.e2e.workload.EndpointSampler;
import io.metricssidecar.e2e.workload.Spike;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A namespace with many endpoints of other Services: a list of all of them does not fit into a
/// sidecar's memory.
@ExtendWith(ClusterExtension.class)
class ManyEndpointsE2E {
  private static final String APP = "web";
  private static final int ENDPOINTS = 7_000;

  /// As many as the API server lets be in one slice.
  private static final int PER_SLICE = 1_000;

  @Test
  void hotPodShedsAndReturnsAndNoSidecarEnds(Release release, Namespace namespace) {
    for (var first = 0; first < ENDPOINTS; first += PER_SLICE) {
      namespace.create(slice(first));
    }
    var pods = Pods.names(AnnotatedWorkload.deployment(namespace, APP, 3));
    Spike.awaitWatching(namespace, pods);
    try (var sampler = EndpointSampler.start(namespace, APP)) {
      var spike = new Spike(namespace, APP, pods.getFirst(), sampler);

      var times = new Spike.Times(spike.overload(), spike.relieve());

      namespace.progress().report("among %d endpoints: %s".formatted(ENDPOINTS, times));
      assertThat(sampler.samples().fewest()).isEqualTo(2);
      assertThat(restarts(namespace)).isEqualTo(List.of(0, 0, 0));
    }
  }

  private static List<Integer> restarts(Namespace namespace) {
    return namespace.pods(APP).stream()
        .flatMap(Pods::statuses)
        .filter(status -> status.getName().equals(Names.CONTAINER))
        .map(ContainerStatus::getRestartCount)
        .toList();
  }

  private static EndpointSlice slice(int first) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName("other-" + first)
        .addToLabels("kubernetes.io/service-name", "other-" + first)
        .addToLabels("endpointslice.kubernetes.io/managed-by", "metrics-sidecar-e2e")
        .endMetadata()
        .withAddressType("IPv4")
        .withEndpoints(
            IntStream.range(first, first + PER_SLICE).mapToObj(ManyEndpointsE2E::endpoint).toList())
        .addNewPort()
        .withName("http")
        .withPort(8080)
        .endPort()
        .build();
  }

  private static Endpoint endpoint(int pod) {
    return new EndpointBuilder()
        .withAddresses("10.250.%d.%d".formatted(pod / 250, pod % 250 + 1))
        .withNewConditions()
        .withReady(true)
        .withServing(true)
        .withTerminating(false)
        .endConditions()
        .withNewTargetRef()
        .withKind("Pod")
        .withName("another-application-6c9d7f5b8d-%05d".formatted(pod))
        .withUid("5f3a9c1e-0000-4000-8000-%012d".formatted(pod))
        .endTargetRef()
        .build();
  }
}
