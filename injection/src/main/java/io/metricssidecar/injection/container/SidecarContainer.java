package io.metricssidecar.injection.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.Paths;
import io.metricssidecar.contract.Ports;
import io.metricssidecar.contract.sidecar.Probe;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.injection.annotations.PodAnnotations;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import io.metricssidecar.injection.pod.ContainerView;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.PodView;

/// The sidecar's container in the JSON of a pod.
public final class SidecarContainer {
  /// Numeric user and group of the image, set only where the pod would run the sidecar as root.
  private static final int USER = 65_532;

  /// Builds the container for a pod.
  ///
  /// @param workload that controls the pod
  public static ObjectNode of(
      PodView pod, Workload workload, ContainerView measured, PodAnnotations annotations) {
    var settings = annotations.settings();
    var container = Json.object();
    container.put("name", Names.CONTAINER);
    container.put("image", annotations.image().reference());
    container.put("imagePullPolicy", annotations.image().pullPolicy().text());
    if (annotations.placement() == Placement.NATIVE_SIDECAR) {
      container.put("restartPolicy", "Always");
    }
    container.set("env", SidecarEnv.of(pod, workload, measured, settings));
    container
        .putArray("ports")
        .addObject()
        .put("name", Ports.SIDECAR_NAME)
        .put("containerPort", settings.port())
        .put("protocol", "TCP");
    container.set("readinessProbe", readinessProbe(settings.probe()));
    container.set("livenessProbe", livenessProbe());
    resources(container, pod, annotations.resources());
    container.set("securityContext", securityContext(pod));
    container
        .putArray("volumeMounts")
        .addObject()
        .put("name", Names.TOKEN_VOLUME)
        .put("mountPath", Paths.SERVICE_ACCOUNT)
        .put("readOnly", true);
    return container;
  }

  /// The readiness probe. It is on the sidecar, never on the application: a pod is ready when all
  /// its containers are. There is no startup probe: the application's container would wait for the
  /// sidecar, and the sidecar for the application's metrics.
  private static ObjectNode readinessProbe(Probe probe) {
    return get(Paths.HEALTHZ)
        .put("initialDelaySeconds", probe.initialDelaySeconds())
        .put("periodSeconds", probe.periodSeconds())
        .put("timeoutSeconds", probe.timeoutSeconds())
        .put("failureThreshold", probe.failureThreshold())
        .put("successThreshold", probe.successThreshold());
  }

  /// The liveness probe, which restarts a sidecar whose loop has stopped: it would not answer its
  /// readiness probe, or answer it by a state that never changes. Five minutes without any answer
  /// is far more than a JVM needs that starts or runs without CPU.
  private static ObjectNode livenessProbe() {
    return get(Paths.LIVEZ)
        .put("periodSeconds", 30)
        .put("timeoutSeconds", 10)
        .put("failureThreshold", 10);
  }

  private static ObjectNode get(String path) {
    var node = Json.object();
    node.putObject("httpGet")
        .put("path", path)
        .put("port", Ports.SIDECAR_NAME)
        .put("scheme", "HTTP");
    return node;
  }

  /// Adds requests and limits. A Guaranteed pod remains Guaranteed. Where the pod as a whole has a
  /// request or limit of a resource, the sidecar has none and shares it: the pod's request must not
  /// be less than the sum of its containers' requests (kubernetes,
  /// `validatePodResourceConsistency`), which the sidecar would increase.
  private static void resources(ObjectNode container, PodView pod, SidecarResources resources) {
    var wanted = pod.guaranteed() ? resources.guaranteed() : resources;
    var node = Json.object();
    if (!pod.hasPodResource("cpu")) {
      require(node, "cpu", wanted.cpu());
    }
    if (!pod.hasPodResource("memory")) {
      require(node, "memory", wanted.memory());
    }
    if (!node.isEmpty()) {
      container.set("resources", node);
    }
  }

  private static void require(ObjectNode resources, String resource, Requirement requirement) {
    resources.withObjectProperty("requests").put(resource, requirement.request());
    resources.withObjectProperty("limits").put(resource, requirement.limit());
  }

  /// The fields that the restricted Pod Security Standard requires of each container, and a
  /// read-only root file system. An AppArmor profile that was written for the application may
  /// forbid what a JVM does, so the sidecar has the container runtime's own instead.
  private static ObjectNode securityContext(PodView pod) {
    var context = Json.object();
    context.put("allowPrivilegeEscalation", false);
    context.putObject("capabilities").putArray("drop").add("ALL");
    context.put("privileged", false);
    context.put("readOnlyRootFilesystem", true);
    context.put("runAsNonRoot", true);
    if (pod.runsAsRoot()) {
      context.put("runAsUser", USER);
      context.put("runAsGroup", USER);
    }
    context.putObject("seccompProfile").put("type", "RuntimeDefault");
    if (pod.hasLocalAppArmorProfile()) {
      context.putObject("appArmorProfile").put("type", "RuntimeDefault");
    }
    return context;
  }

  private SidecarContainer() {}
}
