package io.metricssidecar.webhook.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The trust in a webhook configuration: what the API server believes at this moment. Entries are
/// found by name, never by position, and others' entries are left alone.
final class CaBundles {
  private static final String OURS = ".metrics-sidecar.io";

  private final List<@Nullable MutatingWebhook> webhooks;

  private CaBundles(List<@Nullable MutatingWebhook> webhooks) {
    this.webhooks = webhooks;
  }

  /// Reads a configuration; null is one that does not exist.
  static CaBundles of(@Nullable MutatingWebhookConfiguration configuration) {
    var webhooks = configuration == null ? null : configuration.getWebhooks();
    return new CaBundles(webhooks == null ? List.of() : new ArrayList<>(webhooks));
  }

  /// Whom any of our entries trusts.
  TrustBundle trusted() {
    return webhooks.stream()
        .filter(CaBundles::ours)
        .map(CaBundles::bundle)
        .reduce(TrustBundle.EMPTY, TrustBundle::union);
  }

  /// Whether the API server would accept the leaf for every one of our entries, of which there is
  /// at least one.
  boolean accept(Leaf leaf, ServiceName service, Instant now) {
    var ours = webhooks.stream().filter(CaBundles::ours).toList();
    return !ours.isEmpty()
        && ours.stream().allMatch(entry -> bundle(entry).accepts(leaf, service.verified(), now));
  }

  /// The JSON patch (RFC 6902) that gives all of our entries this bundle; empty where they have it.
  /// Each operation tests the entry's name first, so that it fails rather than hits another entry
  /// that has moved to its place.
  Optional<String> patch(TrustBundle bundle) {
    var encoded = Base64.getEncoder().encodeToString(bundle.pem().getBytes(UTF_8));
    var operations = new ArrayList<String>();
    for (var index = 0; index < webhooks.size(); index++) {
      var entry = webhooks.get(index);
      if (ours(entry) && !encoded.equals(text(entry))) {
        operations.add(
            """
            {"op":"test","path":"/webhooks/%1$d/name","value":"%2$s"},\
            {"op":"add","path":"/webhooks/%1$d/clientConfig/caBundle","value":"%3$s"}"""
                .formatted(index, Objects.requireNonNull(entry).getName(), encoded));
      }
    }
    return operations.isEmpty()
        ? Optional.empty()
        : Optional.of("[" + String.join(",", operations) + "]");
  }

  private static boolean ours(@Nullable MutatingWebhook entry) {
    return entry != null && entry.getName() != null && entry.getName().endsWith(OURS);
  }

  private static @Nullable String text(@Nullable MutatingWebhook entry) {
    var client = entry == null ? null : entry.getClientConfig();
    return client == null ? null : client.getCaBundle();
  }

  private static TrustBundle bundle(@Nullable MutatingWebhook entry) {
    var text = text(entry);
    try {
      return text == null
          ? TrustBundle.EMPTY
          : TrustBundle.parse(new String(Base64.getDecoder().decode(text), UTF_8));
    } catch (IllegalArgumentException e) {
      return TrustBundle.EMPTY;
    }
  }
}
