package io.metricssidecar.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import java.util.List;

/// Whether a pod still has everything of its owner's.
final class Kept {
  /// Ours, whatever somebody has written there.
  private static final List<String> OURS =
      List.of(annotation(Annotations.STATUS), "/metadata/labels/" + escape(Labels.INJECTED));

  /// The lists that get our port at their end.
  private static final List<String> LISTS =
      List.of(
          annotation(Annotations.ISTIO_EXCLUDED_PORTS),
          annotation(Annotations.LINKERD_SKIPPED_PORTS));

  /// Every value of `before` is in `after` at its place; objects and arrays may have more, arrays
  /// at their end alone.
  static void assertAllOf(JsonNode before, JsonNode after) {
    assertAllOf(before, after, "");
  }

  private static void assertAllOf(JsonNode before, JsonNode after, String path) {
    if (OURS.contains(path) || before.isNull()) {
      return;
    }
    if (LISTS.contains(path) && before.isTextual()) {
      assertThat(after.textValue()).as(path).startsWith(before.textValue().strip());
    } else if (before.isObject()) {
      assertThat(after.isObject()).as(path).isTrue();
      for (var member : before.properties()) {
        assertAllOf(
            member.getValue(), after.path(member.getKey()), path + "/" + escape(member.getKey()));
      }
    } else if (before.isArray()) {
      assertThat(after.isArray()).as(path).isTrue();
      for (var index = 0; index < before.size(); index++) {
        assertAllOf(before.get(index), after.path(index), path + "/" + index);
      }
    } else {
      assertThat(after).as(path).isEqualTo(before);
    }
  }

  private static String annotation(String key) {
    return "/metadata/annotations/" + escape(key);
  }

  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private Kept() {}
}
