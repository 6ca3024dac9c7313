package io.metricssidecar.injection.annotations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Quantity;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarImage.PullPolicy;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads one annotation after the other and collects what was wrong.
record AnnotationsReader(Map<String, String> annotations, List<Problem> problems) {
  /// Less does not start: a container that never runs would keep the pod from ever being ready.
  private static final String LEAST_MEMORY = "32Mi";

  private static final String LEAST_CPU = "1m";

  SidecarImage image(InjectionOptions options) {
    var fallback = options.image();
    if (options.rules().imageChoice() == ImageChoice.INSTALLATION) {
      refuse(Annotations.IMAGE, fallback.reference());
      refuse(Annotations.IMAGE_PULL_POLICY, fallback.pullPolicy().text());
      return fallback;
    }
    var reference =
        read(
            Annotations.IMAGE,
            text -> Optional.of(text).filter(SidecarImage::valid),
            "the name of an image, such as metrics-sidecar:0.1.0");
    var policy =
        read(
            Annotations.IMAGE_PULL_POLICY, PullPolicy::parse, "one of Always, IfNotPresent, Never");
    return new SidecarImage(
        reference.orElse(fallback.reference()), policy.orElse(fallback.pullPolicy()));
  }

  /// What the installation has is no mistake.
  private void refuse(String key, String only) {
    read(
        key,
        text -> Optional.of(text).filter(only::equals),
        "no annotation, because this installation chooses the image");
  }

  SidecarResources resources(SidecarResources fallback) {
    var cpu =
        requirement(fallback.cpu(), Annotations.CPU_REQUEST, Annotations.CPU_LIMIT, LEAST_CPU);
    var memory =
        requirement(
            fallback.memory(), Annotations.MEMORY_REQUEST, Annotations.MEMORY_LIMIT, LEAST_MEMORY);
    return new SidecarResources(cpu, memory);
  }

  private Requirement requirement(
      Requirement fallback, String requestKey, String limitKey, String least) {
    var request = quantity(requestKey, LEAST_CPU);
    var limit = quantity(limitKey, least);
    if (request.isPresent()
        && limit.isPresent()
        && Requirement.exceeds(request.get(), limit.get())) {
      problems.add(
          new Problem(
              requestKey,
              request.get(),
              "a quantity of at most %s (%s)".formatted(limitKey, limit.get())));
      return fallback.withLimit(limit.get());
    }
    var withLimit = limit.map(fallback::withLimit).orElse(fallback);
    return request.map(withLimit::withRequest).orElse(withLimit);
  }

  private Optional<String> quantity(String key, String least) {
    if (!annotations.containsKey(key)) {
      return Optional.empty();
    }
    var bound = Quantity.parse(least).map(Quantity::value).orElse(BigDecimal.ZERO);
    return read(
        key,
        text ->
            Quantity.parse(text)
                .filter(quantity -> quantity.value().compareTo(bound) >= 0)
                .map(quantity -> text),
        "a quantity of at least " + least);
  }

  Placement placement(Placement fallback) {
    return read(
            Annotations.NATIVE_SIDECAR,
            text ->
                switch (text) {
                  case "auto" -> Optional.of(fallback);
                  case "true" -> Optional.of(Placement.NATIVE_SIDECAR);
                  case "false" -> Optional.of(Placement.CONTAINER);
                  default -> Optional.empty();
                },
            "one of auto, true, false")
        .orElse(fallback);
  }

  Optional<ArrayNode> patch() {
    return read(
        Annotations.PATCH,
        ContainerPatch::parse,
        "a JSON array of at most "
            + ContainerPatch.MOST
            + " operations add, remove, replace or test (RFC 6902)");
  }

  /// Keys under our prefix that nobody knows: most likely misspelt.
  void unknown() {
    var known = PodAnnotations.keys();
    annotations.keySet().stream()
        .filter(key -> key.startsWith(Annotations.PREFIX) && !known.contains(key))
        .sorted()
        .forEach(
            key ->
                problems.add(new Problem(key, annotations.get(key), "no annotation of this name")));
  }

  private <T> Optional<T> read(String key, Function<String, Optional<T>> parser, String expected) {
    @Nullable String text = annotations.get(key);
    if (text == null) {
      return Optional.empty();
    }
    var value = parser.apply(text);
    if (value.isEmpty()) {
      problems.add(new Problem(key, text, expected));
    }
    return value;
  }
}
