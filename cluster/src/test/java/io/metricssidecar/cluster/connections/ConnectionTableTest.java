package io.metricssidecar.cluster.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {
  private final ConnectionTable<String> table =
      new ConnectionTable<>(new ConnectionRules(3, at(20), at(180), at(10)));

  @Test
  void closesTheFirstThatNeverHadAnAnswer() {
    open("idle", 0);
    answer("idle", 1);
    open("slow body", 2);
    table.receiving("slow body", at(3));
    open("handshake", 4);

    assertThat(table.opened("new", at(5))).contains("slow body");
    assertThat(table.opened("newer", at(6))).contains("handshake");
    assertThat(table.opened("newest", at(7))).contains("new");
    assertThat(table.size()).isEqualTo(3);
  }

  @Test
  void closesTheOneThatHasBeenIdleForLongestWhereAllHadAnAnswer() {
    open("first", 0);
    answer("first", 9);
    open("second", 1);
    answer("second", 2);
    open("busy", 2);
    answer("busy", 2);
    table.receiving("busy", at(2));

    assertThat(table.opened("new", at(10))).contains("second");
    answer("new", 11);
    assertThat(table.opened("newer", at(12))).contains("first");
    answer("newer", 13);
    assertThat(table.opened("newest", at(14))).contains("new");
  }

  @Test
  void makesRoomWhereOneHasClosed() {
    open("a", 0);
    open("b", 0);
    open("c", 0);
    table.closed("b");

    open("d", 1);
    assertThat(table.opened("e", at(1))).contains("a");
  }

  @Test
  void closesWhatTakesTooLong() {
    open("handshake", 0);
    open("slow body", 0);
    table.receiving("slow body", at(15));
    open("idle", 0);
    answer("idle", 19);

    assertThat(table.overdue(at(20))).isEmpty();
    assertThat(table.overdue(at(21))).containsExactly("handshake");
    assertThat(table.overdue(at(25))).isEmpty();
    assertThat(table.overdue(at(26))).containsExactly("slow body");
    assertThat(table.overdue(at(199))).isEmpty();
    assertThat(table.overdue(at(200))).containsExactly("idle");
    assertThat(table.size()).isZero();
  }

  @Test
  void givesALargeBodyASecondForEvery64KibibytesThatArrive() {
    open("large", 0);
    table.receiving("large", at(0));
    for (var second = 1; second <= 40; second++) {
      table.received("large", ConnectionRules.BYTES_PER_SECOND, at(second));
      assertThat(table.overdue(at(second))).isEmpty();
    }
    assertThat(table.overdue(at(50))).isEmpty();
    assertThat(table.overdue(at(51))).containsExactly("large");
  }

  /// Otherwise a sender could be slow for as long as it was fast before.
  @Test
  void givesNoTimeInAdvance() {
    open("large", 0);
    table.receiving("large", at(0));
    table.received("large", 100 * ConnectionRules.BYTES_PER_SECOND, at(1));

    assertThat(table.overdue(at(11))).isEmpty();
    assertThat(table.overdue(at(12))).containsExactly("large");
  }

  @Test
  void followsOtherRules() {
    open("a", 0);
    table.follow(new ConnectionRules(1, at(1), at(1), at(1)));

    assertThat(table.overdue(at(2))).containsExactly("a");
    open("b", 2);
    assertThat(table.opened("c", at(2))).contains("b");
  }

  @Test
  void knowsNothingOfAConnectionThatItClosed() {
    open("a", 0);
    assertThat(table.overdue(at(30))).containsExactly("a");

    answer("a", 31);
    table.receiving("a", at(31));
    table.received("a", 1, at(31));
    table.closed("a");

    assertThat(table.size()).isZero();
  }

  private void open(String connection, int seconds) {
    assertThat(table.opened(connection, at(seconds))).isEmpty();
  }

  private void answer(String connection, int seconds) {
    table.receiving(connection, at(seconds));
    table.answered(connection, at(seconds));
  }

  private static Duration at(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
