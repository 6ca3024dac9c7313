/// What the API server knows of namespaces, as far as the decision on their pods depends on it.
@NullMarked
package io.metricssidecar.cluster.namespaces;

import org.jspecify.annotations.NullMarked;
