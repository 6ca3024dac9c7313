package io.metricssidecar.injection;

import java.util.Locale;

/// Why a pod is left as it is, in the order of the questions. The machine name is a metric label
/// and stands in the status annotation; the sentence is for people.
public enum SkipReason {
  NOT_A_NEW_POD(Told.NOBODY, "it is not a pod about to be created"),
  NOT_REQUESTED(Told.NOBODY, "it has no annotation metrics-sidecar/enabled"),
  OPTED_OUT(Told.NOBODY, "metrics-sidecar/enabled is \"false\""),
  MIRROR_POD(Told.NOBODY, "it is a static pod, which only its kubelet can change"),
  DENIED_NAMESPACE(Told.CALLER, "pods of this namespace are never changed"),
  ALREADY_INJECTED(Told.NOBODY, "it has a container named metrics-sidecar"),
  MALFORMED_POD(Told.CALLER, "its metadata or its spec are not shaped as a pod's"),
  ANNOTATIONS_FULL(
      Told.CALLER, "its annotations leave no room for ours in the 256 KiB that Kubernetes takes"),
  INVALID_ENABLED(Told.EVERYBODY, "metrics-sidecar/enabled is neither \"true\" nor \"false\""),
  WINDOWS(Told.EVERYBODY, "it runs on Windows and the sidecar is a Linux image"),
  HOST_NETWORK(
      Told.EVERYBODY, "it uses its node's network, where two sidecars would share one port"),
  COMPLETES(
      Told.EVERYBODY,
      "it is meant to complete, which a sidecar would prevent that is not a native one"),
  VOLUME_NAME_TAKEN(Told.EVERYBODY, "it has a volume named metrics-sidecar-token of its own"),
  NO_CONTAINER(Told.CALLER, "it has no container to measure"),
  NO_SUCH_CONTAINER(Told.EVERYBODY, "it has no container of the name in metrics-sidecar/container"),
  NO_FREE_PORT(Told.EVERYBODY, "its containers say that they listen on every port there is"),
  MESH_PROXY_FIRST(
      Told.EVERYBODY,
      "Istio's proxy is in it already and would take the probe: name the sidecar's port in"
          + " traffic.sidecar.istio.io/excludeInboundPorts, or let this webhook come before Istio's");

  /// Who hears of it.
  private enum Told {
    /// It is what the pod asked for, or the pod must not be touched.
    NOBODY,
    /// A warning in the answer, but no annotation on the pod.
    CALLER,
    /// A warning in the answer and the status annotation.
    EVERYBODY
  }

  private final Told told;
  private final String sentence;

  SkipReason(Told told, String sentence) {
    this.told = told;
    this.sentence = sentence;
  }

  /// Name in metrics and annotations.
  public String machineName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people; goes on from "the pod gets no sidecar because".
  public String sentence() {
    return sentence;
  }

  /// Whether the answer carries a warning.
  public boolean warned() {
    return told != Told.NOBODY;
  }

  /// Whether the pod's status annotation says it.
  public boolean annotated() {
    return told == Told.EVERYBODY;
  }
}
