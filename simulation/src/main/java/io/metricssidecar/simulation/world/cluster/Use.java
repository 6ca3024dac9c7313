package io.metricssidecar.simulation.world.cluster;

/// The use of one application container, as its cgroup counts it.
public final class Use {
  private double cores;
  private double offered;
  private double cpuSeconds;
  private double memoryBytes;
  private double failed;

  /// The CPU that it uses now.
  public double cores() {
    return cores;
  }

  /// The CPU that it would need now for all that it is asked to do.
  public double offered() {
    return offered;
  }

  /// The CPU that it has used since its start.
  public double cpuSeconds() {
    return cpuSeconds;
  }

  /// Its working set now.
  public double memoryBytes() {
    return memoryBytes;
  }

  /// Requests of the last second that were late or dropped.
  public double failed() {
    return failed;
  }

  /// Sets the number of requests of the last second that were late or dropped.
  public void failed(double requests) {
    failed = requests;
  }

  /// It was offered and used this much for some seconds.
  public void add(double offeredCores, double usedCores, double seconds, double memory) {
    offered = offeredCores;
    cores = usedCores;
    cpuSeconds += usedCores * seconds;
    memoryBytes = memory;
  }

  /// The container has ended: a new one begins at zero.
  public void reset() {
    cores = 0;
    offered = 0;
    cpuSeconds = 0;
    memoryBytes = 0;
    failed = 0;
  }
}
