package io.metricssidecar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final TokenBucket.Rate RATE = new TokenBucket.Rate(10, Duration.ofSeconds(30));

  @Test
  void allowsTenAtOnceAndCountsTheRest() {
    var bucket = TokenBucket.full(RATE, NOON);
    for (var written = 0; written < 10; written++) {
      assertThat(bucket.allows(NOON)).isTrue();
      bucket = bucket.after(NOON);
    }

    assertThat(bucket).isEqualTo(new TokenBucket(RATE, 0, NOON, 0));
    assertThat(bucket.allows(NOON)).isFalse();
    assertThat(bucket.after(NOON).after(NOON)).isEqualTo(new TokenBucket(RATE, 0, NOON, 2));
  }

  @Test
  void allowsOneMoreEveryThirtySeconds() {
    var empty = new TokenBucket(RATE, 0, NOON, 2);

    assertThat(empty.allows(NOON.plusSeconds(29))).isFalse();
    assertThat(empty.allows(NOON.plusSeconds(30))).isTrue();
    assertThat(empty.after(NOON.plusSeconds(30)))
        .isEqualTo(new TokenBucket(RATE, 0, NOON.plusSeconds(30), 0));
  }

  @Test
  void neverHoldsMoreThanTen() {
    assertThat(TokenBucket.full(RATE, NOON).after(NOON.plusSeconds(86_400)).tokens()).isEqualTo(9);
  }

  @Test
  void clockThatWasSetBackAddsNothing() {
    assertThat(new TokenBucket(RATE, 0.5, NOON, 0).allows(NOON.minusSeconds(3_600))).isFalse();
  }

  @Test
  void isIdleOnceItIsFullAndNothingWasSuppressed() {
    assertThat(TokenBucket.full(RATE, NOON).after(NOON).idle(NOON)).isFalse();
    assertThat(TokenBucket.full(RATE, NOON).after(NOON).idle(NOON.plusSeconds(30))).isTrue();
    assertThat(new TokenBucket(RATE, 10, NOON, 1).idle(NOON)).isFalse();
  }
}
