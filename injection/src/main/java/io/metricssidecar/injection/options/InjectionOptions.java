package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// How this installation injects: what a pod gets unless its annotations say otherwise.
///
/// @param version of ours, for the status annotation
/// @param image of the sidecar
/// @param imagePullSecrets names of Secrets that every injected pod gets besides its own
/// @param resources of the sidecar
/// @param placement of the sidecar
/// @param rules what pods may ask for and what they get unasked
public record InjectionOptions(
    String version,
    SidecarImage image,
    List<String> imagePullSecrets,
    SidecarResources resources,
    Placement placement,
    Rules rules) {
  public InjectionOptions {
    requireNonNull(version, "version is null");
    requireNonNull(image, "image is null");
    imagePullSecrets = List.copyOf(imagePullSecrets);
    requireNonNull(resources, "resources is null");
    requireNonNull(placement, "placement is null");
    requireNonNull(rules, "rules is null");
  }

  /// What pods may ask for and what they get unasked.
  ///
  /// @param deniedNamespaces whose pods are never changed
  /// @param onProblem what becomes of a pod with an invalid annotation
  /// @param imageChoice who chooses the image of the sidecar
  /// @param meshAnnotations whether meshes are told to leave the sidecar's port alone
  public record Rules(
      Set<String> deniedNamespaces,
      OnProblem onProblem,
      ImageChoice imageChoice,
      MeshAnnotations meshAnnotations) {
    public Rules {
      deniedNamespaces = Set.copyOf(deniedNamespaces);
      requireNonNull(onProblem, "onProblem is null");
      requireNonNull(imageChoice, "imageChoice is null");
      requireNonNull(meshAnnotations, "meshAnnotations is null");
    }
  }

  /// Who chooses the image of the sidecar.
  public enum ImageChoice {
    /// The pod, by annotation; the installation where there is none.
    POD,
    /// The installation alone: a pod that names another gets the installation's.
    INSTALLATION
  }

  /// Whether meshes are told to leave the sidecar's port alone.
  public enum MeshAnnotations {
    WRITTEN,
    /// The pod's annotations for meshes stay as they are.
    KEPT
  }

  /// What becomes of a pod with an invalid annotation.
  public enum OnProblem {
    /// It gets the default and a warning.
    ADMIT,
    /// It is refused.
    DENY
  }

  /// The same with another placement.
  public InjectionOptions withPlacement(Placement other) {
    return new InjectionOptions(version, image, imagePullSecrets, resources, other, rules);
  }
}
