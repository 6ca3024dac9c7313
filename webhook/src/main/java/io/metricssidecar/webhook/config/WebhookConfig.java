package io.metricssidecar.webhook.config;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.process.InvalidConfiguration;
import io.metricssidecar.contract.settings.LogFormat;
import io.metricssidecar.contract.settings.LogLevel;
import io.metricssidecar.contract.settings.SettingsReader;
import io.metricssidecar.contract.settings.SettingsSource;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.NativeSidecars;
import io.metricssidecar.webhook.certificates.CertificateOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The configuration of the webhook.
///
/// @param listen the servers' ports and shutdown
/// @param surroundings the cluster, or none
/// @param injection the options of injected pods until the server's version is known
/// @param nativeSidecars `AUTO` if the server's version decides on the placement
/// @param logLevel the least severe level that is logged
/// @param logFormat of the log lines
public record WebhookConfig(
    Listen listen,
    Surroundings surroundings,
    InjectionOptions injection,
    NativeSidecars nativeSidecars,
    LogLevel logLevel,
    LogFormat logFormat) {
  public WebhookConfig {
    requireNonNull(listen, "listen is null");
    requireNonNull(surroundings, "surroundings is null");
    requireNonNull(injection, "injection is null");
    requireNonNull(nativeSidecars, "nativeSidecars is null");
    requireNonNull(logLevel, "logLevel is null");
    requireNonNull(logFormat, "logFormat is null");
  }

  /// Reads the configuration; a setting that is missing or blank has its default.
  ///
  /// @param values by the names of the environment variables
  /// @throws InvalidConfiguration if anything is wrong, with everything that is
  public static WebhookConfig read(Map<String, String> values) throws InvalidConfiguration {
    var settings = new SettingsReader(SettingsSource.env(values));
    var config = new WebhookConfigReader(settings).config();
    InvalidConfiguration.throwIfAny(settings.problems());
    return config;
  }

  /// The ports of the servers, and how they stop.
  ///
  /// @param webhookPort TLS; 0 for a free one
  /// @param healthPort plain HTTP; 0 for a free one
  /// @param drain how long to keep answering after the signal to stop
  /// @param clientCa PEM file with the authorities of the client certificate that the TLS port
  ///   requires; empty if it requires none
  public record Listen(int webhookPort, int healthPort, Duration drain, Optional<Path> clientCa) {
    public Listen {
      requireNonNull(clientCa, "clientCa is null");
      requireNonNull(drain, "drain is null");
    }
  }

  /// What the process has around it.
  public sealed interface Surroundings {
    /// No cluster at all: a certificate from files.
    ///
    /// @param certificate PEM file
    /// @param key PEM file
    record Alone(Path certificate, Path key) implements Surroundings {
      public Alone {
        requireNonNull(certificate, "certificate is null");
        requireNonNull(key, "key is null");
      }
    }

    /// A release in a cluster.
    ///
    /// @param podName of this process
    /// @param certificates that are maintained or read; the Service's namespace is the release's
    record Cluster(String podName, CertificateOptions certificates) implements Surroundings {
      public Cluster {
        requireNonNull(podName, "podName is null");
        requireNonNull(certificates, "certificates is null");
      }
    }
  }
}
