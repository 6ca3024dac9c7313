package io.metricssidecar.contract;

/// Annotation keys on a pod template that concern the injection itself. Those that configure the
/// running sidecar are in [Setting], which pairs each with its environment variable.
public final class Annotations {
  /// The one prefix of every annotation and label that is ours.
  public static final String PREFIX = "metrics-sidecar/";

  /// `"true"` injects, `"false"` opts out, anything else is an invalid value.
  public static final String ENABLED = PREFIX + "enabled";

  /// Written by the webhook: JSON with the version and what was done or why not. Never read as a
  /// fact: a pod is injected when it has a container of our name.
  public static final String STATUS = PREFIX + "status";

  /// Image of the sidecar, in place of the chart's.
  public static final String IMAGE = PREFIX + "image";

  /// `Always`, `IfNotPresent` or `Never`.
  public static final String IMAGE_PULL_POLICY = PREFIX + "image-pull-policy";

  /// Resources of the sidecar container, Kubernetes quantities.
  public static final String CPU_REQUEST = PREFIX + "cpu-request";

  /// See [#CPU_REQUEST].
  public static final String CPU_LIMIT = PREFIX + "cpu-limit";

  /// See [#CPU_REQUEST].
  public static final String MEMORY_REQUEST = PREFIX + "memory-request";

  /// See [#CPU_REQUEST].
  public static final String MEMORY_LIMIT = PREFIX + "memory-limit";

  /// `auto`, `true` or `false`: whether the sidecar becomes a restartable init container (KEP-753).
  public static final String NATIVE_SIDECAR = PREFIX + "native-sidecar";

  /// RFC 6902 patch on our own container.
  public static final String PATCH = PREFIX + "patch";

  /// kubectl's annotation for the container that `logs` and `exec` choose.
  public static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /// Istio's list of inbound ports that its proxy leaves alone, with commas.
  public static final String ISTIO_EXCLUDED_PORTS = "traffic.sidecar.istio.io/excludeInboundPorts";

  /// Linkerd's list of inbound ports and ranges that its proxy leaves alone, with commas.
  public static final String LINKERD_SKIPPED_PORTS = "config.linkerd.io/skip-inbound-ports";

  /// On a budget Lease: the format of its other annotations.
  public static final String LEASE_FORMAT = PREFIX + "format";

  /// The one value of [#LEASE_FORMAT] that this version knows.
  public static final String LEASE_FORMAT_1 = "1";

  /// On a budget Lease, written by the controller: how many holders there may be.
  public static final String SLOTS = PREFIX + "slots";

  /// On a budget Lease, one annotation for each holder: this and the pod's UID; the value is a
  /// sequence number, a space and the pod's name.
  public static final String HOLDER_PREFIX = "holder.metrics-sidecar/";

  private Annotations() {}
}
