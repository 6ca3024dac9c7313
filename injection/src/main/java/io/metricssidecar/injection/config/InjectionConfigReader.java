package io.metricssidecar.injection.config;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.process.ProcessSettingsReader;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.options.InjectionOptions.MeshAnnotations;
import io.metricssidecar.injection.options.InjectionOptions.OnProblem;
import io.metricssidecar.injection.options.NativeSidecars;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarImage.PullPolicy;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import java.util.HashSet;
import java.util.Optional;

/// A reader of the settings of injected pods; problems stay with the reader of single settings.
public final class InjectionConfigReader {
  private final ProcessSettingsReader settings;
  private final String version;

  /// @param settings of the process
  /// @param version of the process, for the status annotation
  public InjectionConfigReader(ProcessSettingsReader settings, String version) {
    this.settings = requireNonNull(settings, "settings is null");
    this.version = requireNonNull(version, "version is null");
  }

  /// The kind of container that sidecars are.
  public NativeSidecars nativeSidecars() {
    return settings.choice(InjectionSetting.NATIVE_SIDECAR, NativeSidecars.class);
  }

  /// The options; with `auto`, sidecars are ordinary containers until the server's version is
  /// known.
  public InjectionOptions options(NativeSidecars nativeSidecars) {
    var image =
        new SidecarImage(
            settings.read(
                InjectionSetting.SIDECAR_IMAGE,
                text -> Optional.of(text).filter(SidecarImage::valid),
                "the name of an image",
                ""),
            settings.read(
                InjectionSetting.SIDECAR_IMAGE_PULL_POLICY,
                PullPolicy::parse,
                "one of Always, IfNotPresent, Never",
                PullPolicy.IF_NOT_PRESENT));
    var resources =
        new SidecarResources(
            requirement(InjectionSetting.SIDECAR_CPU_REQUEST, InjectionSetting.SIDECAR_CPU_LIMIT),
            requirement(
                InjectionSetting.SIDECAR_MEMORY_REQUEST, InjectionSetting.SIDECAR_MEMORY_LIMIT));
    var secrets =
        settings.list(InjectionSetting.IMAGE_PULL_SECRETS, Optional::of, "names of Secrets");
    var placement =
        nativeSidecars == NativeSidecars.TRUE ? Placement.NATIVE_SIDECAR : Placement.CONTAINER;
    return new InjectionOptions(version, image, secrets, resources, placement, rules());
  }

  private InjectionOptions.Rules rules() {
    var denied =
        new HashSet<>(
            settings.list(InjectionSetting.DENIED_NAMESPACES, Optional::of, "names of namespaces"));
    var own = settings.text(CommonSetting.POD_NAMESPACE);
    if (!own.isEmpty()) {
      denied.add(own);
    }
    return new InjectionOptions.Rules(
        denied,
        settings.either(InjectionSetting.STRICT, OnProblem.DENY, OnProblem.ADMIT),
        settings.either(
            InjectionSetting.ALLOW_IMAGE_ANNOTATION, ImageChoice.POD, ImageChoice.INSTALLATION),
        settings.either(
            InjectionSetting.MESH_ANNOTATIONS, MeshAnnotations.WRITTEN, MeshAnnotations.KEPT));
  }

  private Requirement requirement(InjectionSetting requestSetting, InjectionSetting limitSetting) {
    var request = settings.quantity(requestSetting);
    var limit = settings.quantity(limitSetting);
    if (Requirement.exceeds(request, limit)) {
      settings.report(
          new Problem(
              requestSetting.env(),
              request,
              "a quantity of at most %s (%s)".formatted(limitSetting.env(), limit)));
      return new Requirement(limit, limit);
    }
    return new Requirement(request, limit);
  }
}
