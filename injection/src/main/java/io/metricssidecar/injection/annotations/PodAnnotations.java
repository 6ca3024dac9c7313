package io.metricssidecar.injection.annotations;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.contract.sidecar.SidecarSettings;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarResources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a pod's annotations ask for, with the installation's defaults in the places of what they
/// leave out or get wrong.
///
/// @param settings of the running sidecar
/// @param image of the sidecar
/// @param resources of the sidecar
/// @param placement of the sidecar
/// @param patch on our own container; empty where none is asked for
public record PodAnnotations(
    SidecarSettings settings,
    SidecarImage image,
    SidecarResources resources,
    Placement placement,
    Optional<ArrayNode> patch) {
  private static final Set<String> KEYS = allKeys();

  public PodAnnotations {
    requireNonNull(settings, "settings is null");
    requireNonNull(image, "image is null");
    requireNonNull(resources, "resources is null");
    requireNonNull(placement, "placement is null");
    requireNonNull(patch, "patch is null");
  }

  /// Reads all annotations of a pod.
  public static Parsed<PodAnnotations> read(
      Map<String, String> annotations, InjectionOptions options) {
    var settings = SidecarSettings.read(SettingsSource.annotations(annotations));
    var reader = new AnnotationsReader(annotations, new ArrayList<>(settings.problems()));
    var value =
        new PodAnnotations(
            settings.value(),
            reader.image(options),
            reader.resources(options.resources()),
            reader.placement(options.placement()),
            reader.patch());
    reader.unknown();
    return new Parsed<>(value, reader.problems(), settings.warnings());
  }

  /// The same with another port of the sidecar.
  public PodAnnotations withPort(int port) {
    return new PodAnnotations(settings.withPort(port), image, resources, placement, patch);
  }

  /// Every key that is read here or in [Setting]; the rest under our prefix is a mistake.
  public static Set<String> keys() {
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
}
