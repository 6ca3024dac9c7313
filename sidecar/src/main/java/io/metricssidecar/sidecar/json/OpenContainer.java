package io.metricssidecar.sidecar.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container whose end has not arrived.
final class OpenContainer {
  final Selection selection;
  final @Nullable Map<String, Object> object;
  final @Nullable List<Object> array;
  final long sizeBefore;
  String name = "";

  OpenContainer(
      Selection selection,
      @Nullable Map<String, Object> object,
      @Nullable List<Object> array,
      long sizeBefore) {
    this.selection = selection;
    this.object = object;
    this.array = array;
    this.sizeBefore = sizeBefore;
  }

  /// What is wanted of the next value.
  Selection next() {
    return object == null ? selection : selection.field(name);
  }
}
