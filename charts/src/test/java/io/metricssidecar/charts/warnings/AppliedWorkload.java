package io.metricssidecar.charts.warnings;

import io.metricssidecar.charts.policies.AdmissionPolicy;
import io.metricssidecar.charts.policies.AdmissionPolicy.Input;
import io.metricssidecar.contract.Annotations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A workload that somebody applies: a right one, of which a case changes what it is about.
///
/// @param kind such as `Deployment`
/// @param own annotations of the workload itself
/// @param annotations of its pod template
/// @param spec of the workload, without its template
/// @param pod spec of its pods
/// @param namespace labels and annotations of the namespace that it is in
record AppliedWorkload(
    String kind,
    Map<String, String> own,
    Map<String, String> annotations,
    Map<String, Object> spec,
    Map<String, Object> pod,
    Map<String, Map<String, String>> namespace) {
  static final String ENABLED = Annotations.ENABLED;

  /// A person: no account of the control plane.
  static final Map<String, Object> PERSON =
      Map.of("username", "anna", "groups", List.of("system:authenticated"));

  /// A workload named `web` of three pods that ask for the sidecar, with one container named `app`.
  static AppliedWorkload of(String kind) {
    return new AppliedWorkload(
        kind,
        Map.of(),
        Map.of(ENABLED, "true"),
        kind.equals("StatefulSet")
            ? Map.of("replicas", 3L, "podManagementPolicy", "Parallel")
            : Map.of("replicas", 3L),
        Map.of("containers", List.of(container("app", Map.of("cpu", "1", "memory", "1Gi")))),
        Map.of());
  }

  /// A container with limits.
  static Map<String, Object> container(String name, Map<String, ?> limits) {
    return Map.of("name", name, "resources", Map.of("limits", limits));
  }

  /// The same with other annotations of the workload itself.
  AppliedWorkload own(Map<String, String> other) {
    return new AppliedWorkload(kind, other, annotations, spec, pod, namespace);
  }

  /// The same with other annotations of its pod template.
  AppliedWorkload annotated(Map<String, String> other) {
    return new AppliedWorkload(kind, own, other, spec, pod, namespace);
  }

  /// The same with one annotation more on its pod template.
  AppliedWorkload with(String key, String value) {
    var more = new HashMap<>(annotations);
    more.put(key, value);
    return annotated(more);
  }

  /// The same with another spec of the workload.
  AppliedWorkload spec(Map<String, Object> other) {
    return new AppliedWorkload(kind, own, annotations, other, pod, namespace);
  }

  /// The same with another spec of its pods.
  AppliedWorkload pod(Map<String, Object> other) {
    return new AppliedWorkload(kind, own, annotations, spec, other, namespace);
  }

  /// The same in a namespace with labels.
  AppliedWorkload inNamespaceWith(Map<String, String> labels) {
    return inNamespace("labels", labels);
  }

  /// The same in a namespace with annotations.
  AppliedWorkload inNamespaceAnnotated(Map<String, String> other) {
    return inNamespace("annotations", other);
  }

  private AppliedWorkload inNamespace(String field, Map<String, String> value) {
    var metadata = new HashMap<>(namespace);
    metadata.put(field, value);
    return new AppliedWorkload(kind, own, annotations, spec, pod, metadata);
  }

  /// The request to create it, by a person in namespace `shop`.
  Input created() {
    return created(PERSON, Map.of());
  }

  /// The same request beside an object of a policy's `paramKind`.
  Input created(Map<String, Object> params) {
    return created(PERSON, params);
  }

  /// The same request by somebody else.
  Input createdBy(Map<String, Object> userInfo) {
    return created(userInfo, Map.of());
  }

  private Input created(Map<String, Object> userInfo, Map<String, Object> params) {
    return new Input(
        object(),
        AdmissionPolicy.object(""),
        Map.of("kind", Map.of("kind", kind), "namespace", "shop", "userInfo", userInfo),
        Map.of("metadata", namespace),
        params);
  }

  private Map<String, Object> object() {
    var template = Map.of("metadata", Map.of("annotations", annotations), "spec", pod);
    var whole = new HashMap<>(spec);
    if (kind.equals("CronJob")) {
      whole.put("jobTemplate", Map.of("spec", Map.of("template", template)));
    } else {
      whole.put("template", template);
    }
    return Map.of(
        "kind", kind, "metadata", Map.of("name", "web", "annotations", own), "spec", whole);
  }
}
