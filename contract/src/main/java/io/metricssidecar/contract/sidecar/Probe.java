package io.metricssidecar.contract.sidecar;

/// The readiness probe on the sidecar's container, in the fields and units of Kubernetes. The
/// sidecar knows it too, because the time until the kubelet notices a change follows from it.
/// [SidecarSetting] has the ranges.
///
/// @param initialDelaySeconds before the first probe
/// @param periodSeconds between probes
/// @param timeoutSeconds of one probe
/// @param failureThreshold consecutive failures until the pod is not ready
/// @param successThreshold consecutive successes until it is ready again
public record Probe(
    int initialDelaySeconds,
    int periodSeconds,
    int timeoutSeconds,
    int failureThreshold,
    int successThreshold) {}
