package io.metricssidecar.injection.annotations;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSetting;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.options.NodeArchitecture;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The values of a pod's annotations, with those of its Namespace and of the installation instead
/// of missing and bad ones.
///
/// @param settings of the running sidecar
/// @param image of the sidecar
/// @param resources of the sidecar
/// @param placement of the sidecar
/// @param patch on our own container; empty for none
public record PodAnnotations(
    SidecarSettings settings,
    SidecarImage image,
    SidecarResources resources,
    Placement placement,
    Optional<ArrayNode> patch) {
  private static final Set<String> KEYS =
      Stream.concat(
              Stream.of(SidecarSetting.ALL, InjectionAnnotation.ALL)
                  .flatMap(List::stream)
                  .map(Setting::annotation),
              Stream.of(Annotations.STATUS))
          .collect(Collectors.toUnmodifiableSet());

  public PodAnnotations {
    requireNonNull(settings, "settings is null");
    requireNonNull(image, "image is null");
    requireNonNull(resources, "resources is null");
    requireNonNull(placement, "placement is null");
    requireNonNull(patch, "patch is null");
  }

  /// Reads all annotations of a pod. What is bad on the Namespace is among the warnings: the pod's
  /// author cannot mend it.
  public static Parsed<PodAnnotations> read(
      Map<String, String> annotations, InjectionOptions options) {
    return LockedAnnotations.read(
        annotations, options.rules().locked(), allowed -> readAll(allowed, options));
  }

  private static Parsed<PodAnnotations> readAll(
      Map<String, String> annotations, InjectionOptions options) {
    var source = SettingsSource.annotations(annotations);
    var namespace = options.namespace().annotations();
    var settings =
        SidecarSettings.read(
            source, List.of(NamespaceAnnotations.source(namespace), options.defaults().source()));
    var reader = new SettingsReader(source);
    var value =
        new PodAnnotations(
            settings.value(),
            image(reader, options),
            resources(reader, options.resources()),
            placement(reader, options.placement()),
            reader.optional(InjectionAnnotation.PATCH));
    var problems = new ArrayList<>(settings.problems());
    problems.addAll(reader.problems());
    problems.addAll(UnknownAnnotations.of(annotations, KEYS, UnaryOperator.identity()));
    var warnings = new ArrayList<>(settings.warnings());
    warnings.addAll(NamespaceAnnotations.unknown(namespace));
    return new Parsed<>(value, problems, warnings);
  }

  private static SidecarImage image(SettingsReader reader, InjectionOptions options) {
    var fallback = options.image();
    var ours = options.rules().imageChoice() == ImageChoice.INSTALLATION;
    var reference =
        reader.optional(
            ours
                ? only(InjectionAnnotation.IMAGE, fallback.reference())
                : InjectionAnnotation.IMAGE);
    var policy =
        reader.optional(
            ours
                ? only(InjectionAnnotation.IMAGE_PULL_POLICY, fallback.pullPolicy())
                : InjectionAnnotation.IMAGE_PULL_POLICY);
    var architectures =
        reference.filter(other -> !other.equals(fallback.reference())).isEmpty()
            ? fallback.architectures()
            : Set.<NodeArchitecture>of();
    return new SidecarImage(
        reference.orElse(fallback.reference()),
        policy.orElse(fallback.pullPolicy()),
        architectures);
  }

  /// A setting that the installation alone decides; its own value is no mistake.
  private static <T> Setting<T> only(Setting<T> setting, T value) {
    return setting.with(
        setting
            .parser()
            .filter(value::equals, "no annotation, because this installation chooses the image"));
  }

  private static SidecarResources resources(SettingsReader reader, SidecarResources fallback) {
    return new SidecarResources(
        requirement(
            reader, fallback.cpu(), InjectionAnnotation.CPU_REQUEST, InjectionAnnotation.CPU_LIMIT),
        requirement(
            reader,
            fallback.memory(),
            InjectionAnnotation.MEMORY_REQUEST,
            InjectionAnnotation.MEMORY_LIMIT));
  }

  private static Requirement requirement(
      SettingsReader reader,
      Requirement fallback,
      Setting<String> requestSetting,
      Setting<String> limitSetting) {
    var request = reader.optional(requestSetting);
    var limit = reader.optional(limitSetting);
    if (request.isEmpty() && limit.isEmpty()) {
      return fallback;
    }
    if (request.isPresent()
        && limit.isPresent()
        && Requirement.exceeds(request.get(), limit.get())) {
      reader.report(
          requestSetting,
          request.get(),
          "a quantity of at most %s (%s)".formatted(limitSetting.annotation(), limit.get()));
      return fallback.withLimit(limit.get());
    }
    var withLimit = limit.map(fallback::withLimit).orElse(fallback);
    return request.map(withLimit::withRequest).orElse(withLimit);
  }

  private static Placement placement(SettingsReader reader, Placement fallback) {
    return switch (reader.read(InjectionAnnotation.NATIVE_SIDECAR)) {
      case AUTO -> fallback;
      case TRUE -> Placement.NATIVE_SIDECAR;
      case FALSE -> Placement.CONTAINER;
    };
  }

  /// Every key that is known; another one under our prefix is most likely misspelt.
  public static Set<String> keys() {
    return KEYS;
  }

  /// The same with another port of the sidecar.
  public PodAnnotations withPort(int port) {
    return new PodAnnotations(settings.withPort(port), image, resources, placement, patch);
  }

  /// The same with other resources of the sidecar.
  public PodAnnotations withResources(SidecarResources other) {
    return new PodAnnotations(settings, image, other, placement, patch);
  }
}
