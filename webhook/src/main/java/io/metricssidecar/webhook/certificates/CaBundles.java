package io.metricssidecar.webhook.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
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

/// The trust bundles in a webhook configuration, which the API server uses now. Entries of ours are
/// found by name, never by position; all others are left alone.
///
/// @param entries in their order
record CaBundles(List<Entry> entries) {
  private static final String OURS = ".metrics-sidecar.io";

  CaBundles {
    entries = List.copyOf(entries);
  }

  /// The trust bundle of one webhook.
  ///
  /// @param name of the webhook; empty where it has none
  /// @param encoded its `caBundle` in base64; empty where it has none
  record Entry(String name, String encoded) {
    Entry {
      requireNonNull(name, "name is null");
      requireNonNull(encoded, "encoded is null");
    }

    private boolean ours() {
      return name.endsWith(OURS);
    }

    private TrustBundle bundle() {
      try {
        return TrustBundle.parse(new String(Base64.getDecoder().decode(encoded), UTF_8));
      } catch (IllegalArgumentException e) {
        return TrustBundle.EMPTY;
      }
    }
  }

  /// A webhook of a configuration.
  ///
  /// @param name of the webhook; empty where it has none
  /// @param client of the webhook, in the configuration itself
  record Webhook(String name, WebhookClientConfig client) {
    private static Webhook of(@Nullable String name, @Nullable WebhookClientConfig client) {
      return new Webhook(
          name == null ? "" : name, client == null ? new WebhookClientConfig() : client);
    }

    /// The webhooks of a configuration, in their order.
    static List<Webhook> of(MutatingWebhookConfiguration configuration) {
      return configuration.getWebhooks().stream()
          .map(each -> of(each.getName(), each.getClientConfig()))
          .toList();
    }

    /// Whether it is a webhook of ours.
    boolean ours() {
      return name.endsWith(OURS);
    }

    private Entry entry() {
      var encoded = client.getCaBundle();
      return new Entry(name, encoded == null ? "" : encoded);
    }
  }

  /// The trust bundles of a configuration's webhooks.
  static CaBundles of(MutatingWebhookConfiguration configuration) {
    return new CaBundles(Webhook.of(configuration).stream().map(Webhook::entry).toList());
  }

  /// Whether there is an entry of ours.
  boolean concernsUs() {
    return entries.stream().anyMatch(Entry::ours);
  }

  /// The authorities that at least one entry of ours trusts.
  TrustBundle trusted() {
    return bundles().stream().reduce(TrustBundle.EMPTY, TrustBundle::union);
  }

  /// Whether every entry of ours trusts this authority.
  boolean trusts(X509Certificate authority) {
    return bundles().stream().allMatch(bundle -> bundle.contains(authority));
  }

  /// Whether the API server accepts the leaf for every entry of ours.
  boolean accept(Leaf leaf, ServiceName service, Instant now) {
    return bundles().stream().allMatch(bundle -> bundle.accepts(leaf, service.verified(), now));
  }

  private List<TrustBundle> bundles() {
    return entries.stream().filter(Entry::ours).map(Entry::bundle).toList();
  }

  /// The `caBundle` to write into every entry of ours; empty where all of them have it.
  Optional<String> bundleToWrite(TrustBundle bundle) {
    var encoded = Base64.getEncoder().encodeToString(bundle.pem().getBytes(UTF_8));
    return entries.stream().filter(Entry::ours).allMatch(entry -> entry.encoded().equals(encoded))
        ? Optional.empty()
        : Optional.of(encoded);
  }
}
