package io.metricssidecar.injection.config;

import io.metricssidecar.contract.settings.Parser;
import io.metricssidecar.contract.settings.Parsers;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.injection.annotations.LockedAnnotations;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import io.metricssidecar.injection.options.CustomKind;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.options.InjectionOptions.MeshAnnotations;
import io.metricssidecar.injection.options.InjectionOptions.OnProblem;
import io.metricssidecar.injection.options.NativeSidecars;
import io.metricssidecar.injection.options.NodeArchitecture;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarImage.PullPolicy;
import java.util.List;

/// The settings of injected pods, which both server processes have. `docs/configuration.md` has the
/// same table.
public final class InjectionSetting {
  public static final Setting<String> SIDECAR_IMAGE =
      Setting.variable(
          "SIDECAR_IMAGE",
          "metrics-sidecar:0.1.0",
          Parsers.text("the name of an image")
              .filter(SidecarImage::valid, "the name of an image")
              .allowing("the name of an image"),
          "Image of the sidecar");

  public static final Setting<PullPolicy> SIDECAR_IMAGE_PULL_POLICY =
      Setting.variable(
          "SIDECAR_IMAGE_PULL_POLICY",
          "IfNotPresent",
          Parsers.choice(PullPolicy.values(), PullPolicy::text),
          "Pull policy of that image");

  public static final Setting<List<NodeArchitecture>> SIDECAR_ARCHITECTURES =
      Setting.variable(
          "SIDECAR_ARCHITECTURES",
          "",
          Parsers.list(Parsers.choice(NodeArchitecture.values())),
          "Architectures of that image; none: that of the process. A pod that can run on no node"
              + " of these gets no sidecar");

  public static final Setting<String> SIDECAR_CPU_REQUEST =
      quantity("SIDECAR_CPU_REQUEST", "25m", "CPU request of the sidecar");

  public static final Setting<String> SIDECAR_CPU_LIMIT =
      quantity("SIDECAR_CPU_LIMIT", "250m", "CPU limit of the sidecar");

  public static final Setting<String> SIDECAR_MEMORY_REQUEST =
      quantity("SIDECAR_MEMORY_REQUEST", "96Mi", "Memory request of the sidecar");

  public static final Setting<String> SIDECAR_MEMORY_LIMIT =
      quantity("SIDECAR_MEMORY_LIMIT", "96Mi", "Memory limit of the sidecar");

  public static final Setting<String> SIDECAR_GUARANTEED_CPU =
      quantity(
          "SIDECAR_GUARANTEED_CPU",
          "50m",
          "CPU request and limit of the sidecar in Guaranteed pods");

  public static final Setting<String> SIDECAR_GUARANTEED_MEMORY =
      quantity(
          "SIDECAR_GUARANTEED_MEMORY",
          "96Mi",
          "Memory request and limit of the sidecar in Guaranteed pods");

  public static final Setting<List<String>> IMAGE_PULL_SECRETS =
      names("IMAGE_PULL_SECRETS", "", "names of Secrets", "Pull secrets added to injected pods");

  public static final Setting<NativeSidecars> NATIVE_SIDECAR =
      Setting.variable(
          "NATIVE_SIDECAR",
          "auto",
          Parsers.choice(NativeSidecars.values()),
          "true: sidecars are restartable init containers; false: ordinary containers; auto: true on"
              + " Kubernetes 1.32 or newer");

  public static final Setting<OnProblem> STRICT =
      Setting.variable(
          "STRICT",
          "false",
          Parsers.either(OnProblem.DENY, OnProblem.ADMIT),
          "true: pods with invalid annotations are denied");

  public static final Setting<List<String>> DENIED_NAMESPACES =
      names(
          "DENIED_NAMESPACES",
          "kube-system,kube-public,kube-node-lease",
          "names of namespaces",
          "Namespaces whose pods are never changed, besides that of the release");

  public static final Setting<ImageChoice> ALLOW_IMAGE_ANNOTATION =
      Setting.variable(
          "ALLOW_IMAGE_ANNOTATION",
          "true",
          Parsers.either(ImageChoice.POD, ImageChoice.INSTALLATION),
          "false: the pods' annotations for the sidecar's image are ignored");

  public static final Setting<MeshAnnotations> MESH_ANNOTATIONS =
      Setting.variable(
          "MESH_ANNOTATIONS",
          "true",
          Parsers.either(MeshAnnotations.WRITTEN, MeshAnnotations.KEPT),
          "false: the pods' annotations for service meshes are never changed");

  public static final Setting<List<CustomKind>> SCALE_TARGETS =
      Setting.variable(
          "SCALE_TARGETS",
          "",
          Parsers.list(
              Parser.of(
                  CustomKind::parse,
                  CustomKind::text,
                  "group/version/resource/Kind, such as argoproj.io/v1alpha1/rollouts/Rollout",
                  "group/version/resource/Kind")),
          "Workload kinds beyond those of Kubernetes, which have the subresource `/scale`");

  public static final Setting<List<String>> SIDECAR_DEFAULTS =
      Setting.variable(
          "SIDECAR_DEFAULTS",
          "",
          Parsers.list(
              Parsers.text("")
                  .filter(SidecarDefaults::isEntry, "key=value, such as mode=observe")
                  .allowing("key=value")),
          "Defaults of the pods' annotations instead of the built-in ones, such as `mode=observe`:"
              + " of all settings of a sidecar but `container`");

  public static final Setting<List<String>> SIDECAR_LOCKED =
      Setting.variable(
          "SIDECAR_LOCKED",
          "",
          Parsers.list(LockedAnnotations.PARSER),
          "Annotations by which pods may not choose another value than that of their Namespace or of"
              + " the installation, such as `guard`");

  /// All of them, in the order of the table.
  public static final List<Setting<?>> ALL =
      List.of(
          SIDECAR_IMAGE,
          SIDECAR_IMAGE_PULL_POLICY,
          SIDECAR_ARCHITECTURES,
          SIDECAR_CPU_REQUEST,
          SIDECAR_CPU_LIMIT,
          SIDECAR_MEMORY_REQUEST,
          SIDECAR_MEMORY_LIMIT,
          SIDECAR_GUARANTEED_CPU,
          SIDECAR_GUARANTEED_MEMORY,
          IMAGE_PULL_SECRETS,
          NATIVE_SIDECAR,
          STRICT,
          DENIED_NAMESPACES,
          ALLOW_IMAGE_ANNOTATION,
          MESH_ANNOTATIONS,
          SCALE_TARGETS,
          SIDECAR_DEFAULTS,
          SIDECAR_LOCKED);

  private static Setting<String> quantity(String env, String defaultText, String meaning) {
    return Setting.variable(env, defaultText, Parsers.quantity(), meaning);
  }

  private static Setting<List<String>> names(
      String env, String defaultText, String what, String meaning) {
    return Setting.variable(
        env,
        defaultText,
        Parsers.list(Parsers.text(what)).allowing(what + ", separated by commas"),
        meaning);
  }

  private InjectionSetting() {}
}
