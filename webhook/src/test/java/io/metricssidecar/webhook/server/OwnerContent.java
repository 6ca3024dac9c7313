package io.metricssidecar.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import java.util.List;

/// An assertion that a review preserves what a pod's owner wrote.
final class OwnerContent {
  /// Paths that belong to us, whatever their content was.
  private static final List<String> OURS =
      List.of(annotation(Annotations.STATUS), "/metadata/labels/" + escape(Labels.INJECTED));

  /// Lists to whose end our port is added.
  private static final List<String> LISTS =
      List.of(
          annotation(Annotations.ISTIO_EXCLUDED_PORTS),
          annotation(Annotations.LINKERD_SKIPPED_PORTS),
          annotation(Annotations.KUMA_EXCLUDED_PORTS),
          annotation(Annotations.CONSUL_EXCLUDED_PORTS));

  /// Asserts that every value of `before` is in `after` at the same place; objects may have more
  /// members, arrays more elements at their end.
  static void assertPreserved(JsonNode before, JsonNode after) {
    assertPreserved(before, after, "");
  }

  private static void assertPreserved(JsonNode before, JsonNode after, String path) {
    if (OURS.contains(path) || before.isNull()) {
      return;
    }
    if (LISTS.contains(path) && before.isTextual()) {
      assertThat(after.textValue()).as(path).startsWith(before.textValue().strip());
    } else if (before.isObject()) {
      assertThat(after.isObject()).as(path).isTrue();
      for (var member : before.properties()) {
        assertPreserved(
            member.getValue(), after.path(member.getKey()), path + "/" + escape(member.getKey()));
      }
    } else if (before.isArray()) {
      assertThat(after.isArray()).as(path).isTrue();
      for (var index = 0; index < before.size(); index++) {
        assertPreserved(before.get(index), after.path(index), path + "/" + index);
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

  private OwnerContent() {}
}
