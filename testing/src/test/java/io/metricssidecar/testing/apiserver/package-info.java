@NullMarked
package io.metricssidecar.testing.apiserver;

import org.jspecify.annotations.NullMarked;
