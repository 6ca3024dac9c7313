package io.metricssidecar.e2e.injection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenTest {
  @Test
  void saysHowLongItLivesAndWhoseItIs() {
    var claims =
        """
        {"iat": 1000, "exp": 4600, "kubernetes.io": {"pod": {"name": "p", "uid": "u-1"}}}""";

    assertThat(Token.decode(token(claims))).isEqualTo(new Token(Duration.ofHours(1), "u-1"));
  }

  @Test
  void otherTextIsNoToken() {
    assertThatIllegalArgumentException().isThrownBy(() -> Token.decode("a.b"));
    assertThatIllegalArgumentException().isThrownBy(() -> Token.decode(token("not json")));
  }

  private static String token(String claims) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return "e30.%s.c2ln".formatted(encoder.encodeToString(claims.getBytes(UTF_8)));
  }
}
