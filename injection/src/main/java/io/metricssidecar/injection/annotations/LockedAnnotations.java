package io.metricssidecar.injection.annotations;

import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.settings.Parsed;
import io.metricssidecar.contract.settings.Parser;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.contract.settings.Setting;
import io.metricssidecar.injection.defaults.SidecarDefaults;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The annotations by which a pod may not change what its Namespace or its installation has chosen.
public final class LockedAnnotations {
  /// The keys that an installation can lock, with prefix: all but those that belong to one pod
  /// (`enabled`, `container`) and those of the image, which have a rule of their own.
  public static final List<String> KEYS =
      Stream.concat(
              SidecarDefaults.SETTINGS.stream(),
              Stream.of(
                  InjectionAnnotation.CPU_REQUEST,
                  InjectionAnnotation.CPU_LIMIT,
                  InjectionAnnotation.MEMORY_REQUEST,
                  InjectionAnnotation.MEMORY_LIMIT,
                  InjectionAnnotation.NATIVE_SIDECAR,
                  InjectionAnnotation.PATCH))
          .map(Setting::annotation)
          .toList();

  /// The format of one of the keys, which is written without prefix.
  public static final Parser<String> PARSER =
      Parser.of(
          text -> Optional.of(Annotations.PREFIX + text).filter(KEYS::contains),
          LockedAnnotations::plain,
          "one of the keys "
              + KEYS.stream().map(LockedAnnotations::plain).collect(Collectors.joining(", ")),
          "keys of annotations");

  private static String plain(String key) {
    return key.substring(Annotations.PREFIX.length());
  }

  /// Reads a pod's annotations without the locked ones. Each of those is a problem unless it says
  /// what holds anyway.
  ///
  /// @param locked keys with prefix
  /// @param reader of annotations none of which is locked
  static Parsed<PodAnnotations> read(
      Map<String, String> annotations,
      Set<String> locked,
      Function<Map<String, String>, Parsed<PodAnnotations>> reader) {
    if (Collections.disjoint(annotations.keySet(), locked)) {
      return reader.apply(annotations);
    }
    var allowed = new HashMap<>(annotations);
    allowed.keySet().removeAll(locked);
    var parsed = reader.apply(allowed);
    var refused =
        annotations.entrySet().stream()
            .filter(annotation -> locked.contains(annotation.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .filter(annotation -> !holdsAnyway(annotation, allowed, parsed, reader))
            .map(
                annotation ->
                    new Problem(
                        annotation.getKey(),
                        annotation.getValue(),
                        "no annotation, because this installation fixes it"));
    return new Parsed<>(
        parsed.value(),
        Stream.concat(parsed.problems().stream(), refused).toList(),
        parsed.warnings());
  }

  private static boolean holdsAnyway(
      Map.Entry<String, String> annotation,
      Map<String, String> allowed,
      Parsed<PodAnnotations> parsed,
      Function<Map<String, String>, Parsed<PodAnnotations>> reader) {
    var more = new HashMap<>(allowed);
    more.put(annotation.getKey(), annotation.getValue());
    var again = reader.apply(more);
    return again.value().equals(parsed.value())
        && again.problems().size() == parsed.problems().size();
  }

  private LockedAnnotations() {}
}
