package io.metricssidecar.testing.documents;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;

/// The constants that a class declares, for tests of lists that must have them all.
public final class Constants {
  /// The public constants of a type, in the order of their declaration.
  public static <T> List<T> of(Class<?> declarations, Class<T> type) {
    return Stream.of(declarations.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()) && field.getType() == type)
        .map(field -> type.cast(value(field)))
        .toList();
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private Constants() {}
}
