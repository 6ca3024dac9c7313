package io.metricssidecar.cluster.connections;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.settings.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The open connections of one port. Decides which to close when there are too many or when one has
/// taken too long. Times are monotonic. Not safe for several threads.
///
/// @param <C> a connection
final class ConnectionTable<C> {
  /// What a connection is waited for.
  private enum State {
    /// Its first request.
    NEW,
    /// Its next request.
    IDLE,
    /// The rest of a request.
    RECEIVING
  }

  /// One connection.
  ///
  /// @param since time of the last change of its state
  /// @param answered whether it had an answer
  private record Entry(State state, Duration since, boolean answered) {}

  private static final Comparator<Entry> BY_STATE_AND_AGE =
      Comparator.comparing(Entry::state).thenComparing(Entry::since);

  /// In the order of their opening.
  private final Map<C, Entry> entries = new LinkedHashMap<>();

  private ConnectionRules rules;

  ConnectionTable(ConnectionRules rules) {
    this.rules = requireNonNull(rules, "rules is null");
  }

  /// Replaces the rules.
  void follow(ConnectionRules replacement) {
    rules = requireNonNull(replacement, "replacement is null");
  }

  /// Adds a connection.
  ///
  /// @return the connection to close in its place, which is no longer in the table; empty if there
  ///   is room
  Optional<C> opened(C connection, Duration now) {
    var victim = entries.size() < rules.max() ? Optional.<C>empty() : firstToClose();
    victim.ifPresent(entries::remove);
    entries.put(connection, new Entry(State.NEW, now, false));
    return victim;
  }

  /// Of those that never had an answer the one that was opened first: an API server's review
  /// arrives within milliseconds. Without such the one that has been idle for the longest time,
  /// because a client opens another one for its next review. Those with a request in progress come
  /// last.
  private Optional<C> firstToClose() {
    return entries.entrySet().stream()
        .filter(entry -> !entry.getValue().answered())
        .findFirst()
        .or(() -> entries.entrySet().stream().min(Map.Entry.comparingByValue(BY_STATE_AND_AGE)))
        .map(Map.Entry::getKey);
  }

  /// The header of a request has arrived.
  void receiving(C connection, Duration now) {
    entries.computeIfPresent(
        connection, (_, entry) -> new Entry(State.RECEIVING, now, entry.answered()));
  }

  /// Bytes of the request's body have arrived.
  void received(C connection, int bytes, Duration now) {
    var time =
        Duration.ofSeconds(1).multipliedBy(bytes).dividedBy(ConnectionRules.BYTES_PER_SECOND);
    entries.computeIfPresent(
        connection,
        (_, entry) ->
            new Entry(
                entry.state(), Durations.min(now, entry.since().plus(time)), entry.answered()));
  }

  /// A request was answered as it asked.
  void answered(C connection, Duration now) {
    entries.computeIfPresent(connection, (_, _) -> new Entry(State.IDLE, now, true));
  }

  /// Removes a connection.
  void closed(C connection) {
    entries.remove(connection);
  }

  /// Removes the connections that have taken too long.
  List<C> overdue(Duration now) {
    var overdue =
        entries.entrySet().stream()
            .filter(
                entry -> now.minus(entry.getValue().since()).compareTo(limit(entry.getValue())) > 0)
            .map(Map.Entry::getKey)
            .toList();
    overdue.forEach(entries::remove);
    return overdue;
  }

  private Duration limit(Entry entry) {
    return switch (entry.state()) {
      case NEW -> rules.first();
      case IDLE -> rules.idle();
      case RECEIVING -> rules.request();
    };
  }

  /// The number of connections.
  int size() {
    return entries.size();
  }
}
