package io.metricssidecar.webhook.certificates.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// The conversion of a Secret's data from and to base64.
public final class SecretData {
  /// The decoded data. A value that is not base64 is left unchanged, because its reader rejects it
  /// anyway.
  public static Map<String, String> decoded(Secret secret) {
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

  /// The data in base64, as the API requires it.
  public static Map<String, String> encoded(Map<String, String> data) {
    var encoded = new HashMap<String, String>();
    data.forEach(
        (key, value) ->
            encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
    return encoded;
  }

  private SecretData() {}
}
