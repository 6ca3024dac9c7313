package io.metricssidecar.e2e.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The answer of an HTTP server.
///
/// @param status code
/// @param body text; empty where there is none
public record HttpAnswer(int status, String body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// The body as JSON; missing where it is not JSON.
  public JsonNode json() {
    return parse(body);
  }

  /// Text as JSON; missing where it is not JSON.
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }
}
