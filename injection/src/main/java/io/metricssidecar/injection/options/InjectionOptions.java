package io.metricssidecar.injection.options;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.injection.defaults.SidecarDefaults;
import java.util.List;
import java.util.Set;

/// The options of an installation that concern pods: the defaults of what annotations can change,
/// and the rules for all pods.
///
/// @param version of Metrics Sidecar, for the status annotation
/// @param image of the sidecar
/// @param imagePullSecrets names of Secrets that are added to those of every injected pod
/// @param resources of the sidecar
/// @param guaranteedResources of the sidecar in Guaranteed pods, with requests that equal the
///   limits
/// @param placement of the sidecar
/// @param defaults of the sidecar's settings
/// @param rules for all pods
/// @param namespace of the pod that is decided on
public record InjectionOptions(
    String version,
    SidecarImage image,
    List<String> imagePullSecrets,
    SidecarResources resources,
    SidecarResources guaranteedResources,
    Placement placement,
    SidecarDefaults defaults,
    Rules rules,
    NamespaceFacts namespace) {
  public InjectionOptions {
    requireNonNull(version, "version is null");
    requireNonNull(image, "image is null");
    imagePullSecrets = List.copyOf(imagePullSecrets);
    requireNonNull(resources, "resources is null");
    requireNonNull(guaranteedResources, "guaranteedResources is null");
    requireNonNull(placement, "placement is null");
    requireNonNull(defaults, "defaults is null");
    requireNonNull(rules, "rules is null");
    requireNonNull(namespace, "namespace is null");
  }

  /// The rules for all pods of an installation.
  ///
  /// @param deniedNamespaces the namespaces whose pods are never changed
  /// @param onProblem the treatment of pods with invalid annotations
  /// @param imageChoice the side that chooses the sidecar's image
  /// @param meshAnnotations the treatment of the annotations for meshes
  /// @param customKinds of workloads beyond those of Kubernetes
  /// @param locked annotations, with prefix, by which pods may not choose another value
  public record Rules(
      Set<String> deniedNamespaces,
      OnProblem onProblem,
      ImageChoice imageChoice,
      MeshAnnotations meshAnnotations,
      List<CustomKind> customKinds,
      Set<String> locked) {
    public Rules {
      deniedNamespaces = Set.copyOf(deniedNamespaces);
      requireNonNull(onProblem, "onProblem is null");
      requireNonNull(imageChoice, "imageChoice is null");
      requireNonNull(meshAnnotations, "meshAnnotations is null");
      customKinds = List.copyOf(customKinds);
      locked = Set.copyOf(locked);
    }
  }

  /// The side that chooses the sidecar's image.
  public enum ImageChoice {
    /// The pod, by annotation; the installation where there is none.
    POD,
    /// The installation alone; another image in an annotation is a problem.
    INSTALLATION
  }

  /// The treatment of the annotations that exclude the sidecar's port from the proxies of meshes.
  public enum MeshAnnotations {
    /// The sidecar's port is added to them.
    WRITTEN,
    /// They are left unchanged.
    KEPT
  }

  /// The treatment of pods with invalid annotations.
  public enum OnProblem {
    /// The pod is admitted with a default and a warning.
    ADMIT,
    /// The pod is denied.
    DENY
  }

  /// The same with another placement.
  public InjectionOptions withPlacement(Placement other) {
    return new InjectionOptions(
        version,
        image,
        imagePullSecrets,
        resources,
        guaranteedResources,
        other,
        defaults,
        rules,
        namespace);
  }

  /// The same for the pods of a namespace.
  public InjectionOptions in(NamespaceFacts other) {
    return new InjectionOptions(
        version,
        image,
        imagePullSecrets,
        resources,
        guaranteedResources,
        placement,
        defaults,
        rules,
        other);
  }

  /// The same for a Guaranteed pod.
  public InjectionOptions forGuaranteedPod() {
    return new InjectionOptions(
        version,
        image,
        imagePullSecrets,
        guaranteedResources,
        guaranteedResources,
        placement,
        defaults,
        rules,
        namespace);
  }
}
