package io.metricssidecar.injection.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.injection.container.Injection;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.PodView;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// The change to a pod as explicit JSON patch operations (RFC 6902) against the JSON of the review.
/// Every operation adds something of ours: other injectors' work, unknown fields and the order of
/// everything are preserved. A missing parent is added first. Only the lists of [MeshPorts] are
/// overwritten, with their previous content and our port.
public final class PodPatch {
  /// Lifetime of the token. Kubernetes renews it in place, so a longer one would only help a thief.
  private static final int TOKEN_SECONDS = 3600;

  private final PodView pod;
  private final ArrayNode operations = Json.object().arrayNode();

  /// Parents added by an earlier operation.
  private final Set<String> parents = new HashSet<>();

  private PodPatch(PodView pod) {
    this.pod = pod;
  }

  /// The operations that add the sidecar.
  public static ArrayNode injecting(PodView pod, Injection injection, String status) {
    var patch = new PodPatch(pod);
    patch.member("/metadata/labels", Labels.INJECTED, Labels.TRUE);
    patch.member("/metadata/annotations", Annotations.STATUS, status);
    if (!pod.annotations().containsKey(Annotations.DEFAULT_CONTAINER)) {
      patch.member("/metadata/annotations", Annotations.DEFAULT_CONTAINER, injection.measured());
    }
    injection
        .meshPorts()
        .lists()
        .forEach((annotation, list) -> patch.member("/metadata/annotations", annotation, list));
    patch.pullSecrets(injection);
    patch.append("/spec/volumes", tokenVolume());
    // Last in its list, so that no other container waits for it.
    patch.append(
        switch (injection.placement()) {
          case NATIVE_SIDECAR -> "/spec/initContainers";
          case CONTAINER -> "/spec/containers";
        },
        injection.container());
    return patch.operations;
  }

  /// The operations that only report why a pod has no sidecar. The controller finds the pod by the
  /// label and writes an Event for its workload.
  public static ArrayNode reporting(PodView pod, String status) {
    var patch = new PodPatch(pod);
    patch.member("/metadata/labels", Labels.INJECTED, Labels.FALSE);
    patch.member("/metadata/annotations", Annotations.STATUS, status);
    return patch.operations;
  }

  private void pullSecrets(Injection injection) {
    var present =
        Json.objects(pod.json(), "/spec/imagePullSecrets").stream()
            .map(secret -> Json.text(secret, "/name").orElse(""))
            .toList();
    injection.imagePullSecrets().stream()
        .filter(name -> !present.contains(name))
        .forEach(name -> append("/spec/imagePullSecrets", Json.object().put("name", name)));
  }

  /// The volume with the sidecar's own token, the cluster's CA and the namespace. It is mounted
  /// into the sidecar alone, works where the pod has `automountServiceAccountToken: false`, and
  /// gives the application nothing. Some virtual clusters do not publish the CA: without it the
  /// sidecar reads nothing and sheds nothing, but the pod starts.
  private static ObjectNode tokenVolume() {
    var volume = Json.object().put("name", Names.TOKEN_VOLUME);
    var sources = volume.putObject("projected").putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("expirationSeconds", TOKEN_SECONDS)
        .put("path", "token");
    var configMap = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
    configMap.put("optional", true);
    configMap.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    var item = sources.addObject().putObject("downwardAPI").putArray("items").addObject();
    item.put("path", "namespace").putObject("fieldRef").put("fieldPath", "metadata.namespace");
    return volume;
  }

  private void member(String parent, String key, String value) {
    if (exists(parent, JsonNode::isObject)) {
      add(parent + "/" + escape(key)).put("value", value);
    } else {
      add(parent).putObject("value").put(key, value);
      parents.add(parent);
    }
  }

  private void append(String parent, ObjectNode element) {
    if (exists(parent, JsonNode::isArray)) {
      add(parent + "/-").set("value", element);
    } else {
      add(parent).putArray("value").add(element);
      parents.add(parent);
    }
  }

  private boolean exists(String parent, Predicate<JsonNode> type) {
    return parents.contains(parent) || type.test(Json.at(pod.json(), parent));
  }

  private ObjectNode add(String path) {
    return operations.addObject().put("op", "add").put("path", path);
  }

  /// A key as one token of a JSON pointer (RFC 6901 §3); the tilde is escaped first.
  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
