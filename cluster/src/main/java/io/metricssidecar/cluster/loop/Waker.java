package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/// A handler that wakes a loop on every change an informer sees. It does nothing else, because the
/// handlers of an informer must not block.
///
/// @param loop to wake
public record Waker<T>(Loop loop) implements ResourceEventHandler<T> {
  public Waker {
    requireNonNull(loop, "loop is null");
  }

  @Override
  public void onAdd(T added) {
    loop.wake();
  }

  @Override
  public void onUpdate(T before, T after) {
    loop.wake();
  }

  @Override
  public void onDelete(T deleted, boolean stateUnknown) {
    loop.wake();
  }
}
