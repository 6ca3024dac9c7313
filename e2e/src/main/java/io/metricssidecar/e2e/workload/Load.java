package io.metricssidecar.e2e.workload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.e2e.cluster.Images;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The test workload, which uses as much CPU and memory as it is told.
public final class Load {
  /// The measured container.
  public static final String CONTAINER = "app";

  /// Its port.
  public static final int PORT = 8080;

  /// Use that is over 80 % of both limits.
  public static final Use OVER = new Use(195, 112);

  /// All of the CPU limit, and over 80 % of the memory limit.
  public static final Use AT_LIMIT = new Use(200, 112);

  /// Use that is far below 60 % of both limits.
  public static final Use IDLE = new Use(0, 8);

  /// Annotations that ask for a sidecar which polls and warms up faster than by default.
  public static final Map<String, String> QUICK_SIDECAR =
      Map.of(
          Annotations.ENABLED,
          "true",
          SidecarSetting.POLL_INTERVAL.annotation(),
          "5s",
          SidecarSetting.WARM_UP.annotation(),
          "5s");

  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("20m"), "memory", new Quantity("32Mi"));
  private static final Map<String, Quantity> LIMITS =
      Map.of("cpu", new Quantity("200m"), "memory", new Quantity("128Mi"));

  /// An amount of CPU and memory.
  ///
  /// @param millicores of CPU; the limit is 200
  /// @param mebibytes of memory besides the program's own few; the limit is 128
  public record Use(int millicores, int mebibytes) {}

  private Load() {}

  /// Tells a pod how much to use, from now on.
  public static void set(Namespace namespace, String pod, Use use) {
    var path = "/set?cpu=%d&mem=%d".formatted(use.millicores(), use.mebibytes());
    Waiting.until(
        "setting the load of " + pod,
        Duration.ofSeconds(30),
        namespace.progress(),
        () -> {
          var answer = namespace.cluster().get(namespace.name(), pod, PORT, path);
          return answer.status() == 200
              ? Optional.empty()
              : Optional.of("status " + answer.status() + " " + answer.body());
        });
  }

  /// Creates a Deployment of it and the Service in front.
  public static void create(
      Namespace namespace, String app, int replicas, PodTemplateSpec template) {
    namespace.create(service(app));
    namespace.create(deployment(app, replicas, template));
  }

  /// A Deployment of it.
  public static Deployment deployment(String app, int replicas, PodTemplateSpec template) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(app)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(Namespace.selector(app))
        .endSelector()
        .withTemplate(template)
        .endSpec()
        .build();
  }

  /// A pod template of it, with annotations, under the rules of a restricted namespace.
  public static PodTemplateSpec template(
      String app, Images images, Map<String, String> annotations) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Namespace.selector(app))
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withTerminationGracePeriodSeconds(2L)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(65532L)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(images))
        .endSpec()
        .build();
  }

  /// A Service in front of an application's pods.
  public static Service service(String app) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(app)
        .endMetadata()
        .withNewSpec()
        .withSelector(Namespace.selector(app))
        .addNewPort()
        .withName("http")
        .withPort(80)
        .withNewTargetPort(PORT)
        .endPort()
        .endSpec()
        .build();
  }

  private static Container container(Images images) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(images.load())
        .withImagePullPolicy("IfNotPresent")
        .addNewPort()
        .withName("http")
        .withContainerPort(PORT)
        .endPort()
        .withNewResources()
        .withRequests(REQUESTS)
        .withLimits(LIMITS)
        .endResources()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }
}
