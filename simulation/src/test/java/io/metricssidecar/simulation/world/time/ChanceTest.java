package io.metricssidecar.simulation.world.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChanceTest {
  @Test
  void theSameSeedGivesTheSameNumbers() {
    assertThat(new Chance(7).longs(5).toArray()).isEqualTo(new Chance(7).longs(5).toArray());
    assertThat(new Chance(7).nextLong()).isNotEqualTo(new Chance(8).nextLong());
  }

  @Test
  void whatOnePartDrawsDoesNotChangeAnother() {
    var chance = new Chance(7);
    var before = chance.of("pod-1").nextLong();
    chance.of("pod-0").nextLong();
    chance.nextLong();
    assertThat(chance.of("pod-1").nextLong()).isEqualTo(before);
    assertThat(chance.of("pod-2").nextLong()).isNotEqualTo(before);
  }

  @Test
  void numbersFillTheirRangeEvenly() {
    var mean = new Chance(1).of("load").doubles(10_000).average().orElse(0);
    assertThat(mean).isBetween(0.49, 0.51);
  }
}
