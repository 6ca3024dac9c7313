package io.metricssidecar.webhook.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.injection.annotations.InjectionAnnotation;
import io.metricssidecar.injection.annotations.PodAnnotations;
import io.metricssidecar.injection.pod.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// A generator of random pods: what people write, with every field that the webhook reads, and in
/// one pod of three something of an unexpected type anywhere in it.
final class PodGenerator {
  private static final List<String> NAMES =
      List.of(
          "app",
          "app",
          "web",
          "istio-proxy",
          "istio-init",
          "istio-validation",
          "linkerd-proxy",
          "metrics-sidecar-token",
          "envoy",
          "",
          "größe",
          "~a/b");
  private static final List<String> QUANTITIES =
      List.of("1", "500m", "0", "-1", "64Mi", "1e3", "1Ei", "9999999999999999999", "x", "1e999999");
  private static final List<String> VALUES =
      List.of(
          "",
          "true",
          "false",
          "80",
          "0",
          "101",
          "50.25",
          "15s",
          "any",
          "observe",
          "debug",
          "8333",
          "8334",
          "65535",
          "4567",
          "app",
          "web",
          "128Mi",
          "100m",
          "1e999999",
          "Always",
          "no such",
          "metrics-sidecar:0.1.0",
          "Bad Image",
          "[]",
          "\u0000\u2028 \uD83D\uDE00",
          "9".repeat(400));
  private static final String PATCH = InjectionAnnotation.PATCH.annotation();
  private static final List<String> PATCHES =
      List.of(
          "[]",
          "[{\"op\":\"add\",\"path\":\"/args\",\"value\":[\"-x\"]}]",
          "[{\"op\":\"remove\",\"path\":\"/env\"}]",
          "[{\"op\":\"add\",\"path\":\"/env/-\",\"value\":{\"name\":\"A\"}}]",
          "[{\"op\":\"replace\",\"path\":\"/image\",\"value\":null}]",
          "[{\"op\":\"test\",\"path\":\"/~2\",\"value\":1}]",
          "[{\"op\":\"add\",\"path\":\"/a/b/c\",\"value\":1},7]",
          "[{\"op\":\"add\",\"path\":\"/env/x\",\"value\":1}]",
          "[{\"op\":\"remove\",\"path\":\"/env/99999999999\"}]",
          "[{\"op\":\"replace\",\"path\":\"/env/-1/name\",\"value\":[]}]",
          "[{\"op\":\"add\",\"path\":\"/name/x\",\"value\":{}}]",
          "[{\"op\":\"replace\",\"path\":\"/\",\"value\":{}}]",
          "[{\"op\":\"remove\",\"path\":\"//\"}]",
          "{");
  private static final List<String> PORT_LISTS =
      List.of(
          "", " ", "8333", "80,443", "8000-9000", "*", "80,,443", "9000-80", "x", "99999", "1,");
  private static final List<String> FOREIGN_KEYS =
      List.of("example.com/a", "a~b", "~1", "with/two/slashes", "", "größe", "\uD83D\uDE00");
  private static final int DEPTH = 200;

  private final Random random;

  private PodGenerator(Random random) {
    this.random = random;
  }

  /// A pod from a source of randomness.
  static ObjectNode generate(Random random) {
    var generator = new PodGenerator(random);
    var pod = generator.pod();
    if (generator.oneIn(3)) {
      var changes = 1 + random.nextInt(3);
      for (var change = 0; change < changes; change++) {
        generator.distort(pod);
      }
    }
    return pod;
  }

  private ObjectNode pod() {
    var pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    pod.set("metadata", metadata());
    pod.set("spec", spec());
    maybe(pod, "status", this::odd);
    maybe(pod, "unknown~/field", this::odd);
    return pod;
  }

  private ObjectNode metadata() {
    var metadata = Json.object();
    metadata.put(oneIn(2) ? "generateName" : "name", "web-6c8f9d7b5-");
    maybe(metadata, "namespace", () -> text(List.of("shop", "kube-system", "")));
    maybe(metadata, "labels", () -> texts("pod-template-hash", List.of("6c8f9d7b5", "")));
    if (!oneIn(10)) {
      metadata.set("annotations", annotations());
    }
    if (oneIn(20)) {
      metadata.set("labels", Json.object().put(Labels.INJECTED, one(VALUES)));
    }
    maybe(metadata, "ownerReferences", () -> array(2, this::owner));
    maybe(metadata, "managedFields", this::odd);
    return metadata;
  }

  private ObjectNode annotations() {
    var annotations = Json.object();
    if (!oneIn(6)) {
      annotations.put(Annotations.ENABLED, oneIn(20) ? one(VALUES) : "true");
    }
    for (var count = random.nextInt(4); count > 0; count--) {
      annotations.put(one(SidecarSetting.ALL).annotation(), one(VALUES));
    }
    for (var key : List.copyOf(PodAnnotations.keys())) {
      if (oneIn(20) && !key.equals(Annotations.ENABLED)) {
        annotations.put(key, key.equals(PATCH) ? one(PATCHES) : one(VALUES));
      }
    }
    maybe(annotations, PATCH, () -> text(PATCHES));
    maybe(annotations, Annotations.ISTIO_EXCLUDED_PORTS, () -> text(PORT_LISTS));
    maybe(annotations, Annotations.LINKERD_SKIPPED_PORTS, () -> text(PORT_LISTS));
    maybe(annotations, "traffic.sidecar.istio.io/includeInboundPorts", () -> text(PORT_LISTS));
    maybe(annotations, Annotations.DEFAULT_CONTAINER, () -> text(NAMES));
    maybe(annotations, one(FOREIGN_KEYS), () -> text(VALUES));
    maybe(annotations, Annotations.PREFIX + one(FOREIGN_KEYS), () -> text(VALUES));
    if (oneIn(50)) {
      annotations.put("kubernetes.io/config.mirror", "x");
    }
    return annotations;
  }

