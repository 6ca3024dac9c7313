package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/// A handler that wakes somebody on every change an informer sees. It does nothing else, because
/// the handlers of an informer must not block.
///
/// @param wake called on every change; must not block
public record Waker<T>(Runnable wake) implements ResourceEventHandler<T> {
  public Waker {
    requireNonNull(wake, "wake is null");
  }

  /// A handler that wakes a loop.
  public Waker(Loop loop) {
    this(loop::wake);
  }

  @Override
  public void onAdd(T added) {
    wake.run();
  }

  @Override
  public void onUpdate(T before, T after) {
    wake.run();
  }

  @Override
  public void onDelete(T deleted, boolean stateUnknown) {
    wake.run();
  }
}
