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

/// The change to a pod as explicit JSON patch operations (RFC 6902) against the JSON that was sent.
/// Every operation adds, and only what is ours: other injectors' work, fields that we do not know
/// and the order of everything stay. A parent that is missing is added first. The lists of
/// [MeshPorts] alone are written over, with what they had before and our port.
public final class PodPatch {
  /// Less than an hour: a longer-lived token would not be worth more to us, only to a thief.
  /// Kubernetes renews it in place.
  private static final int TOKEN_SECONDS = 3600;

  private final PodView pod;
  private final ArrayNode operations = Json.object().arrayNode();

  /// Parents that an operation before has added.
  private final Set<String> parents = new HashSet<>();

  private PodPatch(PodView pod) {
    this.pod = pod;
  }

  /// The operations that inject.
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
    // Last in its list: nothing waits for us.
    patch.append(
        switch (injection.placement()) {
          case NATIVE_SIDECAR -> "/spec/initContainers";
          case CONTAINER -> "/spec/containers";
        },
        injection.container());
    return patch.operations;
  }

  /// The operations that only say what became of a pod. The label lets the controller find it and
  /// tell its workload.
  public static ArrayNode stating(PodView pod, String status) {
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

  /// Our own token, CA and namespace. Mounted into our container alone, it works where the pod says
  /// `automountServiceAccountToken: false` and gives the application nothing.
  private static ObjectNode tokenVolume() {
    var volume = Json.object().put("name", Names.TOKEN_VOLUME);
    var sources = volume.putObject("projected").putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("expirationSeconds", TOKEN_SECONDS)
        .put("path", "token");
    var configMap = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
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

  /// A key as one step of a pointer (RFC 6901 §3): the tilde first.
  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
