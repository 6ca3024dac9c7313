package io.metricssidecar.simulation.world.cluster;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.simulation.world.api.LeaseObject;
import java.util.Map;
import java.util.Optional;

/// The budget Lease in the API server's store.
public final class Leases {
  private final String name;
  private LeaseObject lease;
  private BudgetRecord record = BudgetRecord.EMPTY;
  private long made = 1;
  private long version = 1;

  /// @param name of the Lease
  public Leases(String name) {
    this.name = requireNonNull(name, "name is null");
    lease = made(1);
  }

  private LeaseObject made(long number) {
    return new LeaseObject(name, "lease-" + number, number, BudgetRecord.EMPTY.annotations());
  }

  /// The Lease as it stands.
  public LeaseObject lease() {
    return lease;
  }

  /// Its content.
  public BudgetRecord record() {
    return record;
  }

  /// Compare-and-swap: replaces the Lease if the written one names the UID and the version that it
  /// has.
  ///
  /// @return the Lease after the write; empty where another write came first
  public Optional<LeaseObject> put(LeaseObject written) {
    if (!written.uid().equals(lease.uid())
        || written.resourceVersion() != lease.resourceVersion()) {
      return Optional.empty();
    }
    store(new LeaseObject(name, lease.uid(), ++version, written.annotations()));
    return Optional.of(lease);
  }

  /// Replaces the annotations, whatever they were.
  public void annotate(Map<String, String> annotations) {
    store(new LeaseObject(name, lease.uid(), ++version, annotations));
  }

  /// Somebody deletes the Lease and it is made again: its holders are forgotten.
  public void remake() {
    version++;
    store(new LeaseObject(name, "lease-" + ++made, version, made(1).annotations()));
  }

  private void store(LeaseObject changed) {
    lease = changed;
    record = BudgetRecord.read(changed.annotations()).orElse(BudgetRecord.EMPTY);
  }
}
