package io.metricssidecar.charts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One of the two processes of a release, and its objects in a rendering.
public enum Component {
  /// Answers admission reviews.
  WEBHOOK,
  /// Reconciles access and budgets.
  CONTROLLER;

  /// Value of the label `app.kubernetes.io/component`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Name of its Deployment, its ServiceAccount and all its other objects.
  public String objects() {
    return "metrics-sidecar-" + label();
  }

  /// Labels that select its pods.
  public Map<String, Object> selector() {
    return Map.of(
        "app.kubernetes.io/name", "metrics-sidecar",
        "app.kubernetes.io/instance", "metrics-sidecar",
        "app.kubernetes.io/component", label());
  }

  /// Its object of a kind.
  public Object object(Map<String, Object> rendered, String kind) {
    return Yaml.at(rendered, kind + "/" + objects());
  }

  /// Spec of its pods.
  public Object pod(Map<String, Object> rendered) {
    return Yaml.at(object(rendered, "Deployment"), "spec", "template", "spec");
  }

  /// All containers of its pods: init containers first.
  public List<Object> containers(Map<String, Object> rendered) {
    var pod = Yaml.map(pod(rendered));
    return Stream.of("initContainers", "containers")
        .filter(pod::containsKey)
        .flatMap(key -> Yaml.list(Yaml.at(pod, key)).stream())
        .toList();
  }

  /// Its one container.
  public Object container(Map<String, Object> rendered) {
    return Yaml.at(pod(rendered), "containers", 0);
  }

  /// Its variables: a value, or where the value comes from.
  public Map<String, Object> environment(Map<String, Object> rendered) {
    return Yaml.list(Yaml.at(container(rendered), "env")).stream()
        .map(Yaml::map)
        .collect(
            Collectors.toMap(
                variable -> Yaml.at(variable, "name").toString(),
                variable ->
                    variable.containsKey("value")
                        ? Yaml.at(variable, "value")
                        : Yaml.at(variable, "valueFrom")));
  }

  /// Rules of its Role or ClusterRole.
  public List<Object> rules(Map<String, Object> rendered, String kind) {
    return Yaml.list(Yaml.at(object(rendered, kind), "rules"));
  }
}
