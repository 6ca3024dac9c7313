package io.metricssidecar.injection;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;

/// A pod that asks for admission, as far as the decision needs to know. Everything in it comes from
/// whoever sent the review.
///
/// @param uid of the review, which the answer repeats
/// @param namespace of the pod; empty where the review has none
/// @param origin who asked
/// @param newPod whether it is about the creation of a pod at all
/// @param pod that asks
public record AdmissionRequest(
    String uid, String namespace, OptIn origin, boolean newPod, PodView pod) {
  public AdmissionRequest {
    requireNonNull(uid, "uid is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(origin, "origin is null");
    requireNonNull(pod, "pod is null");
  }
}
