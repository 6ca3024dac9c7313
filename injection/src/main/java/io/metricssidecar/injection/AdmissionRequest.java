package io.metricssidecar.injection;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;

/// A request for the admission of a pod, reduced to what the decision needs. Everything in it comes
/// from the sender of the review, who may be anyone.
///
/// @param uid of the review, which the answer repeats
/// @param namespace of the pod; empty where the review has none
/// @param optIn the entry of the webhook configuration that sent the review
/// @param newPod whether the review is about the creation of a pod
/// @param pod to be admitted
public record AdmissionRequest(
    String uid, String namespace, OptIn optIn, boolean newPod, PodView pod) {
  public AdmissionRequest {
    requireNonNull(uid, "uid is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(optIn, "optIn is null");
    requireNonNull(pod, "pod is null");
  }
}
