package io.metricssidecar.webhook.config;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.controller.workloads.ScaleTarget;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.webhook.certificates.CertificateOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The whole configuration of the webhook's process.
///
/// @param listen where and how long
/// @param surroundings what it keeps besides answering
/// @param injection what pods get
/// @param nativeSidecars whether the server's version decides on the placement
/// @param logLevel how much is logged
public record WebhookConfig(
    Listen listen,
    Surroundings surroundings,
    InjectionOptions injection,
    NativeSidecars nativeSidecars,
    LogLevel logLevel) {
  public WebhookConfig {
    requireNonNull(listen, "listen is null");
    requireNonNull(surroundings, "surroundings is null");
    requireNonNull(injection, "injection is null");
    requireNonNull(nativeSidecars, "nativeSidecars is null");
    requireNonNull(logLevel, "logLevel is null");
  }

  /// Reads the configuration; a setting that is missing or blank has its default.
  ///
  /// @param values by the names of the environment variables
  /// @throws InvalidConfiguration where anything is wrong, with everything that is
  public static WebhookConfig read(Map<String, String> values) throws InvalidConfiguration {
    var reader = new WebhookConfigReader(values);
    var config = reader.config();
    if (!reader.problems().isEmpty()) {
      throw new InvalidConfiguration(reader.problems());
    }
    return config;
  }

  /// Reads the options of injected pods alone.
  ///
  /// @param values by the names of the environment variables
  /// @throws InvalidConfiguration where anything is wrong, with everything that is
  public static InjectionOptions readInjection(Map<String, String> values)
      throws InvalidConfiguration {
    var reader = new WebhookConfigReader(values);
    var options = reader.injection();
    if (!reader.problems().isEmpty()) {
      throw new InvalidConfiguration(reader.problems());
    }
    return options;
  }

  /// Where the servers listen and how they stop.
  ///
  /// @param webhookPort TLS; 0 for a free one
  /// @param healthPort plain HTTP; 0 for a free one
  /// @param drain how long to go on answering after the order to stop
  public record Listen(int webhookPort, int healthPort, Duration drain) {
    public Listen {
      requireNonNull(drain, "drain is null");
    }
  }

  /// What the process keeps besides answering.
  public sealed interface Surroundings {
    /// Nothing: a certificate from files and no cluster at all.
    ///
    /// @param certificate PEM file
    /// @param key PEM file
    record Alone(Path certificate, Path key) implements Surroundings {
      public Alone {
        requireNonNull(certificate, "certificate is null");
        requireNonNull(key, "key is null");
      }
    }

    /// A release in a cluster: its certificates and its sidecars' access.
    ///
    /// @param podName of this process
    /// @param certificates that are kept or read; the Service's namespace is the release's
    /// @param scaleTargets kinds beyond those of Kubernetes
    record Cluster(String podName, CertificateOptions certificates, List<ScaleTarget> scaleTargets)
        implements Surroundings {
      public Cluster {
        requireNonNull(podName, "podName is null");
        requireNonNull(certificates, "certificates is null");
        scaleTargets = List.copyOf(scaleTargets);
      }
    }
  }

  /// Whether sidecars are restartable init containers.
  public enum NativeSidecars {
    /// Where the API server's version is 1.32 or later: its kubelets are then 1.29 or later, which
    /// know them (Kubernetes' version skew policy).
    AUTO,
    /// Always.
    TRUE,
    /// Never.
    FALSE
  }
}
