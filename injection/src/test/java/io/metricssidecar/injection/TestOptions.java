package io.metricssidecar.injection;

import io.metricssidecar.contract.sidecar.Workload;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import io.metricssidecar.injection.options.CustomKind;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.options.InjectionOptions.MeshAnnotations;
import io.metricssidecar.injection.options.InjectionOptions.OnProblem;
import io.metricssidecar.injection.options.InjectionOptions.Rules;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.options.NodeArchitecture;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarImage.PullPolicy;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Options of installations in tests.
public final class TestOptions {
  /// Argo's kind, which owns pods through ReplicaSets.
  public static final CustomKind ROLLOUT =
      new CustomKind(new Workload.Api("argoproj.io", "v1alpha1", "rollouts"), "Rollout");

  /// OpenKruise's kind, which owns pods itself.
  public static final CustomKind CLONE_SET =
      new CustomKind(new Workload.Api("apps.kruise.io", "v1alpha1", "clonesets"), "CloneSet");

  /// Defaults of an installation.
  private static final SidecarDefaults DEFAULTS =
      new SidecarDefaults(
          Map.of(
              "metrics-sidecar/mode", "observe",
              "metrics-sidecar/overload-when", "cpu",
              "metrics-sidecar/cpu-threshold-percent", "90",
              "metrics-sidecar/cpu-recovery-percent", "70",
              "metrics-sidecar/probe-period-seconds", "10"));

  /// Annotations of a Namespace that are right.
  private static final Map<String, String> NAMESPACE_DEFAULTS =
      Map.of(
          "metrics-sidecar/mode", "local",
          "metrics-sidecar/cpu-threshold-percent", "85",
          "metrics-sidecar/cpu-recovery-percent", "50",
          "metrics-sidecar/warm-up", "60s");

  /// Annotations of a Namespace of which one alone is right.
  private static final Map<String, String> NAMESPACE_MISTAKES =
      Map.of(
          "metrics-sidecar/mode", "fast",
          "metrics-sidecar/cpu-threshold-percent", "65",
          "metrics-sidecar/injection", "enabled",
          "metrics-sidecar/container", "app");

  /// Annotations that pods may not change.
  private static final Set<String> LOCKED =
      Set.of(
          "metrics-sidecar/guard",
          "metrics-sidecar/mode",
          "metrics-sidecar/cpu-limit",
          "metrics-sidecar/patch");

  public static final InjectionOptions PLAIN = of(Set.of());

  /// The options named by words, as in the first line of a golden pod.
  public static InjectionOptions of(Set<String> words) {
    return new InjectionOptions(
        "0.1.0",
        new SidecarImage(
            "metrics-sidecar:0.1.0",
            PullPolicy.IF_NOT_PRESENT,
            words.contains("two-architectures")
                ? Set.of(NodeArchitecture.AMD64, NodeArchitecture.ARM64)
                : Set.of(NodeArchitecture.AMD64)),
        words.contains("pull-secrets") ? List.of("ours", "more") : List.of(),
        new SidecarResources(new Requirement("10m", "250m"), new Requirement("64Mi", "96Mi")),
        new SidecarResources(Requirement.exactly("50m"), Requirement.exactly("80Mi")),
        words.contains("native") ? Placement.NATIVE_SIDECAR : Placement.CONTAINER,
        words.contains("defaults") ? DEFAULTS : SidecarDefaults.NONE,
        new Rules(
            Set.of("kube-system"),
            words.contains("strict") ? OnProblem.DENY : OnProblem.ADMIT,
            words.contains("fixed-image") ? ImageChoice.INSTALLATION : ImageChoice.POD,
            words.contains("no-mesh-annotations") ? MeshAnnotations.KEPT : MeshAnnotations.WRITTEN,
            words.contains("scale-targets") ? List.of(ROLLOUT, CLONE_SET) : List.of(),
            words.contains("locked") ? LOCKED : Set.of()),
        namespace(words));
  }

  private static NamespaceFacts namespace(Set<String> words) {
    var limits = TestLimits.facts(words);
    var annotations = new HashMap<String, String>();
    if (words.contains("namespace-defaults")) {
      annotations.putAll(NAMESPACE_DEFAULTS);
    }
    if (words.contains("namespace-mistakes")) {
      annotations.putAll(NAMESPACE_MISTAKES);
    }
    return new NamespaceFacts(
        annotations, limits.limitRanges(), limits.quotas(), limits.complete());
  }

  /// A namespace of which nothing but annotations is known.
  public static NamespaceFacts annotated(Map<String, String> annotations) {
    return new NamespaceFacts(annotations, List.of(), List.of(), true);
  }

  /// An installation with these defaults that is plain otherwise.
  public static InjectionOptions with(SidecarDefaults defaults) {
    return with(defaults, PLAIN);
  }

  /// An installation with these defaults that locks some annotations.
  public static InjectionOptions locked(SidecarDefaults defaults) {
    return with(defaults, of(Set.of("locked")));
  }

  private static InjectionOptions with(SidecarDefaults defaults, InjectionOptions options) {
    return new InjectionOptions(
        options.version(),
        options.image(),
        options.imagePullSecrets(),
        options.resources(),
        options.guaranteedResources(),
        options.placement(),
        defaults,
        options.rules(),
        options.namespace());
  }

  private TestOptions() {}
}
