package io.metricssidecar.webhook;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.cluster.events.EventRecorder;
import io.metricssidecar.cluster.health.Readiness;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.contract.exposition.Metric;
import io.metricssidecar.contract.exposition.Metric.Gauge;
import io.metricssidecar.controller.access.AccessReconciler;
import io.metricssidecar.controller.budget.BudgetKeeper;
import io.metricssidecar.controller.injected.InjectionEvents;
import io.metricssidecar.controller.workloads.WorkloadReader;
import io.metricssidecar.injection.options.InjectionOptions;
import io.metricssidecar.injection.options.Placement;
import io.metricssidecar.injection.options.ServerVersion;
import io.metricssidecar.webhook.certificates.Certificates;
import io.metricssidecar.webhook.config.WebhookConfig;
import io.metricssidecar.webhook.config.WebhookConfig.NativeSidecars;
import io.metricssidecar.webhook.config.WebhookConfig.Surroundings;
import io.metricssidecar.webhook.server.WebhookMetrics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the webhook keeps in its cluster: certificates, access, budgets, Events, and the knowledge
/// of its version. None of it lies on the way of a review.
final class ClusterDuties implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterDuties.class);

  /// How often the server's version is looked at: it changes when somebody upgrades the cluster.
  private static final Loop.Pace PACE =
      new Loop.Pace(Duration.ofMinutes(10), Duration.ofSeconds(1));

  private final KubernetesClient client;
  private final Reports reports;
  private final Certificates certificates;
  private final AccessReconciler access;
  private final BudgetKeeper budget;
  private final InjectionEvents announcer;
  private final Loop version = new Loop("server-version", PACE, this::readVersion);
  private final AtomicBoolean versionKnown = new AtomicBoolean();

  ClusterDuties(KubernetesClient client, Surroundings.Cluster cluster, Reports reports) {
    this.client = requireNonNull(client, "client is null");
    this.reports = requireNonNull(reports, "reports is null");
    this.certificates =
        Certificates.of(
            client,
            cluster.certificates(),
            new Certificates.Sources(InstantSource.system(), System::nanoTime, new SecureRandom()),
            reports.leaf());
    this.access = new AccessReconciler(client, cluster.scaleTargets(), InstantSource.system());
    this.budget = new BudgetKeeper(client, cluster.scaleTargets(), InstantSource.system());
    this.announcer =
        new InjectionEvents(
            reports.options(),
            new WorkloadReader(client, cluster.scaleTargets()),
            new EventRecorder(client, InstantSource.system()),
            InstantSource.system());
  }

  /// Who hears of what, and who knows what.
  ///
  /// @param leaf to serve with
  /// @param placement that the server's version allows
  /// @param options as they are, with what was heard
  record Reports(
      Consumer<Leaf> leaf, Consumer<Placement> placement, Supplier<InjectionOptions> options) {
    Reports {
      requireNonNull(leaf, "leaf is null");
      requireNonNull(placement, "placement is null");
      requireNonNull(options, "options is null");
    }
  }

  /// Starts all of it in the background.
  void start(WebhookConfig config, Readiness readiness, WebhookMetrics metrics) {
    readiness.require("certificate that can be used", certificates::served);
    readiness.require("certificate trusted by the webhook configuration", certificates::trusted);
    metrics.include(this::metrics);
    metrics.include(access::metrics);
    metrics.include(budget::metrics);
    if (config.nativeSidecars() == NativeSidecars.AUTO) {
      readiness.require("server version", versionKnown::get);
      version.start();
    }
    certificates.start();
    access.start(config.injection().rules().deniedNamespaces());
    budget.start(access.pods(), access.leases());
    access.pods().listen(announcer);
    announcer.start();
  }

  private void readVersion() {
    var info = client.getKubernetesVersion();
    var placement =
        ServerVersion.parse(info.getMajor(), info.getMinor())
            .map(ServerVersion::placement)
            .orElse(Placement.CONTAINER);
    reports.placement().accept(placement);
    if (versionKnown.compareAndSet(false, true)) {
      LOGGER
          .atInfo()
          .addKeyValue("version", info.getGitVersion())
          .addKeyValue("placement", placement)
          .log("The server's version decides where sidecars stand");
    }
  }

  private List<Metric> metrics() {
    return List.of(
        Gauge.of(
            "metrics_sidecar_webhook_cert_not_after_seconds",
            "When the serving certificate expires, in seconds since 1970.",
            (double) certificates.notAfter().getEpochSecond()),
        Gauge.of(
            "metrics_sidecar_webhook_ca_bundle_in_sync",
            "1 while the live webhook configuration trusts the serving certificate.",
            certificates.trusted() ? 1 : 0),
        Gauge.of(
            "metrics_sidecar_webhook_secret_usable",
            "1 while the Secret holds what can be served with; at 0 the last good certificate serves.",
            certificates.usable() ? 1 : 0));
  }

  @Override
  public void close() {
    version.close();
    announcer.close();
    budget.close();
    access.close();
    certificates.close();
    client.close();
  }
}
