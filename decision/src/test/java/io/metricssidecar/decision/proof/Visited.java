package io.metricssidecar.decision.proof;

import java.util.Arrays;

/// A set of `long`s that remembers the order in which they came: an open-addressing table of places
/// in one array.
final class Visited {
  private long[] members = new long[1 << 16];
  private int[] table = emptyTable(1 << 18);
  private int size;

  private static int[] emptyTable(int length) {
    var table = new int[length];
    Arrays.fill(table, -1);
    return table;
  }

  /// Whether it is new.
  boolean add(long member) {
    var slot = slot(member);
    if (table[slot] >= 0) {
      return false;
    }
    if (size == members.length) {
      members = Arrays.copyOf(members, members.length * 2);
    }
    members[size] = member;
    table[slot] = size++;
    if (size > table.length / 5 * 3) {
      grow();
    }
    return true;
  }

  /// Place of a member; negative where it is none.
  int index(long member) {
    return table[slot(member)];
  }

  long get(int index) {
    return members[index];
  }

  int size() {
    return size;
  }

  private int slot(long member) {
    var mask = table.length - 1;
    var mixed = member * 0x9E3779B97F4A7C15L;
    var slot = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (table[slot] >= 0 && members[table[slot]] != member) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    table = emptyTable(table.length * 2);
    for (var index = 0; index < size; index++) {
      table[slot(members[index])] = index;
    }
  }
}
