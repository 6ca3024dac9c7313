/// The decision whether a pod gets a sidecar, as pure functions of the pod and the installation's
/// options. Start with [io.metricssidecar.injection.InjectionPolicy].
@NullMarked
package io.metricssidecar.injection;

import org.jspecify.annotations.NullMarked;
