package io.metricssidecar.testing;

import io.metricssidecar.testing.generators.Gen;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// A check of one assertion with many generated values, called from a JUnit test.
///
/// Values follow from the [Seed] of the run and the number of the try alone. The first value that
/// fails ends the property with a message that says how to replay it.
public final class Property {
  /// Multiplies all tries, to search instead of to check: `-Dtries.factor=10`.
  private static final int FACTOR = Integer.getInteger("tries.factor", 1);

  private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

  private Property() {}

  /// Assertions about one value.
  ///
  /// @param <T> the value's type
  @FunctionalInterface
  public interface Check<T extends @Nullable Object> {
    /// Throws anything if the property does not hold.
    ///
    /// @param value generated
    /// @throws Exception if the property does not hold
    void check(T value) throws Exception;
  }

  /// Assertions about two values.
  ///
  /// @param <A> the first value's type
  /// @param <B> the second value's type
  @FunctionalInterface
  public interface CheckOfTwo<A extends @Nullable Object, B extends @Nullable Object> {
    /// Throws anything if the property does not hold.
    ///
    /// @param first value, generated
    /// @param second value, generated
    /// @throws Exception if the property does not hold
    void check(A first, B second) throws Exception;
  }

  /// Checks generated values.
  ///
  /// @param gen of the values
  /// @param tries number of values, multiplied by `-Dtries.factor`
  /// @param check must throw nothing for any of them
  /// @throws AssertionError for the first value that fails, with the failure as its cause
  public static <T extends @Nullable Object> void forAll(Gen<T> gen, int tries, Check<T> check) {
    run(Seed.ofThisRun(), FACTOR, gen, tries, check);
  }

  /// Checks pairs of generated values.
  ///
  /// @param firsts generator of the first value
  /// @param seconds generator of the second value
  /// @param tries number of pairs, multiplied by `-Dtries.factor`
  /// @param check must throw nothing for any of them
  /// @throws AssertionError for the first pair that fails, with the failure as its cause
  public static <A extends @Nullable Object, B extends @Nullable Object> void forAll(
      Gen<A> firsts, Gen<B> seconds, int tries, CheckOfTwo<A, B> check) {
    forAll(
        random -> new Pair<A, B>(firsts.next(random), seconds.next(random)),
        tries,
        pair -> check.check(pair.first(), pair.second()));
  }

  /// The same with a given seed and factor.
  static <T extends @Nullable Object> void run(
      Seed seed, int factor, Gen<T> gen, int tries, Check<T> check) {
    var all = Math.multiplyExact(tries, factor);
    if (all < 1) {
      throw new IllegalArgumentException("a property needs at least one try, not " + all);
    }
    var seeds = seed.source();
    for (var number = 1; number <= all; number++) {
      var ofTry = new Seed(seeds.nextLong());
      try {
        check.check(gen.next(ofTry.source()));
      } catch (Throwable failure) {
        var property = caller();
        throw new AssertionError(
            """
            %s fails at try %d of %d with seed %s
            Value:  %s
            Cause:  %s
            Replay: -Dtest=%s -Dseed=%s%s"""
                .formatted(
                    property.replace('#', '.'),
                    number,
                    all,
                    seed,
                    regenerated(gen, ofTry),
                    failure,
                    property,
                    seed,
                    factor == 1 ? "" : " -Dtries.factor=" + factor),
            failure);
      }
    }
  }

  /// The value as it was before the check, which may have changed it.
  private static <T extends @Nullable Object> String regenerated(Gen<T> gen, Seed ofTry) {
    try {
      return shown(gen.next(ofTry.source()));
    } catch (RuntimeException e) {
      return "none, because its generator fails";
    }
  }

  private static String shown(@Nullable Object value) {
    if (value instanceof Pair<?, ?>(var first, var second)) {
      return shown(first) + " and " + shown(second);
    }
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    // Arrays have no text of their own; as an element they do.
    var text = Arrays.deepToString(new @Nullable Object[] {value});
    return text.substring(1, text.length() - 1);
  }

  /// The test in whose name the property runs, as `Class#method`.
  private static String caller() {
    return STACK.walk(
        frames ->
            frames
                .filter(Property::isTest)
                .findFirst()
                .map(Property::name)
                .orElse("a property outside of any test"));
  }

  /// A nested class keeps its outer one's name, as the build's `-Dtest` expects.
  private static String name(StackFrame frame) {
    var type = frame.getDeclaringClass();
    var simple = type.getName().substring(type.getPackageName().length() + 1);
    return simple + "#" + frame.getMethodName();
  }

  private static boolean isTest(StackFrame frame) {
    return Arrays.stream(frame.getDeclaringClass().getDeclaredMethods())
        .filter(method -> method.getName().equals(frame.getMethodName()))
        .anyMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class));
  }

  /// Two values as one.
  private record Pair<A extends @Nullable Object, B extends @Nullable Object>(A first, B second) {}
}
