package io.metricssidecar.injection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/// A pod that would get the sidecar, but for the reasons that are given to it.
final class SkippedPod {
  private final ObjectNode pod = GoldenPod.read("pod-of-a-deployment").pod();
  private String namespace = "shop";
  private OptIn optIn = OptIn.POD;
  private boolean newPod = true;
  private final Set<String> limits = new HashSet<>();

  /// Makes a reason apply, whatever was given before.
  SkippedPod with(SkipReason reason) {
    switch (reason) {
      case NOT_A_NEW_POD -> newPod = false;
      case NOT_REQUESTED -> {
        optIn = OptIn.POD;
        annotations().remove(Annotations.ENABLED);
      }
      case OPTED_OUT -> annotations().put(Annotations.ENABLED, "false");
      case MIRROR_POD -> annotations().put("kubernetes.io/config.mirror", "a hash");
      case DENIED_NAMESPACE -> namespace = "kube-system";
      case ALREADY_INJECTED -> containers().addObject().put("name", Names.CONTAINER);
      case MALFORMED_POD -> pod.withObject("/metadata").put("labels", "none");
      case ANNOTATIONS_FULL -> annotations().put("example.com/big", "x".repeat(230 * 1024));
      case INVALID_ENABLED -> annotations().put(Annotations.ENABLED, "yes");
      case WINDOWS -> pod.withObject("/spec/os").put("name", "windows");
      case HOST_NETWORK -> pod.withObject("/spec").put("hostNetwork", true);
      case NO_CONTROLLER -> {
        onlyTheNamespaceAsks();
        owner().put("controller", false);
      }
      case NO_SERVICE_TRAFFIC -> {
        onlyTheNamespaceAsks();
        pod.withObject("/spec").put("restartPolicy", "OnFailure");
      }
      case UNKNOWN_OWNER -> {
        onlyTheNamespaceAsks();
        owner().put("apiVersion", "v1").put("kind", "ReplicationController");
      }
      case COMPLETES -> {
        optIn = OptIn.POD;
        annotations().put(Annotations.ENABLED, "true");
        pod.withObject("/spec").put("restartPolicy", "Never");
      }
      case VOLUME_NAME_TAKEN ->
          pod.withArray("/spec/volumes").addObject().put("name", Names.TOKEN_VOLUME);
      case OTHER_ARCHITECTURE ->
          pod.withObject("/spec/nodeSelector").put("kubernetes.io/arch", "arm64");
      case NO_CONTAINER -> containers().removeAll();
      case NO_SUCH_CONTAINER -> annotations().put(SidecarSetting.CONTAINER.annotation(), "another");
      case NO_FREE_PORT -> {
        var ports = pod.withArray("/spec/containers/0/ports");
        IntStream.rangeClosed(1, 65_535)
            .forEach(port -> ports.addObject().put("containerPort", port));
      }
      case MESH_PROXY_FIRST -> {
        containers().addObject().put("name", "istio-proxy");
        pod.withArray("/spec/initContainers").addObject().put("name", "istio-init");
      }
      case LIMIT_RANGE -> limits.add("container-max-memory=16Mi");
      case QUOTA -> limits.add("quota-requests.cpu=1-of-1");
    }
    return this;
  }

  /// The decision on it in a plain installation.
  Decision decision() {
    return InjectionPolicy.decide(
        new AdmissionRequest("uid", namespace, optIn, newPod, PodView.of(pod)),
        TestOptions.of(limits));
  }

  private void onlyTheNamespaceAsks() {
    optIn = OptIn.NAMESPACE;
    annotations().remove(Annotations.ENABLED);
  }

  private ObjectNode owner() {
    return pod.withObject("/metadata/ownerReferences/0");
  }

  private ObjectNode annotations() {
    return pod.withObject("/metadata/annotations");
  }

  private ArrayNode containers() {
    return pod.withArray("/spec/containers");
  }
}
