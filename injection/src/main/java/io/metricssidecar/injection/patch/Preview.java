package io.metricssidecar.injection.patch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import io.metricssidecar.injection.AdmissionRequest;
import io.metricssidecar.injection.Decision;
import io.metricssidecar.injection.InjectionPolicy;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.pod.Json;
import io.metricssidecar.injection.pod.OptIn;
import io.metricssidecar.injection.pod.PodView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A preview of what the webhook would do to a manifest: the same decision and the same patch.
/// There is no server to ask, so of a namespace only those annotations are known that the manifest
/// has.
public final class Preview {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private final InjectionOptions options;

  /// @param options of the installation
  public Preview(InjectionOptions options) {
    this.options = requireNonNull(options, "options is null");
  }

  /// A manifest after the webhook, and a report on it.
  ///
  /// @param manifest YAML, with all documents of the original
  /// @param report on each workload, one line per entry
  public record Outcome(String manifest, List<String> report) {
    public Outcome {
      requireNonNull(manifest, "manifest is null");
      report = List.copyOf(report);
    }
  }

  /// Injects into a manifest of any number of documents; what has no pods is left unchanged.
  ///
  /// @throws IOException where the text is no YAML
  public Outcome inject(String manifest) throws IOException {
    var report = new ArrayList<String>();
    var text = new StringBuilder();
    var documents = documents(manifest);
    var namespaces = new ManifestNamespaces(documents.stream().flatMap(Preview::objects));
    for (var document : documents) {
      objects(document).forEach(object -> inject(object, namespaces, report));
      text.append(YAML.writeValueAsString(document));
    }
    return new Outcome(text.toString(), report);
  }

  private static List<ObjectNode> documents(String manifest) throws IOException {
    var objects = new ArrayList<ObjectNode>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(manifest)) {
      while (documents.hasNextValue()) {
        if (documents.nextValue() instanceof ObjectNode object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }

  /// The object itself, or those of a list.
  private static Stream<ObjectNode> objects(ObjectNode object) {
    return object.path("items") instanceof ArrayNode
        ? Json.objects(object, "/items").stream().flatMap(Preview::objects)
        : Stream.of(object);
  }

  private void inject(ObjectNode object, ManifestNamespaces namespaces, List<String> report) {
    var kind = Json.text(object, "/kind").orElse("");
    template(object, kind).ifPresent(template -> inject(object, template, namespaces, report));
  }

  private static Optional<ObjectNode> template(ObjectNode object, String kind) {
    var node =
        switch (kind) {
          case "Pod" -> object;
          case "CronJob" -> object.at("/spec/jobTemplate/spec/template");
          default -> object.at("/spec/template");
        };
    return node instanceof ObjectNode template && template.path("spec").isObject()
        ? Optional.of(template)
        : Optional.empty();
  }

  private void inject(
      ObjectNode object, ObjectNode template, ManifestNamespaces namespaces, List<String> report) {
    var pod = pod(object, template);
    var namespace = Json.text(object, "/metadata/namespace").orElse("default");
    var request = new AdmissionRequest("preview", namespace, OptIn.POD, true, PodView.of(pod));
    var decision = InjectionPolicy.decide(request, options.in(namespaces.of(namespace)));
    var subject =
        "%s/%s"
            .formatted(
                Json.text(object, "/kind").orElse(""),
                Json.text(object, "/metadata/name").orElse(""));
    switch (decision) {
      case Decision.Inject(var injection, var findings) -> {
        var status = StatusAnnotation.injected(options.version(), findings);
        apply(PodPatch.injecting(request.pod(), injection, status), pod, template);
        report.add(subject + ": gets a sidecar");
      }
      case Decision.Skip(var reason, _) ->
          report.add(subject + ": gets no sidecar because " + reason.sentence());
      case Decision.Deny _ -> report.add(subject + ": is denied");
    }
    decision.findings().sentences().forEach(line -> report.add(subject + ": " + line));
  }

  /// The pod that the workload's controller would make of the template.
  private static ObjectNode pod(ObjectNode object, ObjectNode template) {
    var pod = template.deepCopy();
    if (!template.equals(object)) {
      var owner = Json.object().put("controller", true);
      owner.put("apiVersion", Json.text(object, "/apiVersion").orElse(""));
      owner.put("kind", Json.text(object, "/kind").orElse(""));
      owner.put("name", Json.text(object, "/metadata/name").orElse(""));
      pod.withObjectProperty("metadata").putArray("ownerReferences").add(owner);
    }
    return pod;
  }

  private static void apply(ArrayNode patch, ObjectNode pod, ObjectNode template) {
    var patched = (ObjectNode) JsonPatch.apply(patch, pod);
    if (!template.has("kind")) {
      patched.withObjectProperty("metadata").remove("ownerReferences");
    }
    template.setAll(patched);
  }
}
