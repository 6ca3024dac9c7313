/// What people are told with Events, and how often.
@NullMarked
package io.metricssidecar.cluster.events;

import org.jspecify.annotations.NullMarked;
