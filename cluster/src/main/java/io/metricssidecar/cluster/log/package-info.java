/// The log of a server process: one line per event, in text or JSON, which nobody else's text can
/// break or imitate. It is a provider of SLF4J.
@NullMarked
package io.metricssidecar.cluster.log;

import org.jspecify.annotations.NullMarked;
