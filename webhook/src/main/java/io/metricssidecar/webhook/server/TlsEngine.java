package io.metricssidecar.webhook.server;

import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;

/// An implementation of TLS.
public enum TlsEngine {
  /// Native code. HotSpot has the processor's instructions for AES-GCM in its second compiler
  /// alone, which the image leaves out: without it, they were half of the CPU time of a review of
  /// 64 KiB.
  BORINGSSL {
    @Override
    SSLEngineOptions options() {
      return new OpenSSLEngineOptions();
    }
  },
  /// Java code, for platforms without the native library.
  JDK {
    @Override
    SSLEngineOptions options() {
      return new JdkSSLEngineOptions();
    }
  };

  /// The fastest one that this platform has.
  public static TlsEngine preferred() {
    return OpenSSLEngineOptions.isAvailable() ? BORINGSSL : JDK;
  }

  /// The engine for Vert.x.
  abstract SSLEngineOptions options();
}