  private ObjectNode owner() {
    return Json.object()
        .put("kind", one(List.of("ReplicaSet", "StatefulSet", "Job", "", "Größe")))
        .put("name", one(List.of("web-6c8f9d7b5", "web", "", "x".repeat(300), "a/b~c")))
        .put("controller", !oneIn(4));
  }

  private ObjectNode spec() {
    var spec = Json.object();
    var containers = array(2, this::container);
    spec.set("containers", oneIn(10) ? containers : containers.add(container()));
    maybe(spec, "initContainers", () -> array(3, this::container));
    maybe(spec, "ephemeralContainers", () -> array(2, this::container));
    maybe(spec, "volumes", () -> array(2, () -> Json.object().put("name", one(NAMES))));
    maybe(spec, "imagePullSecrets", () -> array(2, () -> Json.object().put("name", "ours")));
    maybe(spec, "resources", this::resources);
    maybe(spec, "securityContext", () -> Json.object().put("runAsUser", random.nextInt(2)));
    maybe(spec, "restartPolicy", () -> text(List.of("Always", "Always", "Always", "Never")));
    maybe(
        spec,
        "nodeSelector",
        () -> texts("kubernetes.io/os", List.of("linux", "linux", "linux", "windows")));
    maybe(spec, "unknown", this::odd);
    if (oneIn(30)) {
      spec.put("hostNetwork", true);
    }
    return spec;
  }

  private ObjectNode container() {
    var container = Json.object().put("name", one(NAMES)).put("image", "example/app:1");
    if (oneIn(60)) {
      container.put("name", "metrics-sidecar");
    }
    maybe(container, "resources", this::resources);
    maybe(container, "ports", () -> array(3, this::port));
    maybe(container, "args", () -> array(4, () -> text(List.of("-d", "-b", "8333", "*", ""))));
    maybe(container, "restartPolicy", () -> text(List.of("Always", "Never")));
    maybe(container, "unknown/~", this::odd);
    return container;
  }

  private ObjectNode port() {
    var port = Json.object().put("containerPort", 8330 + random.nextInt(6));
    maybe(port, "protocol", () -> text(List.of("TCP", "UDP", "SCTP", "")));
    maybe(port, "hostPort", this::odd);
    return port;
  }

  private ObjectNode resources() {
    var resources = Json.object();
    for (var kind : List.of("limits", "requests")) {
      maybe(
          resources,
          kind,
          () -> {
            var amounts = Json.object();
            maybe(amounts, "cpu", () -> text(QUANTITIES));
            maybe(amounts, "memory", () -> text(QUANTITIES));
            return amounts;
          });
    }
    return resources;
  }

  /// A value of any type.
  private JsonNode odd() {
    return switch (random.nextInt(12)) {
      case 0 -> Json.object().nullNode();
      case 1 -> Json.object().arrayNode();
      case 2 -> Json.object();
      case 3 -> Json.object().booleanNode(random.nextBoolean());
      case 4 -> Json.object().numberNode(random.nextInt());
      case 5 -> Json.object().numberNode(random.nextLong());
      case 6 -> Json.object().numberNode(random.nextDouble() * 1e300);
      case 7 -> Json.object().numberNode(new BigInteger(300, random));
      case 8 -> array(3, this::odd);
      case 9 -> Json.object().set(one(FOREIGN_KEYS), odd());
      case 10 -> oneIn(10) ? deep() : text(QUANTITIES);
      default -> text(VALUES);
    };
  }

  private JsonNode deep() {
    JsonNode node = text(VALUES);
    for (var level = 0; level < DEPTH; level++) {
      node =
          random.nextBoolean() ? Json.object().arrayNode().add(node) : Json.object().set("a", node);
    }
    return node;
  }

  /// Replaces anything in a pod by something odd.
  private void distort(ObjectNode pod) {
    var containers = new ArrayList<ContainerNode<?>>();
    collect(pod, containers);
    switch (one(containers)) {
      case ObjectNode object when !object.isEmpty() -> {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        object.set(one(names), odd());
      }
      case ArrayNode array when !array.isEmpty() -> array.set(random.nextInt(array.size()), odd());
      case ContainerNode<?> _ -> {}
    }
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
    if (node instanceof ContainerNode<?> container) {
      containers.add(container);
      container.forEach(child -> collect(child, containers));
    }
  }

  private ArrayNode array(int max, Supplier<? extends JsonNode> element) {
    var array = Json.object().arrayNode();
    for (var count = random.nextInt(max + 1); count > 0; count--) {
      array.add(element.get());
    }
    return array;
  }

  private ObjectNode texts(String key, List<String> values) {
    var texts = Json.object().put(key, one(values));
    maybe(texts, one(FOREIGN_KEYS), () -> text(VALUES));
    return texts;
  }

  private JsonNode text(List<String> texts) {
    return Json.object().textNode(one(texts));
  }

  private void maybe(ObjectNode object, String key, Supplier<? extends JsonNode> value) {
    if (oneIn(4)) {
      object.set(key, value.get());
    }
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
