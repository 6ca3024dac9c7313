package io.metricssidecar.cluster.namespaces;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The store of an informer, by namespace: of each object its identity and what was read from it.
/// One thread writes; any thread may read.
///
/// The number of objects of one namespace is bounded, because whoever may create them decides how
/// many there are. A namespace that once had too many stays marked until the process ends: what was
/// not kept cannot be seen to go.
///
/// @param <T> type of the objects
/// @param <R> type of what is read from them
final class NamespaceStore<T extends HasMetadata, R> implements ItemStore<T> {
  /// Objects that are kept of one namespace.
  static final int MAX_OBJECTS = 100;

  private final UnaryOperator<T> identity;
  private final Function<T, Optional<R>> reader;
  private final Map<String, Map<String, Kept<T, R>>> namespaces = new ConcurrentHashMap<>();
  private final Set<String> incomplete = ConcurrentHashMap.newKeySet();

  /// @param identity a copy of an object with nothing but the identity that an informer needs
  /// @param reader what is kept of an object; empty where it is too large to be kept
  NamespaceStore(UnaryOperator<T> identity, Function<T, Optional<R>> reader) {
    this.identity = requireNonNull(identity, "identity is null");
    this.reader = requireNonNull(reader, "reader is null");
  }

  private record Kept<T, R>(T identity, R facts) {}

  /// What was read from the objects of a namespace, in the order of their names.
  List<R> in(String namespace) {
    return objects(namespace).values().stream().map(Kept::facts).toList();
  }

  /// Whether all objects that a namespace ever had were kept.
  boolean complete(String namespace) {
    return !incomplete.contains(namespace);
  }

  private Map<String, Kept<T, R>> objects(String namespace) {
    return namespaces.getOrDefault(namespace, Map.of());
  }

  /// The namespace of an object, by its key; a Namespace is its own.
  private static String namespace(String key) {
    var slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    var namespace = namespace(key);
    var objects = namespaces.computeIfAbsent(namespace, _ -> new ConcurrentSkipListMap<>());
    var facts = reader.apply(object);
    if (facts.isEmpty() || (objects.size() >= MAX_OBJECTS && !objects.containsKey(key))) {
      incomplete.add(namespace);
      return remove(key);
    }
    return identity(objects.put(key, new Kept<>(identity.apply(object), facts.get())));
  }

  @Override
  public @Nullable T remove(String key) {
    var namespace = namespace(key);
    var objects = objects(namespace);
    var before = objects.isEmpty() ? null : objects.remove(key);
    if (objects.isEmpty()) {
      namespaces.remove(namespace);
    }
    return identity(before);
  }

  private @Nullable T identity(@Nullable Kept<T, R> kept) {
    return kept == null ? null : kept.identity();
  }

  @Override
  public @Nullable T get(String key) {
    return identity(objects(namespace(key)).get(key));
  }

  @Override
  public Stream<String> keySet() {
    return namespaces.values().stream().flatMap(objects -> objects.keySet().stream());
  }

  @Override
  public Stream<T> values() {
    return namespaces.values().stream()
        .flatMap(objects -> objects.values().stream())
        .map(Kept::identity);
  }

  @Override
  public int size() {
    return namespaces.values().stream().mapToInt(Map::size).sum();
  }
}
