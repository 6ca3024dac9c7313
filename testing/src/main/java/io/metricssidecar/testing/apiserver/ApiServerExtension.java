package io.metricssidecar.testing.apiserver;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// Starts a server before each test, sets the fields of the test that want it or a client of it,
/// and leaves it to JUnit to close both after the test.
final class ApiServerExtension implements BeforeEachCallback {
  private static final Namespace STORE = Namespace.create(ApiServerExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) throws IllegalAccessException {
    var running = RunningApiServer.start();
    context.getStore(STORE).put(RunningApiServer.class, running);
    var values =
        Map.<Class<?>, Object>of(
            KubernetesClient.class, running.client(), KubernetesMockServer.class, running.server());
    for (var test : context.getRequiredTestInstances().getAllInstances()) {
      for (var field : fieldsOf(test, values)) {
        field.setAccessible(true);
        field.set(test, values.get(field.getType()));
      }
    }
  }

  private static Field[] fieldsOf(Object test, Map<Class<?>, Object> values) {
    return Arrays.stream(test.getClass().getDeclaredFields())
        .filter(field -> values.containsKey(field.getType()))
        .toArray(Field[]::new);
  }
}
