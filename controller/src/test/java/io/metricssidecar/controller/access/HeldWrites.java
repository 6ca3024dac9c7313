package io.metricssidecar.controller.access;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/// The objects that a client creates, in the order of its requests. Those of chosen namespaces hang
/// until they are released, as behind a webhook that does not answer.
final class HeldWrites implements Interceptor {
  private static final Pattern PATH = Pattern.compile(".*/namespaces/([^/]+)/([^/]+)");
  private static final Pattern NAME = Pattern.compile("metrics-sidecar-[a-z0-9-]+");

  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Created> waiting = new ArrayList<>();
  private final ConcurrentLinkedQueue<Created> created = new ConcurrentLinkedQueue<>();

  /// One request.
  ///
  /// @param namespace of the object
  /// @param name of the object
  /// @param resource plural of its kind
  record Created(String namespace, String name, String resource) {}

  /// Has the requests of these namespaces hang from now on.
  void hold(String... names) {
    namespaces.addAll(List.of(names));
  }

  /// Lets all requests go on.
  void release() {
    namespaces.clear();
    released.countDown();
  }

  /// The requests that hang now.
  List<Created> waiting() {
    synchronized (waiting) {
      return List.copyOf(waiting);
    }
  }

  /// The resources of one workload's objects in the order in which they were created.
  List<String> resources(String namespace, String name) {
    return created.stream()
        .filter(one -> one.namespace().equals(namespace) && one.name().equals(name))
        .map(Created::resource)
        .toList();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var path = PATH.matcher(request.uri().getPath());
    if (!request.method().equals("POST") || !path.matches()) {
      return;
    }
    var name = NAME.matcher(request.bodyString());
    var one = new Created(path.group(1), name.find() ? name.group() : "", path.group(2));
    created.add(one);
    if (namespaces.contains(one.namespace())) {
      hang(one);
    }
  }

  private void hang(Created one) {
    synchronized (waiting) {
      waiting.add(one);
    }
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (waiting) {
        waiting.remove(one);
      }
    }
  }
}
