/// Properties: assertions that must hold for many generated values. A
/// [io.metricssidecar.testing.generators.Gen] makes values, a [io.metricssidecar.testing.Property]
/// checks them, a [io.metricssidecar.testing.Tally] holds a property to the cases that it must
/// meet, and all follow from one [io.metricssidecar.testing.Seed].
@NullMarked
package io.metricssidecar.testing;

import org.jspecify.annotations.NullMarked;
