/// Service meshes and the ports that their proxies must not intercept.
@NullMarked
package io.metricssidecar.injection.mesh;

import org.jspecify.annotations.NullMarked;
