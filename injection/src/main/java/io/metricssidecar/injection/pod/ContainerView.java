package io.metricssidecar.injection.pod;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metricssidecar.contract.settings.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A read-only view of one container in the JSON of a pod.
///
/// @param json as the API server sent it
public record ContainerView(ObjectNode json) {
  public ContainerView {
    requireNonNull(json, "json is null");
  }

  /// The name; empty where the container has none.
  public String name() {
    return Json.text(json, "/name").orElse("");
  }

  /// The TCP ports that the container declares.
  public List<Integer> tcpPorts() {
    var ports = new ArrayList<Integer>();
    for (var port : Json.objects(json, "/ports")) {
      if (Json.text(port, "/protocol").orElse("TCP").equals("TCP")) {
        ports.add(port.path("containerPort").asInt());
      }
    }
    return ports;
  }

  /// The value after an argument of this name; empty where there is no such argument.
  public Optional<String> argument(String name) {
    var arguments =
        Stream.of("/command", "/args")
            .flatMap(pointer -> Json.at(json, pointer).valueStream())
            .map(JsonNode::asText)
            .toList();
    var index = arguments.indexOf(name);
    return index < 0 || index + 1 == arguments.size()
        ? Optional.empty()
        : Optional.of(arguments.get(index + 1));
  }

  /// Whether the container has an environment variable of this name.
  public boolean hasVariable(String name) {
    return Json.objects(json, "/env").stream()
        .anyMatch(variable -> Json.text(variable, "/name").orElse("").equals(name));
  }

  /// The limit of `cpu` or `memory`; empty where there is none greater than zero.
  public Optional<Quantity> limit(String resource) {
    return quantity(json, "/resources/limits/" + resource);
  }

  /// Whether a pod of such containers is Guaranteed: each has limits of cpu and memory, and
  /// requests that are equal or missing (Kubernetes, "Pod Quality of Service Classes").
  public boolean guaranteed() {
    return guaranteed("cpu") && guaranteed("memory");
  }

  private boolean guaranteed(String resource) {
    var limit = limit(resource);
    if (limit.isEmpty()) {
      return false;
    }
    var request = quantity(json, "/resources/requests/" + resource);
    return request.isEmpty() || request.get().value().compareTo(limit.get().value()) == 0;
  }

  /// The quantity at a pointer, as string or number; empty where there is none greater than zero.
  public static Optional<Quantity> quantity(ObjectNode json, String pointer) {
    var node = Json.at(json, pointer);
    return node.isTextual() || node.isNumber()
        ? Quantity.parse(node.asText()).filter(quantity -> quantity.value().signum() > 0)
        : Optional.empty();
  }
}
