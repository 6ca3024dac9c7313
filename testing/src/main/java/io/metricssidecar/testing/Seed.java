package io.metricssidecar.testing;

import java.security.SecureRandom;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// The number from which all randomness of a run follows: the same seed gives the same values on
/// every machine.
///
/// @param value any number
public record Seed(long value) {
  /// The seed of a run that asks for no other.
  static final Seed DEFAULT = new Seed(20261121);

  private static final RandomGeneratorFactory<SplittableGenerator> ALGORITHM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /// One for all tests of a JVM, so that one number replays any of them.
  private static final Seed OF_THIS_RUN = parse(System.getProperty("seed"));

  /// The seed of this run: `-Dseed=<number>`, a fresh one with `-Dseed=random`, or the default.
  ///
  /// @return the same seed each time
  public static Seed ofThisRun() {
    return OF_THIS_RUN;
  }

  /// A seed from the text of the system property.
  ///
  /// @param text a number or `random`; null for the default
  /// @throws IllegalArgumentException if the text is neither
  static Seed parse(@Nullable String text) {
    if (text == null) {
      return DEFAULT;
    }
    if (text.equals("random")) {
      return new Seed(new SecureRandom().nextLong());
    }
    try {
      return new Seed(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "-Dseed must be a number or \"random\", not \"%s\"".formatted(text), e);
    }
  }

  /// A source of randomness at its beginning. Each part of a simulation takes a source of its own
  /// by `split()`, so that what one part draws does not change what another one gets.
  ///
  /// @return a new source, which gives the same numbers as any other one of this seed
  public SplittableGenerator source() {
    return ALGORITHM.create(value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
