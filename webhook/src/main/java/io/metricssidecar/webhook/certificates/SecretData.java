package io.metricssidecar.webhook.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// The data of Secrets, which the API carries in base64.
final class SecretData {
  /// Decoded; what is no base64 stays as it is, as whoever reads it refuses it anyway.
  static Map<String, String> decoded(Secret secret) {
    var decoded = new HashMap<String, String>();
    var data = secret.getData();
    if (data != null) {
      data.forEach((key, value) -> decoded.put(key, decoded(value)));
    }
    return decoded;
  }

  private static String decoded(String value) {
    try {
      return new String(Base64.getDecoder().decode(value), UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  /// As the API takes it.
  static Map<String, String> encoded(Map<String, String> data) {
    var encoded = new HashMap<String, String>();
    data.forEach(
        (key, value) ->
            encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
    return encoded;
  }

  private SecretData() {}
}
