package io.metricssidecar.testing.generators;

import io.metricssidecar.testing.generators.Gen.Weighted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The simple generators. Bounds are inclusive everywhere; the bounds themselves, zero and sizes of
/// zero come far more often than by chance, because mistakes live there.
public final class Gens {
  private Gens() {}

  /// One of the given values.
  ///
  /// @param values at least one; each comes equally often
  @SafeVarargs
  public static <T extends @Nullable Object> Gen<T> of(T... values) {
    var copy = values.clone();
    if (copy.length == 0) {
      throw new IllegalArgumentException("nothing to choose from");
    }
    return random -> copy[random.nextInt(copy.length)];
  }

  /// One of the elements of a list.
  ///
  /// @param values at least one; each comes equally often
  public static <T> Gen<T> elements(List<T> values) {
    var copy = List.copyOf(values);
    if (copy.isEmpty()) {
      throw new IllegalArgumentException("nothing to choose from");
    }
    return random -> copy.get(random.nextInt(copy.size()));
  }

  /// One of the constants of an enum.
  ///
  /// @param type has at least one constant; each comes equally often
  public static <E extends Enum<E>> Gen<E> enums(Class<E> type) {
    return elements(Arrays.asList(type.getEnumConstants()));
  }

  /// True or false, equally often.
  public static Gen<Boolean> booleans() {
    return RandomGenerator::nextBoolean;
  }

  /// Any long.
  public static Gen<Long> longs() {
    return longs(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// Whole numbers within bounds; edges and small numbers are preferred.
  ///
  /// @param min smallest
  /// @param max largest
  public static Gen<Long> longs(long min, long max) {
    return new Longs(min, max);
  }

  /// Any int.
  public static Gen<Integer> integers() {
    return integers(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /// Whole numbers within bounds; edges and small numbers are preferred.
  ///
  /// @param min smallest
  /// @param max largest
  public static Gen<Integer> integers(int min, int max) {
    return longs(min, max).map(Math::toIntExact);
  }

  /// Finite numbers within bounds; the bounds and zero are preferred.
  ///
  /// @param min smallest
  /// @param max largest, greater than the smallest
  public static Gen<Double> doubles(double min, double max) {
    var edges = of(min, max, Math.clamp(0.0, min, max));
    Gen<Double> between = random -> random.nextDouble(min, max);
    return random -> (random.nextInt(8) == 0 ? edges : between).next(random);
  }

  /// Strings of the given characters.
  ///
  /// @param alphabet its characters come equally often
  /// @param minLength shortest, in UTF-16 units
  /// @param maxLength longest, in UTF-16 units
  public static Gen<String> strings(String alphabet, int minLength, int maxLength) {
    var lengths = integers(minLength, maxLength);
    return random -> {
      var text = new StringBuilder();
      for (var left = lengths.next(random); left > 0; left--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      return text.toString();
    };
  }

  /// Bytes of any values.
  ///
  /// @param maxLength longest array
  public static Gen<byte[]> bytes(int maxLength) {
    var lengths = integers(0, maxLength);
    var values = integers(Byte.MIN_VALUE, Byte.MAX_VALUE);
    return random -> {
      var bytes = new byte[lengths.next(random)];
      for (var at = 0; at < bytes.length; at++) {
        bytes[at] = values.next(random).byteValue();
      }
      return bytes;
    };
  }

  /// A value of one of the given generators.
  ///
  /// @param gens at least one; each is used equally often
  @SafeVarargs
  @SuppressWarnings("varargs") // Only read.
  public static <T extends @Nullable Object> Gen<T> oneOf(Gen<? extends T>... gens) {
    var chosen = elements(List.of(gens));
    return random -> chosen.next(random).next(random);
  }

  /// A value of one of the given generators, some of which are used more often.
  ///
  /// @param choices at least one, with weights that are positive in sum
  @SafeVarargs
  @SuppressWarnings("varargs") // Only read.
  public static <T extends @Nullable Object> Gen<T> frequency(Weighted<? extends T>... choices) {
    var list = List.of(choices);
    var sum = list.stream().mapToInt(Weighted::weight).sum();
    return random -> {
      var left = random.nextInt(sum);
      var at = 0;
      while (left >= list.get(at).weight()) {
        left -= list.get(at++).weight();
      }
      return list.get(at).gen().next(random);
    };
  }

  /// Maps with keys of one generator and values of another.
  ///
  /// @param keys whose different values limit the size
  /// @param values one for each key
  /// @param maxSize largest number of entries
  public static <K, V extends @Nullable Object> Gen<Map<K, V>> maps(
      Gen<K> keys, Gen<V> values, int maxSize) {
    var sets = keys.set(maxSize);
    return random -> {
      var map = new LinkedHashMap<K, V>();
      for (var key : sets.next(random)) {
        map.put(key, values.next(random));
      }
      return map;
    };
  }
}
