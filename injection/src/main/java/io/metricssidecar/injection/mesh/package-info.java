/// Service meshes and the ports that their proxies must leave alone.
@NullMarked
package io.metricssidecar.injection.mesh;

import org.jspecify.annotations.NullMarked;
