package io.metricssidecar.testing.apiserver;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.Queue;

/// A server that listens on a free port, and a client of it.
///
/// @param server what answers
/// @param client sends requests to it
record RunningApiServer(KubernetesMockServer server, KubernetesClient client)
    implements AutoCloseable {

  static RunningApiServer start() {
    var responses = new HashMap<ServerRequest, Queue<ServerResponse>>();
    var server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            responses,
            new KubernetesMixedDispatcher(responses),
            false);
    server.init();
    return new RunningApiServer(server, server.createClient());
  }

  /// Ends both beside the next test. The server waits ten seconds for the close frames of its
  /// watches and then throws, which says nothing about the test that has ended.
  @Override
  public void close() {
    Thread.ofVirtual()
        .uncaughtExceptionHandler((_, _) -> {})
        .start(
            () -> {
              try (client) {
                server.destroy();
              }
            });
  }
}
