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

/// The live webhook configurations: the mutating one, and the validating one of the same name where
/// it exists.
final class WebhookConfigurations implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookConfigurations.class);

  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final CertificateOptions objects;
  private @Nullable Watched<MutatingWebhookConfiguration> mutating;
  private @Nullable Watched<ValidatingWebhookConfiguration> validating;

  WebhookConfigurations(KubernetesClient client, CertificateOptions objects) {
    this.client = requireNonNull(client, "client is null");
    this.objects = requireNonNull(objects, "objects is null");
  }

  /// Starts to watch.
  void start(Loop loop) {
    mutating = Watched.start("mutating webhook configuration", mutatingResource(), loop);
    validating = Watched.start("validating webhook configuration", validatingResource(), loop);
  }

  private Resource<MutatingWebhookConfiguration> mutatingResource() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(objects.configuration());
  }

  private Resource<ValidatingWebhookConfiguration> validatingResource() {
    return client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(objects.configuration());
  }

  private @Nullable MutatingWebhookConfiguration mutatingSeen() {
    var watched = mutating;
    return watched == null ? null : watched.single().orElse(null);
  }

  private @Nullable ValidatingWebhookConfiguration validatingSeen() {
    var watched = validating;
    return watched == null ? null : watched.single().orElse(null);
  }

  /// Whether the API server would accept the leaf wherever it calls us. It does call us.
  boolean accept(Leaf leaf, Instant now) {
    var bundles = CaBundles.of(mutatingSeen());
    return bundles.concernsUs()
        && bundles.accept(leaf, objects.service(), now)
        && CaBundles.of(validatingSeen()).accept(leaf, objects.service(), now);
  }

  /// The authorities that it trusts wherever it calls us.
  Set<X509Certificate> trusted() {
    var all = List.of(CaBundles.of(mutatingSeen()), CaBundles.of(validatingSeen()));
    return all.getFirst().trusted().certificates().stream()
        .filter(authority -> all.stream().allMatch(bundles -> bundles.trusts(authority)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Gives both configurations the trust they should have, where they lack it. Each write names the
  /// version that was seen, because another replica may have added an authority since.
  ///
  /// @param wanted of what one trusts already
  void heal(UnaryOperator<TrustBundle> wanted) {
    var mutatingSeen = mutatingSeen();
    if (mutatingSeen != null) {
      lacking(CaBundles.of(mutatingSeen), wanted).ifPresent(bundle -> write(mutatingSeen, bundle));
    }
    var validatingSeen = validatingSeen();
    if (validatingSeen != null) {
      lacking(CaBundles.of(validatingSeen), wanted)
          .ifPresent(bundle -> write(validatingSeen, bundle));
    }
  }

  private static Optional<String> lacking(CaBundles live, UnaryOperator<TrustBundle> wanted) {
    var trusted = live.trusted();
    var bundle = wanted.apply(trusted);
    // What trusts nobody stays without the key: an empty one is refused by some tools.
    return bundle.equals(TrustBundle.EMPTY) ? Optional.empty() : live.lacking(bundle);
  }

  private void write(MutatingWebhookConfiguration seen, String bundle) {
    var changed = new MutatingWebhookConfigurationBuilder(seen).build();
    changed.getWebhooks().stream()
        .filter(webhook -> CaBundles.ours(webhook.getName()))
        .forEach(webhook -> webhook.getClientConfig().setCaBundle(bundle));
    update(changed);
  }

  private void write(ValidatingWebhookConfiguration seen, String bundle) {
    var changed = new ValidatingWebhookConfigurationBuilder(seen).build();
    changed.getWebhooks().stream()
        .filter(webhook -> CaBundles.ours(webhook.getName()))
        .forEach(webhook -> webhook.getClientConfig().setCaBundle(bundle));
    update(changed);
  }

  private void update(HasMetadata changed) {
    try {
      client.resource(changed).update();
      LOGGER.atInfo().addKeyValue("kind", changed.getKind()).log("Wrote the trust bundle");
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      LOGGER.atInfo().addKeyValue("kind", changed.getKind()).log("Another wrote the trust first");
    }
  }

  @Override
  public void close() {
    if (mutating != null) {
      mutating.close();
    }
    if (validating != null) {
      validating.close();
    }
  }
}
