package io.metricssidecar.e2e.fleet;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.workload.Load;
import java.time.Duration;
import java.util.Map;

/// A client in the cluster that sends requests, each on a connection of its own and each of a known
/// cost, until it is closed. So the load is where the traffic goes: a pod that leaves the Service
/// is relieved, and those that stay get its share.
public final class Traffic implements AutoCloseable {
  /// The CPU time that one request costs.
  private static final Duration COST = Duration.ofMillis(10);

  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi"));

  private final Namespace namespace;
  private final Pod client;

  private Traffic(Namespace namespace, Pod client) {
    this.namespace = namespace;
    this.client = client;
  }

  /// Starts to send.
  ///
  /// @param client name of the pod that sends
  /// @param address of a Service with its port, or of one pod
  /// @param millicores of CPU that all requests together cost
  public static Traffic start(Namespace namespace, String client, String address, int millicores) {
    var perSecond = millicores / COST.toMillis();
    var target = "http://%s/work?us=%d".formatted(address, COST.toNanos() / 1_000);
    return new Traffic(namespace, namespace.create(pod(client, target, perSecond)));
  }

  private static Pod pod(String name, String target, long perSecond) {
    var template =
        new PodTemplateSpecBuilder(Load.template(name, AnnotatedWorkload.IMAGES, Map.of()))
            .editSpec()
            .withRestartPolicy("Always")
            .editContainer(0)
            .addNewEnv()
            .withName("DRIVE")
            .withValue(target)
            .endEnv()
            .addNewEnv()
            .withName("RPS")
            .withValue(Long.toString(perSecond))
            .endEnv()
            .withNewResources()
            .withRequests(REQUESTS)
            .endResources()
            .endContainer()
            .endSpec()
            .build();
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withName(name)
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  @Override
  public void close() {
    namespace.cluster().client().resource(client).withGracePeriod(0).delete();
  }
}
