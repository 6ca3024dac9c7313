/// The options of an installation that concern injected pods.
@NullMarked
package io.metricssidecar.injection.options;

import org.jspecify.annotations.NullMarked;
