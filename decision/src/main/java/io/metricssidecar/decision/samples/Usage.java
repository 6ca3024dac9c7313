package io.metricssidecar.decision.samples;

/// What a container uses.
///
/// @param cpuCores cores, averaged over the sample's window
/// @param memoryBytes working set
public record Usage(double cpuCores, double memoryBytes) {}
