package io.metricssidecar.injection.annotations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.metricssidecar.injection.options.InjectionOptions.ImageChoice;
import io.metricssidecar.injection.pod.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// A user's own RFC 6902 patch on our container: the way out for what no annotation covers. It may
/// do anything but what would break the sidecar or weaken it, which is judged by the result rather
/// than by the paths.
public final class ContainerPatch {
  /// Operations at most; a patch is somebody else's input that we run.
  static final int MOST = 50;

  /// `copy` and `move` are left out: a few of them make a text of any size.
  private static final Set<String> OPERATIONS = Set.of("add", "remove", "replace", "test");

  /// Members that stay what they are. The restart policy is among them because without it a native
  /// sidecar is an init container that never ends; the ports because the probe names one.
  private static final List<String> KEPT =
      List.of(
          "name", "readinessProbe", "volumeMounts", "securityContext", "restartPolicy", "ports");

  /// Members that stay as well where the installation alone chooses the image.
  private static final List<String> IMAGE = List.of("image", "imagePullPolicy");

  private static final String ENV = "env";

  /// Reads a patch; empty where it is none that we run.
  static Optional<ArrayNode> parse(String text) {
    try {
      return Json.MAPPER.readTree(text) instanceof ArrayNode operations
              && operations.size() <= MOST
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

  /// The container after the patch; empty where the patch does not fit or changes what it must not.
  public static Optional<ObjectNode> apply(
      ArrayNode operations, ObjectNode container, ImageChoice imageChoice) {
    try {
      return JsonPatch.apply(operations, container.deepCopy()) instanceof ObjectNode patched
              && keeps(container, patched)
              && (imageChoice == ImageChoice.POD || same(IMAGE, container, patched))
          ? Optional.of(patched)
          : Optional.empty();
    } catch (RuntimeException e) {
      // Whatever the library throws, such as IllegalStateException for a member of an array, the
      // patch does not fit; and a patch that does not fit must not cost the pod its sidecar.
      return Optional.empty();
    }
  }

  private static boolean same(List<String> members, ObjectNode before, ObjectNode after) {
    return members.stream().allMatch(member -> before.path(member).equals(after.path(member)));
  }

  private static boolean keeps(ObjectNode before, ObjectNode after) {
    return same(KEPT, before, after) && keepsEnv(before.path(ENV), after.path(ENV));
  }

  /// Our variables stand first and unchanged, and none of them a second time: the last one wins.
  private static boolean keepsEnv(JsonNode before, JsonNode after) {
    var names = before.findValuesAsText("name");
    if (!after.isArray() || after.size() < before.size()) {
      return false;
    }
    for (var index = 0; index < after.size(); index++) {
      var entry = after.get(index);
      var kept =
          index < before.size()
              ? entry.equals(before.get(index))
              : entry.isObject() && !names.contains(entry.path("name").asText(""));
      if (!kept) {
        return false;
      }
    }
    return true;
  }

  private ContainerPatch() {}
}
