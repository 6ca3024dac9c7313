package io.metricssidecar.webhook;

import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.contract.Durations;
import io.metricssidecar.contract.LogLevel;
import io.metricssidecar.contract.Problem;
import io.metricssidecar.contract.Quantity;
import io.metricssidecar.webhook.InjectionOptions.OnProblem;
import io.metricssidecar.webhook.WebhookConfig.Listen;
import io.metricssidecar.webhook.WebhookConfig.NativeSidecars;
import io.metricssidecar.webhook.WebhookConfig.Surroundings;
import io.metricssidecar.webhook.access.ScaleTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads one setting after the other and collects every problem instead of stopping at the first.
final class WebhookConfigReader {
  private static final String DEVELOPMENT = "development";

  private final Map<String, String> values;
  private final List<Problem> problems = new ArrayList<>();

  WebhookConfigReader(Map<String, String> values) {
    this.values = values;
  }

  /// What was wrong so far.
  List<Problem> problems() {
    return problems;
  }

  WebhookConfig config() {
    var drain =
        read(
            WebhookSetting.SHUTDOWN_DRAIN,
            Durations::parse,
            "a duration such as 10s",
            Duration.ZERO);
    var listen =
        new Listen(port(WebhookSetting.WEBHOOK_PORT), port(WebhookSetting.HEALTH_PORT), drain);
    var nativeSidecars = choice(WebhookSetting.NATIVE_SIDECAR, NativeSidecars.class);
    return new WebhookConfig(
        listen,
        surroundings(),
        injection(nativeSidecars),
        nativeSidecars,
        choice(WebhookSetting.LOG_LEVEL, LogLevel.class));
  }

  private Surroundings surroundings() {
    var certificate = text(WebhookSetting.TLS_CERT);
    var key = text(WebhookSetting.TLS_KEY);
    if (!certificate.isEmpty() || !key.isEmpty()) {
      return new Surroundings.Alone(
          Path.of(required(WebhookSetting.TLS_CERT, "the certificate's file")),
          Path.of(required(WebhookSetting.TLS_KEY, "the key's file")));
    }
    return new Surroundings.Cluster(
        required(WebhookSetting.POD_NAME, "the name of this pod"),
        new ServiceName(
            required(WebhookSetting.SERVICE_NAME, "the name of a Service"),
            required(
                WebhookSetting.POD_NAMESPACE,
                "the namespace of this pod, unless --tls-cert and --tls-key are given")),
        required(WebhookSetting.CA_SECRET, "the name of a Secret"),
        required(WebhookSetting.WEBHOOK_CONFIGURATION, "a MutatingWebhookConfiguration"),
        list(
            WebhookSetting.SCALE_TARGETS,
            ScaleTarget::parse,
            "group/resource/Kind, such as argoproj.io/rollouts/Rollout"));
  }

  /// What pods get, without the rest.
  InjectionOptions injection() {
    return injection(choice(WebhookSetting.NATIVE_SIDECAR, NativeSidecars.class));
  }

  private InjectionOptions injection(NativeSidecars nativeSidecars) {
    var image =
        new SidecarImage(
            read(
                WebhookSetting.SIDECAR_IMAGE,
                text -> Optional.of(text).filter(SidecarImage::valid),
                "the name of an image",
                ""),
            read(
                WebhookSetting.SIDECAR_IMAGE_PULL_POLICY,
                PullPolicy::parse,
                "one of Always, IfNotPresent, Never",
                PullPolicy.IF_NOT_PRESENT));
    var resources =
        new Resources(
            requirement(WebhookSetting.SIDECAR_CPU_REQUEST, WebhookSetting.SIDECAR_CPU_LIMIT),
            requirement(
                WebhookSetting.SIDECAR_MEMORY_REQUEST, WebhookSetting.SIDECAR_MEMORY_LIMIT));
    var secrets = list(WebhookSetting.IMAGE_PULL_SECRETS, Optional::of, "names of Secrets");
    var placement =
        nativeSidecars == NativeSidecars.TRUE ? Placement.NATIVE_SIDECAR : Placement.CONTAINER;
    return new InjectionOptions(version(), image, secrets, resources, placement, rules());
  }

  private InjectionOptions.Rules rules() {
    var denied =
        new HashSet<>(list(WebhookSetting.DENIED_NAMESPACES, Optional::of, "names of namespaces"));
    var own = text(WebhookSetting.POD_NAMESPACE);
    if (!own.isEmpty()) {
      denied.add(own);
    }
    var onProblem =
        read(
            WebhookSetting.STRICT,
            text ->
                switch (text) {
                  case "true" -> Optional.of(OnProblem.DENY);
                  case "false" -> Optional.of(OnProblem.ADMIT);
                  default -> Optional.empty();
                },
            "true or false",
            OnProblem.ADMIT);
    return new InjectionOptions.Rules(denied, onProblem);
  }

  private Requirement requirement(WebhookSetting request, WebhookSetting limit) {
    var least = quantity(request);
    var most = quantity(limit);
    if (Requirement.exceeds(least, most)) {
      problems.add(
          new Problem(
              request.env(), least, "a quantity of at most %s (%s)".formatted(limit.env(), most)));
      return new Requirement(most, most);
    }
    return new Requirement(least, most);
  }

  private String quantity(WebhookSetting setting) {
    return read(
        setting,
        text -> Quantity.parse(text).filter(value -> value.value().signum() > 0).map(value -> text),
        "a quantity greater than zero",
        setting.defaultText());
  }

  private int port(WebhookSetting setting) {
    return read(
        setting,
        text ->
            text.matches("\\d{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(port -> port <= 65_535)
                : Optional.empty(),
        "a port number",
        0);
  }

  private <E extends Enum<E>> E choice(WebhookSetting setting, Class<E> type) {
    var constants = type.getEnumConstants();
    return read(
        setting,
        text ->
            Stream.of(constants)
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst(),
        Stream.of(constants)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ", "one of ", "")),
        constants[0]);
  }

  private <T> List<T> list(
      WebhookSetting setting, Function<String, Optional<T>> parser, String expected) {
    var elements = new ArrayList<T>();
    for (var part : text(setting).split(",", -1)) {
      var text = part.strip();
      if (!text.isEmpty()) {
        var element = parser.apply(text);
        element.ifPresentOrElse(
            elements::add, () -> problems.add(new Problem(setting.env(), text, expected)));
      }
    }
    return elements;
  }

  private <T> T read(
      WebhookSetting setting, Function<String, Optional<T>> parser, String expected, T fallback) {
    var text = text(setting);
    var value = parser.apply(text);
    if (value.isEmpty()) {
      problems.add(new Problem(setting.env(), text, expected));
    }
    return value.orElse(fallback);
  }

  private String required(WebhookSetting setting, String expected) {
    var text = text(setting);
    if (text.isEmpty()) {
      problems.add(new Problem(setting.env(), null, expected));
    }
    return text;
  }

  private String text(WebhookSetting setting) {
    var text = values.getOrDefault(setting.env(), "").strip();
    return text.isEmpty() ? setting.defaultText() : text;
  }

  /// From the manifest of our jar; there is none in a development tree.
  private static String version() {
    return Optional.ofNullable(WebhookConfig.class.getPackage().getImplementationVersion())
        .orElse(DEVELOPMENT);
  }
}
