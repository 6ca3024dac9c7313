package io.metricssidecar.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TlsEngineTest {
  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void tlsIsNativeOnThePlatformsOfTheImages() {
    assertThat(TlsEngine.preferred()).isEqualTo(TlsEngine.BORINGSSL);
  }

  @Test
  void eachEngineHasItsOptions() {
    assertThat(TlsEngine.BORINGSSL.options()).isInstanceOf(OpenSSLEngineOptions.class);
    assertThat(TlsEngine.JDK.options()).isInstanceOf(JdkSSLEngineOptions.class);
  }
}
