package io.metricssidecar.e2e.injection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Base64;

/// The claims of a ServiceAccount token (RFC 7519). The signature is not checked, and the token is
/// not kept.
///
/// @param lifetime from issue to expiry
/// @param podUid of the pod that it is bound to; empty where it is bound to none
record Token(Duration lifetime, String podUid) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Reads a token.
  ///
  /// @throws IllegalArgumentException where the text is no token
  static Token decode(String text) {
    var parts = text.strip().split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a token of three parts");
    }
    try {
      var claims = MAPPER.readTree(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8));
      return new Token(
          Duration.ofSeconds(claims.path("exp").asLong() - claims.path("iat").asLong()),
          claims.path("kubernetes.io").path("pod").path("uid").asText(""));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the claims are not JSON", e);
    }
  }
}
