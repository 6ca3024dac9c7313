package io.metricssidecar.webhook.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.certs.TrustBundle;
import io.metricssidecar.contract.Names;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaBundlesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Authority authority = Authority.create(NOW, RANDOM);
  private final TrustBundle bundle = TrustBundle.EMPTY.plus(authority.certificate());
  private final String encoded = Base64.getEncoder().encodeToString(bundle.pem().getBytes(UTF_8));

  /// Helm or GitOps may reset either of them alone.
  @Test
  void writesTheBundleWhereOneOfOurEntriesLacksIt() {
    assertThat(entries(encoded, encoded).bundleToWrite(bundle)).isEmpty();
    assertThat(entries("", encoded).bundleToWrite(bundle)).contains(encoded);
    assertThat(entries(encoded, "").bundleToWrite(bundle)).contains(encoded);
    assertThat(entries("", "").bundleToWrite(bundle)).contains(encoded);
  }

  @Test
  void trustsOnlyWhatAllOfOurEntriesTrust() {
    var service = new ServiceName("metrics-sidecar", "tools");
    var leaf = authority.issue(service, NOW, RANDOM);

    assertThat(entries(encoded, encoded).accept(leaf, service, NOW)).isTrue();
    assertThat(entries(encoded, "").accept(leaf, service, NOW)).isFalse();
    assertThat(entries("", encoded).trusts(authority.certificate())).isFalse();
  }

  private static CaBundles entries(String pods, String namespaces) {
    return new CaBundles(
        List.of(
            new CaBundles.Entry("somebody.else.io", ""),
            new CaBundles.Entry(Names.WEBHOOK, pods),
            new CaBundles.Entry(Names.NAMESPACE_WEBHOOK, namespaces)));
  }
}
