/// The sidecar's resources, fitted to what a namespace allows, and whether the API server would
/// refuse a pod because of them.
@NullMarked
package io.metricssidecar.injection.resources;

import org.jspecify.annotations.NullMarked;
