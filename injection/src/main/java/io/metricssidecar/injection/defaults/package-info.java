/// The defaults that an installation has for the settings of sidecars.
@NullMarked
package io.metricssidecar.injection.defaults;

import org.jspecify.annotations.NullMarked;
