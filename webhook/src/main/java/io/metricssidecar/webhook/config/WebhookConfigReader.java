package io.metricssidecar.webhook.config;

import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.rotation.Waits;
import io.metricssidecar.contract.settings.Build;
import io.metricssidecar.contract.settings.Durations;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.options.InjectionOptions.MeshAnnotations;
import io.metricssidecar.injection.options.InjectionOptions.OnProblem;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.SidecarImage;
import io.metricssidecar.injection.options.SidecarImage.PullPolicy;
import io.metricssidecar.injection.options.SidecarResources;
import io.metricssidecar.injection.options.SidecarResources.Requirement;
import io.metricssidecar.webhook.certificates.CertificateOptions;
import io.metricssidecar.webhook.certificates.Certificates;
import io.metricssidecar.webhook.config.WebhookConfig.Listen;
import io.metricssidecar.webhook.config.WebhookConfig.NativeSidecars;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the configuration together from its settings; with every problem there is.
public final class WebhookConfigReader {
  private static final Waits SHORTEST = new Waits(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final WebhookSettingsReader settings;

  public WebhookConfigReader(Map<String, String> values) {
    settings = new WebhookSettingsReader(values);
  }

  /// What was wrong so far.
  public List<Problem> problems() {
    return settings.problems();
  }

  WebhookConfig config() {
    var drain = settings.duration(WebhookSetting.SHUTDOWN_DRAIN);
    var listen =
        new Listen(
            settings.port(WebhookSetting.WEBHOOK_PORT),
            settings.port(WebhookSetting.HEALTH_PORT),
            drain);
    var nativeSidecars = settings.choice(WebhookSetting.NATIVE_SIDECAR, NativeSidecars.class);
    return new WebhookConfig(
        listen,
        surroundings(),
        injection(nativeSidecars),
        nativeSidecars,
        settings.choice(WebhookSetting.LOG_LEVEL, LogLevel.class));
  }

  private Surroundings surroundings() {
    var certificate = settings.text(WebhookSetting.TLS_CERT);
    var key = settings.text(WebhookSetting.TLS_KEY);
    if (!certificate.isEmpty() || !key.isEmpty()) {
      return new Surroundings.Alone(
          Path.of(settings.required(WebhookSetting.TLS_CERT, "the certificate's file")),
          Path.of(settings.required(WebhookSetting.TLS_KEY, "the key's file")));
    }
    return new Surroundings.Cluster(
        settings.required(WebhookSetting.POD_NAME, "the name of this pod"),
        certificates(),
        settings.list(
            WebhookSetting.SCALE_TARGETS,
            ScaleTarget::parse,
            "group/resource/Kind, such as argoproj.io/rollouts/Rollout"));
  }

  private CertificateOptions certificates() {
    return new CertificateOptions(
        settings.choice(WebhookSetting.CERTIFICATES, Certificates.Source.class),
        new ServiceName(
            settings.required(WebhookSetting.SERVICE_NAME, "the name of a Service"),
            settings.required(
                WebhookSetting.POD_NAMESPACE,
                "the namespace of this pod, unless --tls-cert and --tls-key are given")),
        settings.required(WebhookSetting.CA_SECRET, "the name of a Secret"),
        settings.required(WebhookSetting.WEBHOOK_CONFIGURATION, "a MutatingWebhookConfiguration"),
        waits());
  }

  /// Waits below those of production only where somebody has said that this is a test.
  private Waits waits() {
    var wait = settings.duration(WebhookSetting.ROTATION_WAIT);
    var overlap = settings.duration(WebhookSetting.ROTATION_OVERLAP);
    var floor = settings.choice(WebhookSetting.ROTATION_FLOOR, RotationFloor.class);
    var least = floor == RotationFloor.ENFORCED ? Waits.PRODUCTION : SHORTEST;
    if (wait.compareTo(least.beforeSwitch()) < 0) {
      return tooShort(WebhookSetting.ROTATION_WAIT, wait, least.beforeSwitch());
    }
    if (overlap.compareTo(least.beforeDrop()) < 0 || overlap.compareTo(wait.multipliedBy(2)) < 0) {
      return tooShort(WebhookSetting.ROTATION_OVERLAP, overlap, least.beforeDrop());
    }
    return new Waits(wait, overlap);
  }

  private Waits tooShort(WebhookSetting setting, Duration value, Duration least) {
    settings.report(
        new Problem(
            setting.env(),
            Durations.format(value),
            "at least %s, and the overlap at least twice the wait"
                .formatted(Durations.format(least))));
    return Waits.PRODUCTION;
  }

  /// Whether the waits of production are the least.
  private enum RotationFloor {
    ENFORCED,
    OFF_FOR_TESTS
  }

  /// What pods get, without the rest.
  InjectionOptions injection() {
    return injection(settings.choice(WebhookSetting.NATIVE_SIDECAR, NativeSidecars.class));
  }

  private InjectionOptions injection(NativeSidecars nativeSidecars) {
    var image =
        new SidecarImage(
            settings.read(
                WebhookSetting.SIDECAR_IMAGE,
                text -> Optional.of(text).filter(SidecarImage::valid),
                "the name of an image",
                ""),
            settings.read(
                WebhookSetting.SIDECAR_IMAGE_PULL_POLICY,
                PullPolicy::parse,
                "one of Always, IfNotPresent, Never",
                PullPolicy.IF_NOT_PRESENT));
    var resources =
        new SidecarResources(
            requirement(WebhookSetting.SIDECAR_CPU_REQUEST, WebhookSetting.SIDECAR_CPU_LIMIT),
            requirement(
                WebhookSetting.SIDECAR_MEMORY_REQUEST, WebhookSetting.SIDECAR_MEMORY_LIMIT));
    var secrets =
        settings.list(WebhookSetting.IMAGE_PULL_SECRETS, Optional::of, "names of Secrets");
    var placement =
        nativeSidecars == NativeSidecars.TRUE ? Placement.NATIVE_SIDECAR : Placement.CONTAINER;
    return new InjectionOptions(
        Build.version(WebhookConfig.class), image, secrets, resources, placement, rules());
  }

  private InjectionOptions.Rules rules() {
    var denied =
        new HashSet<>(
            settings.list(WebhookSetting.DENIED_NAMESPACES, Optional::of, "names of namespaces"));
    var own = settings.text(WebhookSetting.POD_NAMESPACE);
    if (!own.isEmpty()) {
      denied.add(own);
    }
    return new InjectionOptions.Rules(
        denied,
        settings.either(WebhookSetting.STRICT, OnProblem.DENY, OnProblem.ADMIT),
        settings.either(
            WebhookSetting.ALLOW_IMAGE_ANNOTATION, ImageChoice.POD, ImageChoice.INSTALLATION),
        settings.either(
            WebhookSetting.MESH_ANNOTATIONS, MeshAnnotations.WRITTEN, MeshAnnotations.KEPT));
  }

  private Requirement requirement(WebhookSetting request, WebhookSetting limit) {
    var least = settings.quantity(request);
    var most = settings.quantity(limit);
    if (Requirement.exceeds(least, most)) {
      settings.report(
          new Problem(
              request.env(), least, "a quantity of at most %s (%s)".formatted(limit.env(), most)));
      return new Requirement(most, most);
    }
    return new Requirement(least, most);
  }
}
