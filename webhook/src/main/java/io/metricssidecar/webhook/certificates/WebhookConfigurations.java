package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.cluster.loop.Loop;
import io.metricssidecar.cluster.loop.Watched;
import io.metricssidecar.webhook.certificates.CaBundles.Webhook;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live webhook configuration.
final class WebhookConfigurations implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookConfigurations.class);

  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final CertificateOptions options;
  private final TrustWrites writes;
  private @Nullable Watched<MutatingWebhookConfiguration> watched;

  /// @param client to the API server
  /// @param options of the certificates
  /// @param writes the limit of writes
  WebhookConfigurations(KubernetesClient client, CertificateOptions options, TrustWrites writes) {
    this.client = requireNonNull(client, "client is null");
    this.options = requireNonNull(options, "options is null");
    this.writes = requireNonNull(writes, "writes is null");
  }

  /// Starts the watch.
  ///
  /// @param loop woken on every change
  void start(Loop loop) {
    writes.start(loop);
    var configuration =
        client
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(options.configuration());
    watched = Watched.start("webhook configuration", configuration, loop);
  }

  /// Whether there is a webhook configuration by which the API server calls us.
  boolean callUs() {
    return bundles().concernsUs();
  }

  /// Whether the API server calls us, and accepts the leaf for every entry of ours.
  boolean accept(Leaf leaf, Instant now) {
    var bundles = bundles();
    return callUs() && bundles.accept(leaf, options.service(), now);
  }

  /// The authorities that every entry of ours trusts.
  Set<X509Certificate> trusted() {
    var bundles = bundles();
    return bundles.trusted().certificates().stream()
        .filter(bundles::trusts)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The number of authorities that any entry of ours trusts and this bundle does not contain.
  long foreign(TrustBundle known) {
    return bundles().trusted().certificates().stream()
        .filter(authority -> !known.contains(authority))
        .count();
  }

  /// Writes the desired trust into the configuration if it does not have it. The write names the
  /// version that was read, because another replica may have added an authority since.
  ///
  /// @param ours the authorities that have to be trusted
  /// @param desired the bundle to trust, by the bundle that the configuration trusts now
  void ensureTrust(TrustBundle ours, UnaryOperator<TrustBundle> desired) {
    latest()
        .ifPresent(
            read ->
                bundleToWrite(desired)
                    .filter(_ -> writes.allows(read, ours))
                    .ifPresent(bundle -> write(read, bundle)));
  }

  private Optional<MutatingWebhookConfiguration> latest() {
    return watched == null ? Optional.empty() : watched.single();
  }

  private CaBundles bundles() {
    return latest().map(CaBundles::of).orElseGet(() -> new CaBundles(List.of()));
  }

  private Optional<String> bundleToWrite(UnaryOperator<TrustBundle> desired) {
    var live = bundles();
    var bundle = desired.apply(live.trusted());
    // An empty caBundle is not written: some tools reject the key with an empty value.
    return bundle.equals(TrustBundle.EMPTY) ? Optional.empty() : live.bundleToWrite(bundle);
  }

  private void write(MutatingWebhookConfiguration read, String bundle) {
    var changed = new MutatingWebhookConfigurationBuilder(read).build();
    Webhook.of(changed).stream()
        .filter(Webhook::ours)
        .forEach(webhook -> webhook.client().setCaBundle(bundle));
    try {
      client.resource(changed).update();
      writes.count();
      LOGGER.atInfo().log("Updated caBundle");
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      LOGGER.atInfo().log("caBundle was updated concurrently");
    }
  }

  @Override
  public void close() {
    if (watched != null) {
      watched.close();
    }
  }
}
