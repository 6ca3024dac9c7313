/// Cases on hostile input: attacks on the ports of webhook and controller, with honest reviews
/// beside them.
@NullMarked
package io.metricssidecar.e2e.attack;

import org.jspecify.annotations.NullMarked;
