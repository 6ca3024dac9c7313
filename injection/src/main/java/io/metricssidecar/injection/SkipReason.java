package io.metricssidecar.injection;

import java.util.Locale;

/// The reasons for which a pod gets no sidecar, in the order in which [InjectionPolicy] asks for
/// them: the first that applies is the one that is reported. The machine name is a metric label and
/// part of the status annotation; the sentence is for people.
public enum SkipReason {
  NOT_A_NEW_POD(Audience.NOBODY, "the request does not create a pod"),
  NOT_REQUESTED(Audience.NOBODY, "it has no annotation metrics-sidecar/enabled"),
  OPTED_OUT(Audience.NOBODY, "metrics-sidecar/enabled is \"false\""),
  MIRROR_POD(Audience.NOBODY, "it is a static pod, which only its kubelet can change"),
  DENIED_NAMESPACE(Audience.CALLER, "pods of this namespace are never changed"),
  ALREADY_INJECTED(Audience.NOBODY, "it has a container named metrics-sidecar"),
  MALFORMED_POD(Audience.CALLER, "its metadata or spec is malformed"),
  ANNOTATIONS_FULL(
      Audience.CALLER, "its annotations leave no space for ours within the limit of 256 KiB"),
  INVALID_ENABLED(Audience.EVERYBODY, "metrics-sidecar/enabled is neither \"true\" nor \"false\""),
  WINDOWS(Audience.EVERYBODY, "it runs on Windows and the sidecar is a Linux image"),
  OTHER_ARCHITECTURE(
      Audience.EVERYBODY,
      "its node selector or node affinity allows no architecture that the sidecar's image has"),
  HOST_NETWORK(
      Audience.EVERYBODY, "it uses its node's network, where two sidecars would share one port"),
  NO_CONTROLLER(Audience.READER, "it has no controller, and only pods of a workload are shed"),
  NO_SERVICE_TRAFFIC(Audience.READER, "it runs to completion, and only pods that serve are shed"),
  COMPLETES(Audience.EVERYBODY, "it runs to completion, which only a native sidecar allows"),
  UNKNOWN_OWNER(
      Audience.EVERYBODY,
      "its owner is of a kind that is not in the chart's scaleTargets, so it would never be shed"),
  VOLUME_NAME_TAKEN(Audience.EVERYBODY, "it already has a volume named metrics-sidecar-token"),
  NO_CONTAINER(Audience.CALLER, "it has no container to measure"),
  NO_SUCH_CONTAINER(
      Audience.EVERYBODY, "metrics-sidecar/container does not name one of its containers"),
  NO_FREE_PORT(
      Audience.EVERYBODY, "its containers declare every port that the sidecar could listen on"),
  MESH_PROXY_FIRST(
      Audience.EVERYBODY,
      "the proxy of a mesh was injected first and would intercept the probe: list the sidecar's"
          + " port in the mesh's annotation for excluded inbound ports, or let this webhook run"
          + " before the mesh's"),
  LIMIT_RANGE(
      Audience.EVERYBODY, "a LimitRange of its namespace would refuse the pod with the sidecar"),
  QUOTA(
      Audience.EVERYBODY, "a ResourceQuota of its namespace would refuse the pod with the sidecar");

  /// The recipients of a reason.
  private enum Audience {
    /// Nobody: it is what the pod asked for, or the pod must not be touched.
    NOBODY,
    /// The client that creates the pod, by a warning in the answer.
    CALLER,
    /// The client, and everyone who reads the pod: by a warning and the status annotation. There is
    /// no Event, as such pods come and go in great numbers.
    READER,
    /// The client, and everyone who reads the pod or the Events of its workload.
    EVERYBODY
  }

  private final Audience audience;
  private final String sentence;

  SkipReason(Audience audience, String sentence) {
    this.audience = audience;
    this.sentence = sentence;
  }

  /// The name in metrics and annotations.
  public String machineName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The reason for people; completes "the pod gets no sidecar because".
  public String sentence() {
    return sentence;
  }

  /// Whether the answer has a warning with the reason.
  public boolean warned() {
    return audience != Audience.NOBODY;
  }

  /// Whether the pod's status annotation contains it.
  public boolean annotated() {
    return audience == Audience.READER || audience == Audience.EVERYBODY;
  }

  /// Whether an Event of the workload reports it.
  public boolean reported() {
    return audience == Audience.EVERYBODY;
  }
}
