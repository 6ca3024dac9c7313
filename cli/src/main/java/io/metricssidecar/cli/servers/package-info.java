/// The commands that run a server process.
@NullMarked
package io.metricssidecar.cli.servers;

import org.jspecify.annotations.NullMarked;
