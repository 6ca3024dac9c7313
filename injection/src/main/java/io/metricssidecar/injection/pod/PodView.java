package io.metricssidecar.injection.pod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.contract.sidecar.Workload;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A pod that asks for admission, read where it lies in its own JSON: nothing that we do not know
/// can get lost, because nothing is converted.
///
/// @param json as the API server sent it
/// @param annotations empty where there are none
/// @param containers without init containers
/// @param allContainers with init containers
public record PodView(
    ObjectNode json,
    Map<String, String> annotations,
    List<ContainerView> containers,
    List<ContainerView> allContainers) {
  /// Bytes that are left for our annotations in any pod that we change: more than they ever take.
  public static final int ROOM = 64 * 1024;

  /// Bytes of all keys and values that an API server takes (kubernetes,
  /// `apimachinery/pkg/api/validation`, `TotalAnnotationSizeLimitB`).
  private static final int MOST_ANNOTATIONS = 256 * 1024;

  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String TEMPLATE_HASH = "pod-template-hash";
  private static final List<String> TEXTS = List.of("/metadata/labels", "/metadata/annotations");
  private static final List<String> ARRAYS =
      List.of(
          "/spec/containers", "/spec/initContainers", "/spec/volumes", "/spec/imagePullSecrets");

  private static final List<String> OS_LABELS =
      List.of("kubernetes.io/os", "beta.kubernetes.io/os");

  public PodView {
    requireNonNull(json, "json is null");
    annotations = Collections.unmodifiableMap(annotations);
    containers = List.copyOf(containers);
    allContainers = List.copyOf(allContainers);
  }

  /// Looks at a pod once; whoever changes the JSON afterwards has to look again.
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
    return Json.objects(json, pointer).stream().map(ContainerView::new).toList();
  }

  /// The first container or init container of this name.
  public Optional<ContainerView> container(String name) {
    return allContainers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /// Whether a container or init container has our name: the only sign of an injection that is
  /// believed.
  public boolean injected() {
    return container(Names.CONTAINER).isPresent();
  }

  /// Whether what we add to is what it is in a pod. API servers send no others; there, a patch
  /// would write over what somebody else has written, or fit nowhere.
  public boolean sound() {
    return json.path("metadata").isObject()
        && json.path("spec").isObject()
        && TEXTS.stream().map(this::at).allMatch(node -> absent(node) || texts(node))
        && ARRAYS.stream().map(this::at).allMatch(node -> absent(node) || node.isArray());
  }

  /// Whether there is room for our annotations.
  public boolean roomy() {
    return annotations.entrySet().stream()
            .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
            .sum()
        <= MOST_ANNOTATIONS - ROOM;
  }

  private static long bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  private JsonNode at(String pointer) {
    return Json.at(json, pointer);
  }

  private static boolean texts(JsonNode node) {
    return node.isObject() && node.valueStream().allMatch(text -> absent(text) || text.isTextual());
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /// Whether it stands for a pod that the kubelet runs from a file; a change would be lost.
  public boolean mirror() {
    return annotations().containsKey(MIRROR);
  }

  /// Whether it shares its node's network, where our port would be the node's.
  public boolean hostNetwork() {
    return Json.at(json, "/spec/hostNetwork").asBoolean(false);
  }

  /// Whether it runs on Windows, where the fields of our security context are forbidden.
  public boolean windows() {
    var nodes = Json.texts(json, "/spec/nodeSelector");
    return Json.text(json, "/spec/os/name").orElse("").equals("windows")
        || OS_LABELS.stream().anyMatch(label -> "windows".equals(nodes.get(label)));
  }

  /// Whether it is meant to end by itself, as the pods of a Job are.
  public boolean completes() {
    return !Json.text(json, "/spec/restartPolicy").orElse("Always").equals("Always");
  }

  /// Whether the pod runs its containers as root unless they say otherwise.
  public boolean runsAsRoot() {
    var user = Json.at(json, "/spec/securityContext/runAsUser");
    return user.isIntegralNumber() && user.asLong() == 0;
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

  /// Whether it is Guaranteed by its containers' own limits.
  public boolean guaranteed() {
    return allContainers().stream().allMatch(ContainerView::guaranteed);
  }

  /// Whether it has a volume of this name.
  public boolean hasVolume(String name) {
    return Json.objects(json, "/spec/volumes").stream()
        .anyMatch(volume -> Json.text(volume, "/name").orElse("").equals(name));
  }

  /// Who controls the pod, found without asking anybody: a ReplicaSet's name less the hash of its
  /// template is its Deployment's. [Workload#NONE] for a pod that nobody controls.
  public Workload workload() {
    return Json.objects(json, "/metadata/ownerReferences").stream()
        .filter(owner -> owner.path("controller").asBoolean(false))
        .findFirst()
        .map(this::workload)
        .orElse(Workload.NONE);
  }

  private Workload workload(ObjectNode owner) {
    var kind = Json.text(owner, "/kind").orElse("");
    var name = Json.text(owner, "/name").orElse("");
    var hash = Json.text(json, "/metadata/labels/" + TEMPLATE_HASH).orElse("");
    var suffix = "-" + hash;
    return kind.equals("ReplicaSet") && !hash.isEmpty() && name.endsWith(suffix)
        ? new Workload("Deployment", name.substring(0, name.length() - suffix.length()))
        : new Workload(kind, name);
  }
}
