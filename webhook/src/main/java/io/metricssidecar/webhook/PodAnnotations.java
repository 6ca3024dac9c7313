package io.metricssidecar.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Problem;
import io.metricssidecar.contract.Quantity;
import io.metricssidecar.contract.Reading;
import io.metricssidecar.contract.Setting;
import io.metricssidecar.contract.SettingsSource;
import io.metricssidecar.contract.SidecarSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a pod's annotations ask for, with the installation's defaults in the places of what they
/// leave out or get wrong.
///
/// @param settings of the running sidecar
/// @param image of the sidecar
/// @param resources of the sidecar
/// @param placement of the sidecar
/// @param patch on our own container; empty where none is asked for
record PodAnnotations(
    SidecarSettings settings,
    SidecarImage image,
    Resources resources,
    Placement placement,
    Optional<ArrayNode> patch) {
  /// Less does not start: a container that never runs would keep the pod from ever being ready.
  private static final String LEAST_MEMORY = "32Mi";

  private static final String LEAST_CPU = "1m";

  private static final Set<String> KEYS = allKeys();

  PodAnnotations {
    requireNonNull(settings, "settings is null");
    requireNonNull(image, "image is null");
    requireNonNull(resources, "resources is null");
    requireNonNull(placement, "placement is null");
    requireNonNull(patch, "patch is null");
  }

  /// Reads all annotations of a pod.
  static Reading<PodAnnotations> read(Map<String, String> annotations, InjectionOptions options) {
    var settings = SidecarSettings.read(SettingsSource.annotations(annotations));
    var reader = new Reader(annotations, new ArrayList<>(settings.problems()));
    var value =
        new PodAnnotations(
            settings.value(),
            reader.image(options.image()),
            reader.resources(options.resources()),
            reader.placement(options.placement()),
            reader.patch());
    reader.unknown();
    return new Reading<>(value, reader.problems, settings.warnings());
  }

  /// The same with other settings.
  PodAnnotations withSettings(SidecarSettings other) {
    return new PodAnnotations(other, image, resources, placement, patch);
  }

  /// Every key that is read here or in [Setting]; the rest under our prefix is a mistake.
  static Set<String> keys() {
    return KEYS;
  }

  private static Set<String> allKeys() {
    var keys =
        new HashSet<>(
            List.of(
                Annotations.ENABLED,
                Annotations.STATUS,
                Annotations.IMAGE,
                Annotations.IMAGE_PULL_POLICY,
                Annotations.CPU_REQUEST,
                Annotations.CPU_LIMIT,
                Annotations.MEMORY_REQUEST,
                Annotations.MEMORY_LIMIT,
                Annotations.NATIVE_SIDECAR,
                Annotations.PATCH));
    for (var setting : Setting.values()) {
      keys.add(setting.annotation());
    }
    return Set.copyOf(keys);
  }

  /// Reads one annotation after the other and collects what was wrong.
  private record Reader(Map<String, String> annotations, List<Problem> problems) {
    SidecarImage image(SidecarImage fallback) {
      var reference =
          read(
              Annotations.IMAGE,
              text -> Optional.of(text).filter(SidecarImage::valid),
              "the name of an image, such as metrics-sidecar:0.1.0");
      var policy =
          read(
              Annotations.IMAGE_PULL_POLICY,
              PullPolicy::parse,
              "one of Always, IfNotPresent, Never");
      return new SidecarImage(
          reference.orElse(fallback.reference()), policy.orElse(fallback.pullPolicy()));
    }

    Resources resources(Resources fallback) {
      var cpu =
          requirement(fallback.cpu(), Annotations.CPU_REQUEST, Annotations.CPU_LIMIT, LEAST_CPU);
      var memory =
          requirement(
              fallback.memory(),
              Annotations.MEMORY_REQUEST,
              Annotations.MEMORY_LIMIT,
              LEAST_MEMORY);
      return new Resources(cpu, memory);
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
      var known = keys();
      annotations.keySet().stream()
          .filter(key -> key.startsWith(Annotations.PREFIX) && !known.contains(key))
          .sorted()
          .forEach(
              key ->
                  problems.add(
                      new Problem(key, annotations.get(key), "no annotation of this name")));
    }

    private <T> Optional<T> read(
        String key, Function<String, Optional<T>> parser, String expected) {
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
}
