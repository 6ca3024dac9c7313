package io.metricssidecar.cluster.loop;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A local copy of objects of the API server, kept up to date by a watch.
public final class Watched<T> implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Watched.class);

  /// Number of objects that one request lists.
  private static final long PAGE_SIZE = 100;

  private final String name;
  private final SharedIndexInformer<T> informer;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Watched(String name, SharedIndexInformer<T> informer) {
    this.name = requireNonNull(name, "name is null");
    this.informer = informer;
  }

  /// Starts to watch in the background; a watch that fails is started again.
  ///
  /// @param name of the objects, for logs, metrics and health
  /// @param source of the objects
  /// @param loop woken on every change
  public static <T> Watched<T> start(String name, Informable<T> source, Loop loop) {
    var watched = start(name, source.runnableInformer(0), loop::wake);
    loop.include(watched);
    return watched;
  }

  /// The same, and each state of an object that arrives is shown before it is kept, also one that
  /// is replaced or deleted before the loop runs.
  ///
  /// @param seen called with each state; must not block
  public static <T extends HasMetadata> Watched<T> start(
      String name, Informable<T> source, Loop loop, Consumer<T> seen) {
    var informer = source.runnableInformer(0);
    informer.itemStore(
        new BasicItemStore<T>(Cache::metaNamespaceKeyFunc) {
          @Override
          public T put(String key, T object) {
            seen.accept(object);
            return super.put(key, object);
          }
        });
    var watched = start(name, informer, loop::wake);
    loop.include(watched);
    return watched;
  }

  /// The same for many objects of which few fields are needed: they are listed in pages, and only
  /// these fields are kept.
  ///
  /// @param changed called on every change; must not block
  /// @param slim the fields to keep; name, namespace, UID and resourceVersion are among them
  public static <T extends HasMetadata> Watched<T> startSlim(
      String name, Informable<T> source, Runnable changed, UnaryOperator<T> slim) {
    return startSlim(name, source, changed, slim, _ -> {});
  }

  /// The same, and each object is shown once as a whole, before it is kept.
  ///
  /// @param appeared called with each object that was not there before; must neither block nor keep
  ///   the object
  public static <T extends HasMetadata> Watched<T> startSlim(
      String name,
      Informable<T> source,
      Runnable changed,
      UnaryOperator<T> slim,
      Consumer<T> appeared) {
    var informer = source.withLimit(PAGE_SIZE).runnableInformer(0);
    informer.itemStore(
        new BasicItemStore<T>(Cache::metaNamespaceKeyFunc) {
          @Override
          public T put(String key, T object) {
            var before = super.put(key, slim.apply(object));
            if (before == null) {
              show(name, object, appeared);
            }
            return before;
          }
        });
    return start(name, informer, changed);
  }

  /// The same for many objects that a store of the caller's own reduces and keeps.
  ///
  /// @param store written by one thread at a time; what it drops is not among [#all]
  public static <T extends HasMetadata> Watched<T> startStored(
      String name, Informable<T> source, ItemStore<T> store) {
    var informer = source.withLimit(PAGE_SIZE).runnableInformer(0);
    informer.itemStore(store);
    return start(name, informer, () -> {});
  }

  /// A failure here must not end the watch.
  private static <T extends HasMetadata> void show(String name, T object, Consumer<T> appeared) {
    try {
      appeared.accept(object);
    } catch (RuntimeException e) {
      LOGGER
          .atWarn()
          .addKeyValue("objects", name)
          .addKeyValue("object", Cache.metaNamespaceKeyFunc(object))
          .setCause(e)
          .log("Cannot look at a new object");
    }
  }

  private static <T> Watched<T> start(
      String name, SharedIndexInformer<T> informer, Runnable changed) {
    informer.addEventHandler(new Waker<>(changed));
    informer.exceptionHandler(
        (_, problem) -> {
          LOGGER
              .atWarn()
              .addKeyValue("objects", name)
              .addKeyValue("error", problem.toString())
              .log("Watch failed, retrying");
          return true;
        });
    informer.start().thenRun(changed).exceptionally(_ -> null);
    return new Watched<>(name, informer);
  }

  /// Adds a handler of every change, which first gets all present objects. It must not block.
  public void listen(ResourceEventHandler<? super T> handler) {
    informer.addEventHandler(handler);
  }

  /// True if the first complete list has been received.
  public boolean synced() {
    return informer.hasSynced();
  }

  /// The name of the objects.
  String name() {
    return name;
  }

  /// True while the objects are known and their changes arrive.
  boolean up() {
    return informer.hasSynced() && informer.isWatching();
  }

  /// True if the watch ended without being closed; it is not started again then.
  boolean stopped() {
    return !closed.get() && informer.stopped().toCompletableFuture().isDone();
  }

  /// All objects as last seen.
  public List<T> all() {
    return informer.getStore().list();
  }

  /// The object of this name; empty where none was seen.
  public Optional<T> byName(String namespace, String name) {
    return Optional.ofNullable(
        informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)));
  }

  /// The object where a single one is watched by name; empty where it does not exist.
  public Optional<T> single() {
    return all().stream().findFirst();
  }

  @Override
  public void close() {
    closed.set(true);
    informer.close();
  }
}
