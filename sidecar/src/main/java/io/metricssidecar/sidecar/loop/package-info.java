/// The loop that polls, runs the state machine and publishes snapshots.
@NullMarked
package io.metricssidecar.sidecar.loop;

import org.jspecify.annotations.NullMarked;
