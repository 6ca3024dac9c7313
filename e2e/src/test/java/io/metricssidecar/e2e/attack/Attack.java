package io.metricssidecar.e2e.attack;

import java.util.List;
import java.util.stream.Collectors;

/// An attack that goes on until it is ended.
interface Attack extends AutoCloseable {
  /// True once everything is sent or opened that the attack is to hold; a flood always is.
  boolean complete();

  /// What the attacker has seen so far, one line for people.
  String seen();

  /// Ends it, and waits for the answers that are due. Does nothing when it has ended.
  void end();

  @Override
  default void close() {
    end();
  }

  /// Several attacks at the same time.
  static Attack together(List<? extends Attack> attacks) {
    return new Attack() {
      @Override
      public boolean complete() {
        return attacks.stream().allMatch(Attack::complete);
      }

      @Override
      public String seen() {
        return attacks.stream().map(Attack::seen).collect(Collectors.joining("; "));
      }

      @Override
      public void end() {
        attacks.forEach(Attack::end);
      }
    };
  }
}
