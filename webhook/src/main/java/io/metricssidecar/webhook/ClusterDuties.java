package io.metricssidecar.webhook;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.cluster.ServerVersionWatch;
import io.metricssidecar.cluster.health.MetricSources;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.cluster.loop.Background;
import io.metricssidecar.cluster.namespaces.NamespaceWatches;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.ServerMetrics;
import io.metricssidecar.injection.options.NamespaceFacts;
import io.metricssidecar.injection.options.NativeSidecars;
import io.metricssidecar.webhook.certificates.CertificateOptions;
import io.metricssidecar.webhook.certificates.Certificates;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// The webhook's background work in its cluster: its certificate, the server's version, and what
/// namespaces allow. No review waits for it.
final class ClusterDuties implements AutoCloseable {
  private final KubernetesClient client;
  private final Certificates certificates;
  private final ServerVersionWatch version;
  private final NamespaceWatches namespaces;
  private final Background background = new Background();

  /// @param client to the API server; closed with this
  /// @param options of the certificates
  /// @param leaf notified of every certificate to serve with
  /// @param version notified of the server's version
  ClusterDuties(
      KubernetesClient client,
      CertificateOptions options,
      Consumer<Leaf> leaf,
      ServerVersionWatch.Listener version) {
    this.client = requireNonNull(client, "client is null");
    this.certificates =
        new Certificates(
            client,
            options,
            new Certificates.Sources(InstantSource.system(), System::nanoTime, new SecureRandom()),
            leaf);
    this.version = new ServerVersionWatch(client, version);
    this.namespaces = new NamespaceWatches(client);
  }

  /// The loops and watches.
  Background background() {
    return background;
  }

  /// What is known of a namespace. Never blocks.
  NamespaceFacts namespace(String name) {
    return namespaces.of(name);
  }

  /// Starts all of it in the background.
  void start(NativeSidecars nativeSidecars, Readiness readiness, MetricSources metrics) {
    readiness.require("serving certificate", certificates::served);
    readiness.require("certificate trusted by the webhook configuration", certificates::trusted);
    readiness.require("namespaces", namespaces::synced);
    metrics.include(this::metrics);
    metrics.include(background::metrics);
    background.include(certificates.loop());
    background.includeWatches(namespaces::watches);
    if (nativeSidecars == NativeSidecars.AUTO) {
      readiness.require("server version", version::known);
      background.include(version.loop());
      version.start();
    }
    namespaces.start();
    certificates.start();
  }

  private List<Metric> metrics() {
    return List.of(
        ServerMetrics.CERT_NOT_AFTER.gauge((double) certificates.notAfter().getEpochSecond()),
        ServerMetrics.CA_BUNDLE_IN_SYNC.gauge(certificates.trusted() ? 1 : 0),
        ServerMetrics.SECRET_USABLE.gauge(certificates.usable() ? 1 : 0),
        ServerMetrics.CA_BUNDLE_WRITES.counter(certificates.trustWrites()),
        ServerMetrics.CA_BUNDLE_FOREIGN_AUTHORITIES.gauge(
            (double) certificates.foreignAuthorities()));
  }

  @Override
  public void close() {
    version.close();
    namespaces.close();
    certificates.close();
    client.close();
  }
}
