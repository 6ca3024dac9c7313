package io.metricssidecar.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.x509.Refusal;
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
  void isNothingWhereThereIsNoCertificate() {
    assertThat(Chain.parse(null)).isEmpty();
    assertThat(Chain.parse("garbage")).isEmpty();
  }

  @Test
  void isAcceptedThroughAnIntermediateAndNotWithoutIt() {
    var issued = IssuedFixture.underAnIntermediate(NAME);
    var alone = new Chain(issued.chain().certificate(), List.of());

    assertThat(issued.trust().refusal(issued.chain(), NAME, NOW)).isEmpty();
    assertThat(issued.trust().refusal(alone, NAME, NOW)).contains(Refusal.UNKNOWN_AUTHORITY);
  }

  /// Some put the authority, too, into the file.
  @Test
  void isAcceptedWithMoreThanItNeedsInAnyOrder() {
    var issued = IssuedFixture.underAnIntermediate(NAME);
    var more =
        new Chain(
            issued.chain().certificate(),
            List.of(
                issued.trust().certificates().getFirst(),
                issued.chain().intermediates().getFirst()));

    assertThat(issued.trust().refusal(more, NAME, NOW)).isEmpty();
  }

  @Test
  void isAcceptedWhereItIsItsOwnAuthority() {
    var chain = IssuedFixture.selfSigned(NAME).chain();

    assertThat(TrustBundle.EMPTY.plus(chain.certificate()).refusal(chain, NAME, NOW)).isEmpty();
    assertThat(TrustBundle.EMPTY.refusal(chain, NAME, NOW)).contains(Refusal.UNKNOWN_AUTHORITY);
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
  void coversAHostByItsNameOrByAWildcardForTheFirstLabel(String name, boolean covered) {
    var issued = IssuedFixture.leaf(name);

    assertThat(issued.chain().fault(NAME, NOW))
        .isEqualTo(covered ? Optional.empty() : Optional.of(Refusal.OTHER_NAME));
  }

  @Test
  void saysWhatIsWrongWithIt() {
    var chain = IssuedFixture.leaf(NAME).chain();

    assertThat(chain.fault(NAME, NOW.minus(Duration.ofDays(1)))).contains(Refusal.NOT_YET_VALID);
    assertThat(chain.fault(NAME, NOW.plus(Duration.ofDays(30)))).contains(Refusal.EXPIRED);
    assertThat(IssuedFixture.client(NAME).chain().fault(NAME, NOW))
        .contains(Refusal.NOT_FOR_SERVERS);
    assertThat(IssuedFixture.withoutPurpose(NAME).chain().fault(NAME, NOW)).isEmpty();
  }
}
