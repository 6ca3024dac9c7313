package io.metricssidecar.injection.annotations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.metricssidecar.contract.settings.Problem;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.pod.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A user's own JSON patch (RFC 6902) on the sidecar's container, for whatever no annotation
/// covers. It must not break or weaken the sidecar, which is checked on the result instead of the
/// paths.
public final class ContainerPatch {
  /// Limit of operations, because a patch is untrusted input that is executed.
  static final int MAX_OPERATIONS = 50;

  /// The permitted operations. `copy` and `move` are not: a few of them make a text of any size.
  private static final Set<String> OPERATIONS = Set.of("add", "remove", "replace", "test");

  /// Members that a patch must not change. The restart policy is one of them because a native
  /// sidecar without it is an init container that never ends; the ports because the probes name
  /// one. The liveness probe is not: other numbers restart the sidecar earlier or later, and shed
  /// nothing.
  private static final List<String> PROTECTED =
      List.of(
          "name", "readinessProbe", "volumeMounts", "securityContext", "restartPolicy", "ports");

  /// Members that a patch must not change either where the installation alone chooses the image.
  private static final List<String> PROTECTED_IMAGE = List.of("image", "imagePullPolicy");

  private static final String ENV = "env";

  /// Parses a patch; empty where the text is not one that is permitted.
  static Optional<ArrayNode> parse(String text) {
    try {
      return Json.MAPPER.readTree(text) instanceof ArrayNode operations
              && operations.size() <= MAX_OPERATIONS
              && StreamSupport.stream(operations.spliterator(), false)
                  .allMatch(ContainerPatch::allowed)
          ? Optional.of(operations)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean allowed(JsonNode operation) {
    var kind = operation.path("op").asText("");
    return OPERATIONS.contains(kind)
        && operation.path("path").asText("").startsWith("/")
        && (kind.equals("remove") || operation.has("value"));
  }

  /// The container after the patch; empty where the patch does not apply or changes something
  /// protected.
  public static Optional<ObjectNode> apply(
      ArrayNode operations, ObjectNode container, ImageChoice imageChoice) {
    try {
      return JsonPatch.apply(operations, container.deepCopy()) instanceof ObjectNode patched
              && preserves(container, patched)
              && (imageChoice == ImageChoice.POD || same(PROTECTED_IMAGE, container, patched))
          ? Optional.of(patched)
          : Optional.empty();
    } catch (RuntimeException e) {
      // Any exception of the library, such as IllegalStateException for a member of an array, means
      // that the patch does not apply; the pod gets its sidecar without the patch.
      return Optional.empty();
    }
  }

  /// The problem with a patch for which [#apply] has no result.
  ///
  /// @param text of the annotation
  public static Problem unfit(@Nullable String text, ImageChoice imageChoice) {
    var image =
        switch (imageChoice) {
          case POD -> "";
          case INSTALLATION -> "image, ";
        };
    return new Problem(
        InjectionAnnotation.PATCH.annotation(),
        text,
        "a patch that applies to the sidecar's container without changing its name, %svariables, "
                .formatted(image)
            + "ports, readiness probe, mounts, restart policy or security context");
  }

  private static boolean same(List<String> members, ObjectNode before, ObjectNode after) {
    return members.stream().allMatch(member -> before.path(member).equals(after.path(member)));
  }

  private static boolean preserves(ObjectNode before, ObjectNode after) {
    return same(PROTECTED, before, after) && preservesEnv(before.path(ENV), after.path(ENV));
  }

  /// Whether our variables are first, unchanged and not repeated: of two equal names the last wins.
  private static boolean preservesEnv(JsonNode before, JsonNode after) {
    var names = before.findValuesAsText("name");
    if (!after.isArray() || after.size() < before.size()) {
      return false;
    }
    for (var index = 0; index < after.size(); index++) {
      var entry = after.get(index);
      var preserved =
          index < before.size()
              ? entry.equals(before.get(index))
              : entry.isObject() && !names.contains(entry.path("name").asText(""));
      if (!preserved) {
        return false;
      }
    }
    return true;
  }

  private ContainerPatch() {}
}
