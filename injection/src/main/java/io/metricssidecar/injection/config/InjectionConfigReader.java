package io.metricssidecar.injection.config;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.process.CommonSetting;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.options.NativeSidecars;
import io.metricssidecar.injection.options.NodeArchitecture;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import java.util.HashSet;
import java.util.Set;

/// A reader of the settings of injected pods; problems stay with the reader of single settings.
public final class InjectionConfigReader {
  private final SettingsReader settings;
  private final String version;
  private final String osArch;

  /// @param settings of the process
  /// @param version of the process, for the status annotation
  /// @param osArch the system property `os.arch` of the process, whose image is built for the same
  ///   architecture as the sidecar's
  public InjectionConfigReader(SettingsReader settings, String version, String osArch) {
    this.settings = requireNonNull(settings, "settings is null");
    this.version = requireNonNull(version, "version is null");
    this.osArch = requireNonNull(osArch, "osArch is null");
  }

  /// The kind of container that sidecars are.
  public NativeSidecars nativeSidecars() {
    return settings.read(InjectionSetting.NATIVE_SIDECAR);
  }

  /// The options; with `auto`, sidecars are ordinary containers until the server's version is
  /// known.
  public InjectionOptions options(NativeSidecars nativeSidecars) {
    var image =
        new SidecarImage(
            settings.read(InjectionSetting.SIDECAR_IMAGE),
            settings.read(InjectionSetting.SIDECAR_IMAGE_PULL_POLICY),
            architectures());
    var resources =
        new SidecarResources(
            requirement(InjectionSetting.SIDECAR_CPU_REQUEST, InjectionSetting.SIDECAR_CPU_LIMIT),
            requirement(
                InjectionSetting.SIDECAR_MEMORY_REQUEST, InjectionSetting.SIDECAR_MEMORY_LIMIT));
    var guaranteed =
        new SidecarResources(
            Requirement.exactly(settings.read(InjectionSetting.SIDECAR_GUARANTEED_CPU)),
            Requirement.exactly(settings.read(InjectionSetting.SIDECAR_GUARANTEED_MEMORY)));
    var secrets = settings.read(InjectionSetting.IMAGE_PULL_SECRETS);
    var placement =
        nativeSidecars == NativeSidecars.TRUE ? Placement.NATIVE_SIDECAR : Placement.CONTAINER;
    return new InjectionOptions(
        version,
        image,
        secrets,
        resources,
        guaranteed,
        placement,
        defaults(),
        rules(),
        NamespaceFacts.NONE);
  }

  private SidecarDefaults defaults() {
    var setting = InjectionSetting.SIDECAR_DEFAULTS;
    var defaults = SidecarDefaults.read(settings.read(setting), settings.field(setting));
    defaults.problems().forEach(settings::report);
    return defaults.value();
  }

  private Set<NodeArchitecture> architectures() {
    var listed = settings.read(InjectionSetting.SIDECAR_ARCHITECTURES);
    return listed.isEmpty() ? NodeArchitecture.ofJvm(osArch) : Set.copyOf(listed);
  }

  private InjectionOptions.Rules rules() {
    var denied = new HashSet<>(settings.read(InjectionSetting.DENIED_NAMESPACES));
    var own = settings.read(CommonSetting.POD_NAMESPACE);
    if (!own.isEmpty()) {
      denied.add(own);
    }
    return new InjectionOptions.Rules(
        denied,
        settings.read(InjectionSetting.STRICT),
        settings.read(InjectionSetting.ALLOW_IMAGE_ANNOTATION),
        settings.read(InjectionSetting.MESH_ANNOTATIONS),
        settings.read(InjectionSetting.SCALE_TARGETS),
        Set.copyOf(settings.read(InjectionSetting.SIDECAR_LOCKED)));
  }

  private Requirement requirement(Setting<String> requestSetting, Setting<String> limitSetting) {
    var request = settings.read(requestSetting);
    var limit = settings.read(limitSetting);
    if (Requirement.exceeds(request, limit)) {
      settings.report(
          requestSetting,
          request,
          "a quantity of at most %s (%s)".formatted(limitSetting.env(), limit));
      return Requirement.exactly(limit);
    }
    return new Requirement(request, limit);
  }
}
