package io.metricssidecar.webhook.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The trust in a webhook configuration: what the API server believes at this moment. Entries are
/// found by name, never by position, and others' entries are left alone.
///
/// @param entries in their order
record CaBundles(List<Entry> entries) {
  private static final String OURS = ".metrics-sidecar.io";

  CaBundles {
    entries = List.copyOf(entries);
  }

  /// One webhook.
  ///
  /// @param name of the webhook; empty where it has none
  /// @param encoded its `caBundle`; empty where it has none
  record Entry(String name, String encoded) {
    Entry {
      requireNonNull(name, "name is null");
      requireNonNull(encoded, "encoded is null");
    }

    private static Entry of(@Nullable String name, @Nullable WebhookClientConfig client) {
      var encoded = client == null ? null : client.getCaBundle();
      return new Entry(name == null ? "" : name, encoded == null ? "" : encoded);
    }

    private boolean ours() {
      return CaBundles.ours(name);
    }

    private TrustBundle bundle() {
      try {
        return TrustBundle.parse(new String(Base64.getDecoder().decode(encoded), UTF_8));
      } catch (IllegalArgumentException e) {
        return TrustBundle.EMPTY;
      }
    }
  }

  /// Reads a configuration; null is one that does not exist.
  static CaBundles of(@Nullable MutatingWebhookConfiguration configuration) {
    List<MutatingWebhook> webhooks =
        configuration == null ? List.of() : configuration.getWebhooks();
    return new CaBundles(
        webhooks.stream().map(each -> Entry.of(each.getName(), each.getClientConfig())).toList());
  }

  /// Reads a configuration; null is one that does not exist.
  static CaBundles of(@Nullable ValidatingWebhookConfiguration configuration) {
    List<ValidatingWebhook> webhooks =
        configuration == null ? List.of() : configuration.getWebhooks();
    return new CaBundles(
        webhooks.stream().map(each -> Entry.of(each.getName(), each.getClientConfig())).toList());
  }

  /// Whether there is an entry of ours.
  boolean concernsUs() {
    return entries.stream().anyMatch(Entry::ours);
  }

  /// Whom any of our entries trusts.
  TrustBundle trusted() {
    return bundles().stream().reduce(TrustBundle.EMPTY, TrustBundle::union);
  }

  /// Whether every one of our entries trusts this authority.
  boolean trusts(X509Certificate authority) {
    return bundles().stream().allMatch(bundle -> bundle.contains(authority));
  }

  /// Whether the API server would accept the leaf for every one of our entries.
  boolean accept(Leaf leaf, ServiceName service, Instant now) {
    return bundles().stream().allMatch(bundle -> bundle.accepts(leaf, service.verified(), now));
  }

  private List<TrustBundle> bundles() {
    return entries.stream().filter(Entry::ours).map(Entry::bundle).toList();
  }

  /// The `caBundle` to write into each of our entries; empty where all of them have it.
  Optional<String> lacking(TrustBundle bundle) {
    var encoded = Base64.getEncoder().encodeToString(bundle.pem().getBytes(UTF_8));
    return entries.stream().filter(Entry::ours).allMatch(entry -> entry.encoded().equals(encoded))
        ? Optional.empty()
        : Optional.of(encoded);
  }

  /// Whether a webhook of this name is ours.
  static boolean ours(@Nullable String name) {
    return name != null && name.endsWith(OURS);
  }
}
