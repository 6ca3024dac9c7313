package io.metricssidecar.webhook.certificates;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live webhook configurations: the mutating one, and the validating one of the same name where
/// it exists.
final class WebhookConfigurations implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookConfigurations.class);

  private static final int CONFLICT = 409;

  private final CertificateOptions options;
  private final Live<MutatingWebhookConfiguration> mutating;
  private final Live<ValidatingWebhookConfiguration> validating;

  WebhookConfigurations(KubernetesClient client, CertificateOptions options) {
    this.options = requireNonNull(options, "options is null");
    var api = client.admissionRegistration().v1();
    this.mutating =
        new Live<>(
            client,
            api.mutatingWebhookConfigurations().withName(options.configuration()),
            seen -> new MutatingWebhookConfigurationBuilder(seen).build(),
            Webhook::of);
    this.validating =
        new Live<>(
            client,
            api.validatingWebhookConfigurations().withName(options.configuration()),
            seen -> new ValidatingWebhookConfigurationBuilder(seen).build(),
            Webhook::of);
  }

  /// Starts the watches.
  ///
  /// @param loop woken on every change
  void start(Loop loop) {
    mutating.start("mutating webhook configuration", loop);
    validating.start("validating webhook configuration", loop);
  }

  /// Whether the API server calls us, and accepts the leaf for every entry of ours.
  boolean accept(Leaf leaf, Instant now) {
    var bundles = mutating.bundles();
    return bundles.concernsUs()
        && bundles.accept(leaf, options.service(), now)
        && validating.bundles().accept(leaf, options.service(), now);
  }

  /// The authorities that every entry of ours trusts.
  Set<X509Certificate> trusted() {
    var all = List.of(mutating.bundles(), validating.bundles());
    return all.getFirst().trusted().certificates().stream()
        .filter(authority -> all.stream().allMatch(bundles -> bundles.trusts(authority)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Writes the desired trust into each configuration that does not have it. Each write names the
  /// version that was read, because another replica may have added an authority since.
  ///
  /// @param desired the bundle to trust, by the bundle that a configuration trusts now
  void ensureTrust(UnaryOperator<TrustBundle> desired) {
    Stream.of(mutating, validating).forEach(live -> live.ensureTrust(desired));
  }

  @Override
  public void close() {
    mutating.close();
    validating.close();
  }

  /// The live configuration of one kind. The client's two kinds share no interface.
  private static final class Live<T extends HasMetadata> implements AutoCloseable {
    private final KubernetesClient client;
    private final Resource<T> resource;
    private final UnaryOperator<T> copy;
    private final Function<T, List<Webhook>> webhooks;
    private @Nullable Watched<T> watched;

    private Live(
        KubernetesClient client,
        Resource<T> resource,
        UnaryOperator<T> copy,
        Function<T, List<Webhook>> webhooks) {
      this.client = requireNonNull(client, "client is null");
      this.resource = requireNonNull(resource, "resource is null");
      this.copy = requireNonNull(copy, "copy is null");
      this.webhooks = requireNonNull(webhooks, "webhooks is null");
    }

    private void start(String name, Loop loop) {
      watched = Watched.start(name, resource, loop);
    }

    private Optional<T> latest() {
      return watched == null ? Optional.empty() : watched.single();
    }

    private CaBundles bundles() {
      return CaBundles.of(latest().map(webhooks).orElse(List.of()));
    }

    private void ensureTrust(UnaryOperator<TrustBundle> desired) {
      latest().ifPresent(read -> bundleToWrite(desired).ifPresent(bundle -> write(read, bundle)));
    }

    private Optional<String> bundleToWrite(UnaryOperator<TrustBundle> desired) {
      var live = bundles();
      var bundle = desired.apply(live.trusted());
      // An empty caBundle is not written: some tools reject the key with an empty value.
      return bundle.equals(TrustBundle.EMPTY) ? Optional.empty() : live.bundleToWrite(bundle);
    }

    private void write(T read, String bundle) {
      var changed = copy.apply(read);
      webhooks.apply(changed).stream()
          .filter(Webhook::ours)
          .forEach(webhook -> webhook.client().setCaBundle(bundle));
      try {
        client.resource(changed).update();
        LOGGER.atInfo().addKeyValue("kind", changed.getKind()).log("Updated caBundle");
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT) {
          throw e;
        }
        LOGGER
            .atInfo()
            .addKeyValue("kind", changed.getKind())
            .log("caBundle was updated concurrently");
      }
    }

    @Override
    public void close() {
      if (watched != null) {
        watched.close();
      }
    }
  }
}
