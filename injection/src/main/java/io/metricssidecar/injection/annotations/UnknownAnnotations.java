package io.metricssidecar.injection.annotations;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Annotations under our prefix that nobody reads; most likely they are misspelt.
final class UnknownAnnotations {
  /// Unknown keys that are reported one by one.
  private static final int MAX_UNKNOWN = 20;

  /// The first unknown keys, the last of which tells how many more there are: an object can have
  /// thousands.
  ///
  /// @param known keys
  /// @param name of an annotation, for problems
  static List<Problem> of(
      Map<String, String> annotations, Set<String> known, UnaryOperator<String> name) {
    var keys = new ArrayList<String>();
    for (var key : annotations.keySet()) {
      if (key.startsWith(Annotations.PREFIX) && !known.contains(key)) {
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      return List.of();
    }
    Collections.sort(keys);
    var more = keys.size() - MAX_UNKNOWN;
    var expected = "no annotation of this name";
    return IntStream.range(0, Math.min(keys.size(), MAX_UNKNOWN))
        .mapToObj(
            i ->
                new Problem(
                    name.apply(keys.get(i)),
                    annotations.get(keys.get(i)),
                    more > 0 && i == MAX_UNKNOWN - 1
                        ? "%s, nor of %d more".formatted(expected, more)
                        : expected))
        .toList();
  }

  private UnknownAnnotations() {}
}
