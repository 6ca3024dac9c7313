package io.metricssidecar.testing.generators;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/// Whole numbers within bounds: an eighth are edges, three eighths are spread over the orders of
/// magnitude, and the others are spread evenly.
final class Longs implements Gen<Long> {
  private final long min;
  private final long max;

  /// The number within the bounds that is nearest to zero.
  private final long origin;

  /// The length of the greatest distance from the origin, in bits.
  private final int bits;

  private final List<Long> edges;

  Longs(long min, long max) {
    if (min > max) {
      throw new IllegalArgumentException("%d is greater than %d".formatted(min, max));
    }
    this.min = min;
    this.max = max;
    origin = Math.clamp(0, min, max);
    bits = Math.min(63, Long.SIZE - Long.numberOfLeadingZeros(max - min));
    edges =
        LongStream.of(min, min + 1, -1, 0, 1, max - 1, max)
            .filter(edge -> edge >= min && edge <= max)
            .distinct()
            .boxed()
            .toList();
  }

  @Override
  public Long next(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> edges.get(random.nextInt(edges.size()));
      case 1, 2, 3 -> nearOrigin(random);
      default -> anywhere(random);
    };
  }

  private long nearOrigin(RandomGenerator random) {
    var length = random.nextInt(bits + 1);
    var distance = length == 0 ? 0 : random.nextLong() >>> (Long.SIZE - length);
    var down = min < origin && (max == origin || random.nextBoolean());
    // What overflows is beyond the bounds too: then the origin is a bound, and its sign the other.
    var number = down ? origin - distance : origin + distance;
    return number >= min && number <= max ? number : anywhere(random);
  }

  private long anywhere(RandomGenerator random) {
    if (max < Long.MAX_VALUE) {
      return random.nextLong(min, max + 1);
    }
    return min > Long.MIN_VALUE ? random.nextLong(min - 1, max) + 1 : random.nextLong();
  }
}
