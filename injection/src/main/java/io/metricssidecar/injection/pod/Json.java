package io.metricssidecar.injection.pod;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Functions that read and build JSON trees. A tree may have any shape: a member that is missing or
/// of an unexpected type is treated as absent.
public final class Json {
  /// The mapper for all JSON; it rejects a text with anything after the document.
  public static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// Compiled pointers by text. The map is bounded, because all pointers are literals.
  private static final Map<String, JsonPointer> POINTERS = new ConcurrentHashMap<>();

  /// A new, empty object.
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /// The JSON text of a node.
  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /// The JSON text of a node in UTF-8.
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /// The node at a pointer (RFC 6901); a missing node where there is none. The pointer must not
  /// come from a request, as it is cached.
  public static JsonNode at(JsonNode node, String pointer) {
    // A map that computes may wait for its other users; one that is only read does not.
    var compiled = POINTERS.get(pointer);
    return node.at(
        compiled == null ? POINTERS.computeIfAbsent(pointer, JsonPointer::compile) : compiled);
  }

  /// The string at a pointer such as `/spec/os/name`; empty where there is none.
  public static Optional<String> text(JsonNode node, String pointer) {
    var found = at(node, pointer);
    return found.isTextual() ? Optional.of(found.textValue()) : Optional.empty();
  }

  /// The string members of the object at a pointer.
  public static Map<String, String> texts(JsonNode node, String pointer) {
    var texts = new LinkedHashMap<String, String>();
    at(node, pointer)
        .properties()
        .forEach(
            member -> {
              if (member.getValue().isTextual()) {
                texts.put(member.getKey(), member.getValue().textValue());
              }
            });
    return texts;
  }

  /// The objects in the array at a pointer.
  public static List<ObjectNode> objects(JsonNode node, String pointer) {
    var objects = new ArrayList<ObjectNode>();
    for (var element : at(node, pointer)) {
      if (element instanceof ObjectNode object) {
        objects.add(object);
      }
    }
    return objects;
  }

  private Json() {}
}
