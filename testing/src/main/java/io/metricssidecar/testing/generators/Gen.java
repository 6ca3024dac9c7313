package io.metricssidecar.testing.generators;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A generator: a function from randomness to a value. It keeps nothing between two values, so that
/// the same randomness gives the same value again.
///
/// Several generators are combined by a lambda, `random -> new Point(xs.next(random),
/// ys.next(random))`. [Gens] has the simple ones.
///
/// @param <T> the values
@FunctionalInterface
public interface Gen<T extends @Nullable Object> {
  /// One value.
  ///
  /// @param random the only thing that the value may depend on
  T next(RandomGenerator random);

  /// This generator as a choice of [Gens#frequency].
  ///
  /// @param weight how often it is used, relative to the other choices; not negative
  default Weighted<T> weighted(int weight) {
    return new Weighted<>(weight, this);
  }

  /// Other values made of these.
  ///
  /// @param change applied to each value; must not draw randomness of its own
  default <R extends @Nullable Object> Gen<R> map(Function<? super T, ? extends R> change) {
    return random -> change.apply(next(random));
  }

  /// Values of a generator that depends on a value of this one.
  ///
  /// @param then the generator that follows a value
  default <R extends @Nullable Object> Gen<R> flatMap(
      Function<? super T, ? extends Gen<? extends R>> then) {
    return random -> then.apply(next(random)).next(random);
  }

  /// Only those values that a condition holds for.
  ///
  /// @param condition true for a good part of the values: a thousand misses in a row throw
  ///   [IllegalStateException]
  default Gen<T> filter(Predicate<? super T> condition) {
    return random -> {
      for (var miss = 0; miss < 1000; miss++) {
        var value = next(random);
        if (condition.test(value)) {
          return value;
        }
      }
      throw new IllegalStateException("none of 1000 values meets the condition of a filter");
    };
  }

  /// These values, and null among them.
  ///
  /// @param share of null, from 0 to 1
  default Gen<@Nullable T> orNull(double share) {
    return random -> random.nextDouble() < share ? null : next(random);
  }

  /// Lists of these values.
  ///
  /// @param minSize smallest
  /// @param maxSize largest
  default Gen<List<T>> list(int minSize, int maxSize) {
    var sizes = Gens.integers(minSize, maxSize);
    return random -> {
      var list = new ArrayList<T>();
      for (var left = sizes.next(random); left > 0; left--) {
        list.add(next(random));
      }
      return list;
    };
  }

  /// Sets of these values.
  ///
  /// @param maxSize largest; smaller ones come where values repeat
  default Gen<Set<T>> set(int maxSize) {
    var sizes = Gens.integers(0, maxSize);
    return random -> {
      var size = sizes.next(random);
      var set = new LinkedHashSet<T>();
      for (var draw = 0; set.size() < size && draw < 10 * size; draw++) {
        set.add(next(random));
      }
      return set;
    };
  }

  /// A choice of [Gens#frequency].
  ///
  /// @param weight how often it is used, relative to the other choices; not negative
  /// @param gen of the values
  /// @param <T> the values
  record Weighted<T extends @Nullable Object>(int weight, Gen<T> gen) {
    /// Checks the weight.
    ///
    /// @throws IllegalArgumentException if the weight is negative
    public Weighted {
      if (weight < 0) {
        throw new IllegalArgumentException("a weight is negative: " + weight);
      }
    }
  }
}
