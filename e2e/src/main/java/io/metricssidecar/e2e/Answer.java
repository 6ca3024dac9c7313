package io.metricssidecar.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// What an HTTP server answered.
///
/// @param status code
/// @param body text; empty without one
public record Answer(int status, String body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// The body as JSON; missing where it is none.
  public JsonNode json() {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }
}
