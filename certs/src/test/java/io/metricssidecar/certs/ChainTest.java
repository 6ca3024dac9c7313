package io.metricssidecar.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.x509.RejectionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String NAME = "web.shop.svc";

  @Test
  void isReadBackFromItsPem() {
    var chain = IssuedFixture.underAnIntermediate(NAME).chain();

    assertThat(Chain.parse(chain.pem())).contains(chain);
    assertThat(chain.intermediates()).hasSize(1);
  }

  @Test
  void isEmptyWithoutACertificate() {
    assertThat(Chain.parse(null)).isEmpty();
    assertThat(Chain.parse("garbage")).isEmpty();
  }

  @Test
  void isAcceptedThroughAnIntermediateAndNotWithoutIt() {
    var issued = IssuedFixture.underAnIntermediate(NAME);
    var alone = new Chain(issued.chain().certificate(), List.of());

    assertThat(issued.trust().rejection(issued.chain(), NAME, NOW)).isEmpty();
    assertThat(issued.trust().rejection(alone, NAME, NOW))
        .contains(RejectionReason.UNKNOWN_AUTHORITY);
  }

  /// Some files contain the authority, too.
  @Test
  void isAcceptedWithMoreThanItNeedsInAnyOrder() {
    var issued = IssuedFixture.underAnIntermediate(NAME);
    var more =
        new Chain(
            issued.chain().certificate(),
            List.of(
                issued.trust().certificates().getFirst(),
                issued.chain().intermediates().getFirst()));

    assertThat(issued.trust().rejection(more, NAME, NOW)).isEmpty();
  }

  @Test
  void isAcceptedIfItIsItsOwnAuthority() {
    var chain = IssuedFixture.selfSigned(NAME).chain();

    assertThat(TrustBundle.EMPTY.plus(chain.certificate()).rejection(chain, NAME, NOW)).isEmpty();
    assertThat(TrustBundle.EMPTY.rejection(chain, NAME, NOW))
        .contains(RejectionReason.UNKNOWN_AUTHORITY);
  }

  @ParameterizedTest
  @CsvSource({
    "web.shop.svc, true",
    "WEB.shop.SVC, true",
    "*.shop.svc, true",
    "*.svc, false",
    "*.web.shop.svc, false",
    "web.shop, false",
    "*, false"
  })
  void matchesAHostByItsNameOrByAWildcardForTheFirstLabel(String name, boolean covered) {
    var issued = IssuedFixture.leaf(name);

    assertThat(issued.chain().rejection(NAME, NOW))
        .isEqualTo(covered ? Optional.empty() : Optional.of(RejectionReason.OTHER_NAME));
  }

  @Test
  void givesTheReasonToRejectIt() {
    var chain = IssuedFixture.leaf(NAME).chain();

    assertThat(chain.rejection(NAME, NOW.minus(Duration.ofDays(1))))
        .contains(RejectionReason.NOT_YET_VALID);
    assertThat(chain.rejection(NAME, NOW.plus(Duration.ofDays(30))))
        .contains(RejectionReason.EXPIRED);
    assertThat(IssuedFixture.client(NAME).chain().rejection(NAME, NOW))
        .contains(RejectionReason.NOT_FOR_SERVERS);
    assertThat(IssuedFixture.withoutPurpose(NAME).chain().rejection(NAME, NOW)).isEmpty();
  }
}
