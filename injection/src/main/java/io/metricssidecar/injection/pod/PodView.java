package io.metricssidecar.injection.pod;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.injection.options.CustomKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A read-only view of a pod in its own JSON. Nothing is converted, so unknown fields cannot get
/// lost.
///
/// @param json of the pod, as the API server sent it
/// @param annotations of the pod; empty where there are none
/// @param containers of the pod, without init containers
/// @param allContainers of the pod, init containers last
public record PodView(
    ObjectNode json,
    Map<String, String> annotations,
    List<ContainerView> containers,
    List<ContainerView> allContainers) {
  /// Bytes that must be free for our annotations in a pod that we change; more than they ever need.
  public static final int ANNOTATION_SPACE = 64 * 1024;

  /// The API server's limit for the bytes of all keys and values (kubernetes,
  /// `apimachinery/pkg/api/validation`, `TotalAnnotationSizeLimitB`).
  private static final int MAX_ANNOTATION_BYTES = 256 * 1024;

  private static final String STATIC_POD = "kubernetes.io/config.mirror";
  private static final List<String> OS_LABELS =
      List.of("kubernetes.io/os", "beta.kubernetes.io/os");

  public PodView {
    requireNonNull(json, "json is null");
    annotations = Collections.unmodifiableMap(annotations);
    containers = List.copyOf(containers);
    allContainers = List.copyOf(allContainers);
  }

  /// The view of a pod; it does not follow later changes of the JSON.
  public static PodView of(ObjectNode json) {
    var containers = containers(json, "/spec/containers");
    var init = containers(json, "/spec/initContainers");
    return new PodView(
        json,
        Json.texts(json, "/metadata/annotations"),
        containers,
        init.isEmpty() ? containers : Stream.concat(containers.stream(), init.stream()).toList());
  }

  private static List<ContainerView> containers(ObjectNode json, String pointer) {
    var views = new ArrayList<ContainerView>();
    for (var container : Json.objects(json, pointer)) {
      views.add(new ContainerView(container));
    }
    return views;
  }

  /// The first container or init container of this name.
  public Optional<ContainerView> container(String name) {
    for (var container : allContainers) {
      if (container.name().equals(name)) {
        return Optional.of(container);
      }
    }
    return Optional.empty();
  }

  /// Whether a container or init container has our name. No other sign of an injection is trusted.
  public boolean injected() {
    return container(Names.CONTAINER).isPresent();
  }

  /// Whether the fields that the patch extends have the types of a pod. API servers send no other
  /// pods; in a malformed one the patch would overwrite foreign content, or fail.
  public boolean wellFormed() {
    return PodShape.wellFormed(json);
  }

  /// Whether our annotations fit into the API server's limit.
  public boolean hasAnnotationSpace() {
    return PodShape.annotationBytes(annotations) <= MAX_ANNOTATION_BYTES - ANNOTATION_SPACE;
  }

  /// Whether this is the mirror of a static pod, which the kubelet runs from a file: a change would
  /// be lost.
  public boolean isStaticPod() {
    return annotations().containsKey(STATIC_POD);
  }

  /// Whether the pod uses its node's network, where the sidecar's port would be the node's.
  public boolean usesHostNetwork() {
    return Json.at(json, "/spec/hostNetwork").asBoolean(false);
  }

  /// Whether the pod runs on Windows, where the fields of our security context are forbidden.
  public boolean runsOnWindows() {
    var nodes = Json.texts(json, "/spec/nodeSelector");
    return Json.text(json, "/spec/os/name").orElse("").equals("windows")
        || OS_LABELS.stream().anyMatch(label -> "windows".equals(nodes.get(label)));
  }

  /// Whether the pod can run on a node of this architecture, as far as its node selector and its
  /// required node affinity say.
  ///
  /// @param architecture value of the node label `kubernetes.io/arch`
  public boolean mayRunOn(String architecture) {
    return NodeConstraints.allow(json, architecture);
  }

  /// Whether the pod ends by itself, as the pods of a Job do.
  public boolean runsToCompletion() {
    return !Json.text(json, "/spec/restartPolicy").orElse("Always").equals("Always");
  }

  /// Whether the pod makes its containers run as root by default.
  public boolean runsAsRoot() {
    var user = Json.at(json, "/spec/securityContext/runAsUser");
    return user.isIntegralNumber() && user.asLong() == 0;
  }

  /// Whether the pod makes its containers run with an AppArmor profile of its nodes by default.
  public boolean hasLocalAppArmorProfile() {
    return Json.text(json, "/spec/securityContext/appArmorProfile/type")
        .orElse("")
        .equals("Localhost");
  }

  /// The pod-level limit of `cpu` or `memory` (KEP-2837).
  public Optional<Quantity> podLimit(String resource) {
    return ContainerView.quantity(json, "/spec/resources/limits/" + resource);
  }

  /// Whether the pod as a whole has a request or a limit of this resource (KEP-2837).
  public boolean hasPodResource(String resource) {
    return podLimit(resource).isPresent()
        || ContainerView.quantity(json, "/spec/resources/requests/" + resource).isPresent();
  }

  /// Whether the pod is Guaranteed by the limits of its containers.
  public boolean guaranteed() {
    for (var container : allContainers) {
      if (!container.guaranteed()) {
        return false;
      }
    }
    return true;
  }

  /// Whether the pod has a volume of this name.
  public boolean hasVolume(String name) {
    for (var volume : Json.objects(json, "/spec/volumes")) {
      if (Json.text(volume, "/name").orElse("").equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// The workload that controls the pod, by the pod alone; [Workload#NONE] for a pod without a
  /// controller.
  ///
  /// @param kinds of workloads beyond those of Kubernetes
  public Workload workload(List<CustomKind> kinds) {
    return PodWorkload.of(json, kinds);
  }

  /// What controls the pod, by the pod alone.
  ///
  /// @param kinds of workloads beyond those of Kubernetes
  public PodOwner owner(List<CustomKind> kinds) {
    return PodWorkload.owner(json, kinds);
  }
}
