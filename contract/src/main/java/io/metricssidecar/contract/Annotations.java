package io.metricssidecar.contract;

/// Annotation keys that more than one process uses. The keys of a user's settings are in their
/// declarations ([io.metricssidecar.contract.settings.Setting]).
public final class Annotations {
  /// The prefix of all our annotations and labels.
  public static final String PREFIX = "metrics-sidecar/";

  /// `"true"` injects, `"false"` opts out, any other value is invalid.
  public static final String ENABLED = PREFIX + "enabled";

  /// Written by the webhook: JSON with the version, the result and its reason. Never believed: a
  /// pod is injected if it has a container of our name.
  public static final String STATUS = PREFIX + "status";

  /// kubectl's annotation for the default container of `logs` and `exec`.
  public static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /// Istio's list of inbound ports that bypass its proxy, with commas.
  public static final String ISTIO_EXCLUDED_PORTS = "traffic.sidecar.istio.io/excludeInboundPorts";

  /// Linkerd's list of inbound ports and port ranges that bypass its proxy, with commas.
  public static final String LINKERD_SKIPPED_PORTS = "config.linkerd.io/skip-inbound-ports";

  /// Kuma's list of inbound ports that bypass its proxy, with commas.
  public static final String KUMA_EXCLUDED_PORTS = "traffic.kuma.io/exclude-inbound-ports";

  /// Consul's list of inbound ports and port ranges that bypass its proxy, with commas; a range has
  /// a colon.
  public static final String CONSUL_EXCLUDED_PORTS =
      "consul.hashicorp.com/transparent-proxy-exclude-inbound-ports";

  /// On a budget Lease: the format of its other annotations.
  public static final String LEASE_FORMAT = PREFIX + "format";

  /// The one value of [#LEASE_FORMAT] that this version knows.
  public static final String LEASE_FORMAT_1 = "1";

  /// On a budget Lease, written by the controller: the number of slots.
  public static final String SLOTS = PREFIX + "slots";

  /// On a budget Lease: nobody sheds while it is there, whatever its value. On a workload or a
  /// Namespace: any value but [#NOT_PAUSED] has the controller write it into their Leases.
  public static final String PAUSED = PREFIX + "paused";

  /// The one value of [#PAUSED] on a workload or a Namespace that pauses nothing.
  public static final String NOT_PAUSED = "false";

  /// On a budget Lease, one annotation for each holder: this and the pod's UID; the value is a
  /// sequence number, a space and the pod's name.
  public static final String HOLDER_PREFIX = "holder.metrics-sidecar/";

  private Annotations() {}
}
