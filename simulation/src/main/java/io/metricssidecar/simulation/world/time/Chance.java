package io.metricssidecar.simulation.world.time;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;

/// A source of randomness that gives the same numbers on every machine and in a browser
/// (SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
///
/// Each part of the world has a source of its own, made from the seed and the part's name, so that
/// what one part draws does not change what another one gets.
public final class Chance implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final long seed;
  private long state;

  /// @param seed any number
  public Chance(long seed) {
    this.seed = mixed(seed + GOLDEN_GAMMA);
    state = this.seed;
  }

  /// The source of one part. It depends on the seed and the name alone, not on what was drawn.
  ///
  /// @param name of the part
  public Chance of(String name) {
    requireNonNull(name, "name is null");
    var hash = seed;
    for (var index = 0; index < name.length(); index++) {
      hash = mixed(hash + GOLDEN_GAMMA + name.charAt(index));
    }
    return new Chance(hash);
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mixed(state);
  }

  private static long mixed(long bits) {
    var once = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    var twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
    return twice ^ (twice >>> 31);
  }
}
