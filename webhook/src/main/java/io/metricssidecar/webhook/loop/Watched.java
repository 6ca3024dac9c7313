package io.metricssidecar.webhook.loop;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Objects of the API server, kept up to date by a watch.
public final class Watched<T> implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Watched.class);

  private final SharedIndexInformer<T> informer;

  private Watched(SharedIndexInformer<T> informer) {
    this.informer = informer;
  }

  /// Starts to watch, in the background and as often as it takes.
  ///
  /// @param name of what is watched, for logs
  /// @param source of the objects
  /// @param loop woken on every change
  public static <T> Watched<T> start(String name, Informable<T> source, Loop loop) {
    var informer = source.runnableInformer(0);
    informer.addEventHandler(new Waker<>(loop));
    informer.exceptionHandler(
        (_, problem) -> {
          LOGGER
              .atWarn()
              .addKeyValue("objects", name)
              .addKeyValue("error", problem.toString())
              .log("Watching has failed and is tried again");
          return true;
        });
    informer.start().thenRun(loop::wake).exceptionally(_ -> null);
    return new Watched<>(informer);
  }

  /// Whether the first complete list has come.
  public boolean synced() {
    return informer.hasSynced();
  }

  /// All objects as last seen.
  public List<T> all() {
    return informer.getStore().list();
  }

  /// The object where one by name is watched; empty where it does not exist.
  public Optional<T> single() {
    return all().stream().findFirst();
  }

  @Override
  public void close() {
    informer.close();
  }
}
